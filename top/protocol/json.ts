/** A value that came out of JSON. Whole numbers past 2^53 are strings, digit for digit. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
	[key: string]: JsonValue;
}

// A double holds any 15 digits. Where no number has more, nor an exponent, JSON.parse changes nothing.
const MAY_LOSE_DIGITS = /\d[\d.]{15}|\d[eE][+-]?\d/;

/**
 * Parses JSON without changing a digit: numbers a double cannot hold become strings. Ids on this
 * platform exceed 2^53, and some methods send them as bare numbers.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseJson(text: string): JsonValue {
	if (!MAY_LOSE_DIGITS.test(text)) return JSON.parse(text) as JsonValue;
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it is first needed
	const { parse, isSafeNumber } = require('lossless-json') as typeof import('lossless-json');
	return parse(text, undefined, {
		parseNumber: (digits) => (isSafeNumber(digits, { approx: false }) ? Number(digits) : digits),
		// As JSON.parse does.
		onDuplicateKey: ({ newValue }) => newValue,
	}) as JsonValue;
}

/**
 * Whether a text has so many brackets that its value may be nested deeper than `levels`. It is cheap,
 * so that an ordinary answer need not be walked through.
 */
export function mayBeNestedDeeperThan(levels: number, text: string): boolean {
	let opened = 0;
	for (const bracket of ['{', '[']) {
		let at = text.indexOf(bracket);
		while (at !== -1) {
			if (++opened > levels) return true;
			at = text.indexOf(bracket, at + 1);
		}
	}
	return false;
}

/** Whether objects and lists stand in each other more than `levels` deep. */
export function isNestedDeeperThan(levels: number, value: JsonValue): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (levels === 0) return true;
	const inner = Array.isArray(value) ? value : Object.values(value);
	return inner.some((part) => isNestedDeeperThan(levels - 1, part));
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text field; numbers are written out, anything else is `undefined`. */
export function readText(value: JsonValue | undefined): string | undefined {
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? String(value) : undefined;
}

/** A number field, which the platform may send as text. */
export function readNumber(value: JsonValue | undefined): number | undefined {
	const text = readText(value)?.trim() ?? '';
	const number = text === '' ? Number.NaN : Number(text);
	return Number.isFinite(number) ? number : undefined;
}

/** A boolean field, which the platform may send as the text "true" or "false". */
export function readBoolean(value: JsonValue | undefined): boolean | undefined {
	if (typeof value === 'boolean') return value;
	if (typeof value !== 'string') return undefined;
	const word = value.trim().toLowerCase();
	return word === 'true' ? true : word === 'false' ? false : undefined;
}

/**
 * A list field. The platform wraps lists, `{"item":[…]}` or `{"list":{"item":[…]}}`, and writes an
 * empty one as `{}`; a single element may come without its array.
 */
export function readList(value: JsonValue | undefined): JsonValue[] {
	let current = value;
	while (isJsonObject(current)) {
		const entries = Object.values(current);
		if (entries.length !== 1) return entries.length === 0 ? [] : [current];
		current = entries[0];
	}
	if (Array.isArray(current)) return current;
	return current === undefined || current === null ? [] : [current];
}
