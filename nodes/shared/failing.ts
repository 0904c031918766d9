import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import { TopError } from '../../top/protocol/errors';
import { describeFailure, type FailureWords } from '../../wording/describeFailure';
import { keepApartFromOldRows, markFailures, needsMark } from './errorOutput';
import { InvalidInput } from './invalidInput';

/**
 * Whether the run goes on after an item has failed, and returns the failure as an item. It also does when an
 * AI agent runs the node (n8n makes a variant of it for that, whose type ends in `Tool`): agents up to
 * version 2 hand the model an empty text for a thrown error, which the model may take for a success or a
 * reason to call again.
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

/**
 * The json of a failed item: `error` and `details`, and nothing else. n8n sends an item with exactly
 * these keys to the error output and keeps them whole, while an `item.error` would be cut down to its
 * message.
 *
 * @param about what was asked for
 */
export function failedItem(outcome: string, words: FailureWords, about: IDataObject): IDataObject {
	const details: IDataObject = {
		outcome,
		hint: words.hint,
		field: words.field,
		code: words.code,
		sub_code: words.subCode,
		platform_message: words.platformText,
		gateway_request_id: words.gatewayRequestId,
		...about,
		answer_excerpt: words.excerpt,
	};
	for (const [name, value] of Object.entries(details)) {
		if (value === undefined) delete details[name];
	}
	return { error: words.message, details };
}

/**
 * Why a run cannot begin.
 *
 * @param hint what to do when the reason does not say it
 */
export function startWords(error: unknown, hint: string): FailureWords {
	if (error instanceof InvalidInput) return error.words;
	if (error instanceof TopError) return describeFailure(error);
	return { message: error instanceof Error ? error.message : String(error), hint };
}
