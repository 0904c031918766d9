import type { IDataObject } from 'n8n-workflow';

/** One step: `.name`, `["name"]` or `[0]`. n8n refuses a `.$`, so that is left to it. */
const STEP = String.raw`\.((?!\$(?![\w$]))[A-Za-z_$][\w$]*)|\[(?:"([^"\\]*)"|'([^'\\]*)'|(\d{1,9}))\]`;
const INPUT_FIELD = new RegExp(String.raw`^=\{\{\s*\$json((?:${STEP})+)\s*\}\}$`);

/** The value of a field of an item, or `undefined` where only the engine can tell. */
export type ReadInputField = (json: IDataObject) => string | number | boolean | undefined;

/**
 * Recognises an expression that only names a field of the input item, such as
 * `{{ $json.customerId }}`, the form that dragging a field into a parameter writes. Such a field can
 * be read from the item itself; n8n's engine takes most of a millisecond to come to the same value.
 *
 * @returns `undefined` for every other expression. What is read is `undefined` unless the field is an
 * own property that holds a text, a number or a boolean: the engine decides about everything else.
 */
export function inputField(expression: unknown): ReadInputField | undefined {
	if (typeof expression !== 'string') return undefined;
	const steps = INPUT_FIELD.exec(expression)?.[1];
	if (steps === undefined) return undefined;
	const path = [...steps.matchAll(new RegExp(STEP, 'g'))].map(
		([, name, doubleQuoted, singleQuoted, index]) => name ?? doubleQuoted ?? singleQuoted ?? index,
	);
	return (json) => {
		let value: unknown = json;
		for (const name of path) {
			if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) {
				return undefined;
			}
			value = (value as Record<string, unknown>)[name];
		}
		return isPlain(value) ? value : undefined;
	};
}

function isPlain(value: unknown): value is string | number | boolean {
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
