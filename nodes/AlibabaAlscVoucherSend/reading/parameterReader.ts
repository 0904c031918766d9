import type { IExecuteFunctions, INode, NodeParameterValueType } from 'n8n-workflow';
import { inputField } from '../../shared/inputField';

/** What the form holds for one item, evaluated but not yet checked. */
export interface ItemParameters {
	customerId: unknown;
	voucherId: unknown;
	quantity: unknown;
	simplify: unknown;
	/** `undefined` when the field is left empty; what its expression does not find is `null`. */
	sendOnceKey: unknown;
	additionalFields: Record<string, unknown>;
}

export type ReadParameters = (itemIndex: number) => ItemParameters;

/**
 * Prepares the reading of all items: what holds no expression is read once, every other parameter
 * once per item. An expression costs the engine most of a millisecond, so nothing is read twice, and
 * a plain reference to a field of the item is followed without the engine.
 */
export function createParameterReader(context: IExecuteFunctions, node: INode): ReadParameters {
	const items = context.getInputData();
	const reader = (name: string, fallback: NodeParameterValueType, extractValue = false) => {
		const read = (itemIndex: number): unknown =>
			context.getNodeParameter(name, itemIndex, fallback, { extractValue });
		const raw = rawParameter(node, name);
		if (!hasExpression(raw)) {
			const constant = read(0);
			return () => constant;
		}
		const field = inputField(isLocatorById(raw) ? raw.value : raw);
		if (!field) return read;
		return (itemIndex: number): unknown => field(items[itemIndex].json) ?? read(itemIndex);
	};

	const customerId = reader('customerId', '');
	const voucherId = reader('voucherId', '', true);
	const quantity = reader('quantity', 1);
	const simplify = reader('simplify', true);
	const usesKey = usesSendOnceKey(node);
	const sendOnceKey = reader('sendOnceKey', '');
	const fields = rawParameter(node, 'additionalFields');
	const additional = hasExpression(fields, 0)
		? // The whole collection is one expression: an object comes out of it.
			reader('additionalFields', {})
		: undefined;
	const fieldReaders = Object.keys(isRecord(fields) ? fields : {}).map(
		(name) => [name, reader(`additionalFields.${name}`, '')] as const,
	);

	return (itemIndex) => {
		const whole = additional?.(itemIndex);
		return {
			customerId: customerId(itemIndex),
			voucherId: voucherId(itemIndex),
			quantity: quantity(itemIndex),
			simplify: simplify(itemIndex),
			sendOnceKey: usesKey ? (sendOnceKey(itemIndex) ?? null) : undefined,
			additionalFields: isRecord(whole)
				? whole
				: Object.fromEntries(fieldReaders.map(([name, read]) => [name, read(itemIndex)])),
		};
	};
}

/** Whether the field was filled in; an expression that comes out empty is refused item by item. */
export function usesSendOnceKey(node: INode): boolean {
	const raw = rawParameter(node, 'sendOnceKey') ?? '';
	return typeof raw !== 'string' || raw.trim() !== '';
}

/** A parameter as it was saved, expressions unevaluated; dots lead into collections. */
export function rawParameter(node: INode, path: string): unknown {
	let value: unknown = node.parameters;
	for (const name of path.split('.')) value = isRecord(value) ? value[name] : undefined;
	return value;
}

/** Whether a saved value holds an expression, at most `depth` levels down. */
function hasExpression(value: unknown, depth = 5): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (depth === 0 || typeof value !== 'object' || value === null) return false;
	return Object.values(value).some((inner) => hasExpression(inner, depth - 1));
}

/** A resource locator whose value is taken as it is. */
function isLocatorById(value: unknown): value is { value: unknown } {
	return isRecord(value) && value.__rl === true && value.mode === 'id';
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
