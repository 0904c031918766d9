import type { IExecuteFunctions, INode, NodeParameterValueType } from 'n8n-workflow';
import { inputField } from './inputField';
import { refuseOneExpression } from './wholeCollection';

/** Reads one parameter of one item, evaluated but not yet checked. */
export type ReadParameter = (itemIndex: number) => unknown;

/** Makes the {@link ReadParameter} of a parameter; `extractValue` is for resource locators. */
export type ParameterReaders = (
	name: string,
	fallback: NodeParameterValueType,
	extractValue?: boolean,
) => ReadParameter;

/**
 * Prepares the reading of all items: a parameter without an expression is read once, any other once per
 * item. An expression costs the engine most of a millisecond; so nothing is read twice, and an expression
 * that only names a field of the item is read without the engine.
 */
export function parameterReaders(context: IExecuteFunctions, node: INode): ParameterReaders {
	const items = context.getInputData();
	return (name, fallback, extractValue = false) => {
		const read = (itemIndex: number): unknown =>
			context.getNodeParameter(name, itemIndex, fallback, { extractValue });
		const raw = rawParameter(node, name);
		if (!hasExpression(raw)) {
			const constant = read(0);
			return () => constant;
		}
		const field = inputField(isLocatorById(raw) ? raw.value : raw);
		if (!field) return read;
		return (itemIndex) => field(items[itemIndex].json) ?? read(itemIndex);
	};
}

/**
 * The fields of 'Additional Fields', each read like a parameter of its own.
 *
 * @throws InvalidInput when they are given by one expression
 */
export function additionalFieldsReader(
	node: INode,
	reader: ParameterReaders,
): (itemIndex: number) => Record<string, unknown> {
	refuseOneExpression(node, 'additionalFields', 'Additional Fields');
	const fields = rawParameter(node, 'additionalFields');
	const fieldReaders = Object.keys(isRecord(fields) ? fields : {}).map(
		(name) => [name, reader(`additionalFields.${name}`, '')] as const,
	);
	return (itemIndex) =>
		Object.fromEntries(fieldReaders.map(([name, read]) => [name, read(itemIndex)]));
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
