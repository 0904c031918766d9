import {
	NodeOperationError,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { FailureWords } from '../../wording/describeFailure';
import { keepApartFromOldRows, markFailures, needsMark } from './errorOutput';

/**
 * Whether a failing item leaves the others be. When an AI agent runs the node, as the variant that n8n
 * makes of it for that, what fails is told as an answer, too: agents up to version 2 hand the model an
 * empty text for a thrown error, which it may take for a success or a reason to call again.
 */
export function goesOnAfterFailure(context: IExecuteFunctions): boolean {
	return context.continueOnFail() || context.getNode().type.endsWith('Tool');
}

/** What the node returns: its items, the failed ones marked so that they leave by the error output. */
export function toOutput(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): INodeExecutionData[][] {
	const { onError } = context.getNode();
	if (onError === 'continueErrorOutput') keepApartFromOldRows(context, items);
	if (needsMark(onError)) markFailures(items);
	return [items];
}

/** The error of a node that stops. */
export function toNodeError(
	node: INode,
	words: FailureWords,
	itemIndex?: number,
): NodeOperationError {
	return new NodeOperationError(node, words.message, { description: words.hint, itemIndex });
}
