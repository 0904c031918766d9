import { isJsonObject, type JsonObject, type JsonValue } from './json';
import type { Mask } from './mask';

/** Longer texts are cut. The platform's longest, which describe a template, have a few hundred characters. */
export const MOST_CHARACTERS = 1000;

/**
 * An answer as the rest of the package gets to see it: without this app's secrets, whatever field,
 * name or number they stand in, and with every text cut to a length that an item can bear.
 *
 * @param body the text that `raw` was parsed from
 */
export function harmless(raw: JsonObject, body: string, mask: Mask): JsonObject {
	// Without escapes in the body, a secret in any value stands in the body letter for letter.
	const isClean = !body.includes('\\') && !mask.concerns(body);
	if (isClean && body.length <= MOST_CHARACTERS) return raw;
	return harmlessObject(raw, isClean ? (text) => text : mask.hide);
}

type Hide = (text: string) => string;

function harmlessObject(object: JsonObject, hide: Hide): JsonObject {
	return Object.fromEntries(
		Object.entries(object).map(([name, value]) => [
			harmlessText(name, hide),
			harmlessValue(value, hide),
		]),
	);
}

function harmlessValue(value: JsonValue, hide: Hide): JsonValue {
	if (typeof value === 'string') return harmlessText(value, hide);
	if (typeof value === 'number') return harmlessNumber(value, hide);
	if (Array.isArray(value)) return value.map((entry) => harmlessValue(entry, hide));
	return isJsonObject(value) ? harmlessObject(value, hide) : value;
}

function harmlessNumber(value: number, hide: Hide): JsonValue {
	const digits = String(value);
	const shown = hide(digits);
	return shown === digits ? value : shown;
}

function harmlessText(text: string, hide: Hide): string {
	if (text.length <= MOST_CHARACTERS) return hide(text);
	// Cut first: `hide` also hides the beginning of a secret at the end of a text.
	return `${hide(text.slice(0, MOST_CHARACTERS)).toWellFormed()}…`;
}
