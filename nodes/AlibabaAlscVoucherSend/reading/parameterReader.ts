import type { IExecuteFunctions, INode } from 'n8n-workflow';
import {
	additionalFieldsReader,
	parameterReaders,
	rawParameter,
} from '../../shared/parameterReaders';

/** What the form holds for one item, evaluated but not yet checked. */
export interface ItemParameters {
	customerId: unknown;
	voucherId: unknown;
	quantity: unknown;
	simplify: unknown;
	/** `undefined` when the field is left empty; what its expression does not find is `null`. */
	sendOnceKey: unknown;
	additionalFields: Record<string, unknown>;
	/** The names of the input item's fields. */
	inputNames: () => string[];
}

export type ReadParameters = (itemIndex: number) => ItemParameters;

/** Prepares the reading of all items. */
export function createParameterReader(context: IExecuteFunctions, node: INode): ReadParameters {
	const items = context.getInputData();
	const reader = parameterReaders(context, node);
	const customerId = reader('customerId', '');
	const voucherId = reader('voucherId', '', true);
	const quantity = reader('quantity', 1);
	const simplify = reader('simplify', true);
	const usesKey = usesSendOnceKey(node);
	const sendOnceKey = reader('sendOnceKey', '');
	const additionalFields = additionalFieldsReader(node, reader);

	return (itemIndex) => ({
		customerId: customerId(itemIndex),
		voucherId: voucherId(itemIndex),
		quantity: quantity(itemIndex),
		simplify: simplify(itemIndex),
		sendOnceKey: usesKey ? (sendOnceKey(itemIndex) ?? null) : undefined,
		additionalFields: additionalFields(itemIndex),
		inputNames: () => Object.keys(items[itemIndex].json),
	});
}

/** Whether the field was filled in; an expression that comes out empty is refused item by item. */
export function usesSendOnceKey(node: INode): boolean {
	const raw = rawParameter(node, 'sendOnceKey') ?? '';
	return typeof raw !== 'string' || raw.trim() !== '';
}
