import type { Label } from '../../wording/form/labels';
import { phrase } from '../../wording/say';
import { invalid, type InvalidInput } from './invalidInput';
import { isFullWidth, nameOfCharacter, invisibleCharacter } from './characters';

const MOST_ID_CHARACTERS = 128;
const EXPONENT_FORM = /^[+-]?\d{1,40}(?:[.,]\d{1,40})?[eE][+-]?\d{1,4}$/;

/**
 * Reads an id that may be the user's own: any text without invisible characters; blanks around it are
 * dropped. Ids are text: a number is accepted only while a double still holds it exactly.
 *
 * @returns '' when there is none
 * @throws InvalidInput for what cannot be an id or has lost digits on its way
 */
export function readId(value: unknown, field: Label): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'number') return readNumericId(value, field);
	if (typeof value === 'bigint') return value.toString();
	if (typeof value !== 'string') {
		throw invalid('idOfOtherKind', field, { what: kindOf(value) });
	}
	refuseExpressionAsText(value, field);
	const id = value.trim();
	// Checked first, because webhooks bring texts of any length.
	if (id.length > MOST_ID_CHARACTERS) {
		throw invalid('idTooLong', field, { length: id.length, most: MOST_ID_CHARACTERS });
	}
	const unseen = invisibleCharacter(id);
	if (unseen !== undefined) throw strangeSign(unseen, id, field);
	if (EXPONENT_FORM.test(id)) throw roundedNumber(id, field);
	return id;
}

/**
 * In a field set to Fixed, n8n hands `{{ … }}` on as it is typed: the same text for every item.
 *
 * @throws InvalidInput when there is one in `text`
 */
export function refuseExpressionAsText(text: string, field: Label): void {
	const at = text.indexOf('{{');
	if (at === -1 || !text.includes('}}', at + 2)) return;
	throw invalid('expressionAsText', field, { value: text.slice(0, 60) });
}

/**
 * Reads an id that the platform made: letters, digits, `-` and `_`, and no other sign. Exports put signs
 * around long numbers so that spreadsheets leave them alone, and an id that is off by a sign is that of no
 * customer, or of another one.
 */
export function readPlatformId(value: unknown, field: Label): string {
	const id = readId(value, field);
	if (/\s/.test(id)) {
		throw invalid('idWithBlank', field, { value: id });
	}
	if (/[,;，；、]/.test(id)) {
		throw invalid('idWithComma', field, { value: id });
	}
	if (/^\d{1,128}\.0{0,128}$/.test(id)) {
		throw invalid('idDecimal', field, { value: id });
	}
	const sign = /[^0-9A-Za-z_-]/u.exec(id)?.[0];
	if (sign !== undefined) throw strangeSign(sign, id, field);
	return id;
}

/** A customer's id, and whether it can have been rounded. */
export interface CustomerId {
	id: string;
	/** It is long and ends in 000, as numbers do that a spreadsheet has rounded. */
	looksRounded: boolean;
	/** It is long and does not: the list was not rounded, since spreadsheets round whole columns. */
	showsUnrounded: boolean;
}

export function readCustomerId(value: unknown, field: Label): CustomerId {
	const id = readPlatformId(value, field);
	// Past 2^53 doubles, and spreadsheets before that, keep only the leading digits.
	const isLong = /^\d{16,128}$/.test(id) && BigInt(id) > BigInt(Number.MAX_SAFE_INTEGER);
	const endsRound = id.endsWith('000');
	return { id, looksRounded: isLong && endsRound, showsUnrounded: isLong && !endsRound };
}

/** For an id that looks rounded, in a list that does not show otherwise. */
export function roundedId(id: string, field: Label): InvalidInput {
	return invalid('idEndsIn000', field, { value: id });
}

function strangeSign(sign: string, id: string, field: Label): InvalidInput {
	const message = isFullWidth(sign) ? 'idWithFullWidthSign' : 'idWithSign';
	return invalid(message, field, { sign: nameOfCharacter(sign), value: id });
}

function readNumericId(value: number, field: Label): string {
	if (Number.isInteger(value) && value >= 0 && Number.isSafeInteger(value)) return String(value);
	if (Number.isFinite(value) && Number.isInteger(value) && value > 0) {
		throw roundedNumber(String(value), field);
	}
	throw invalid('idOddNumber', field, { value });
}

function roundedNumber(text: string, field: Label): InvalidInput {
	return invalid('idRounded', field, { value: text });
}

/** What something is that is neither a text nor a number. */
export function kindOf(value: unknown): string {
	if (Array.isArray(value)) return phrase('aList');
	if (typeof value === 'object') return phrase('anObject');
	if (typeof value === 'boolean') return phrase('aBoolean');
	return phrase('anotherKind', { type: typeof value });
}
