import { InvalidInput } from './invalidInput';
import { isFullWidth, nameOfSign, unseenSign } from './signs';

const MOST_ID_CHARACTERS = 128;
const EXPONENT_FORM = /^[+-]?\d{1,40}(?:[.,]\d{1,40})?[eE][+-]?\d{1,4}$/;

/**
 * Reads an id that may be the user's own: any text without blanks around it and without signs that
 * nobody sees. Ids are text: a number is accepted only while a double still holds it exactly.
 *
 * @returns '' when there is none
 * @throws InvalidInput for what cannot be an id or has lost digits on its way
 */
export function readId(value: unknown, field: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'number') return readNumericId(value, field);
	if (typeof value === 'bigint') return value.toString();
	if (typeof value !== 'string') {
		throw new InvalidInput(
			`'${field}' is ${Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`}, not an ID`,
			`Point '${field}' at the one value that holds the ID`,
			field,
		);
	}
	refuseExpressionAsText(value, field);
	const id = value.trim();
	// Before anything else looks at it: webhooks bring texts of any length.
	if (id.length > MOST_ID_CHARACTERS) {
		throw new InvalidInput(
			`'${field}' is ${id.length} characters long; IDs have at most ${MOST_ID_CHARACTERS}`,
			`Check that '${field}' holds one ID and nothing else`,
			field,
		);
	}
	const unseen = unseenSign(id);
	if (unseen !== undefined) throw strangeSign(unseen, id, field);
	if (EXPONENT_FORM.test(id)) throw roundedNumber(id, field);
	return id;
}

/**
 * In a field set to Fixed, n8n hands `{{ … }}` on as it is typed: the same text for every item.
 *
 * @throws InvalidInput when there is one in `text`
 */
export function refuseExpressionAsText(text: string, field: string): void {
	const at = text.indexOf('{{');
	if (at === -1 || !text.includes('}}', at + 2)) return;
	throw new InvalidInput(
		`'${field}' holds an expression that n8n took for plain text: ${text.slice(0, 60)}`,
		`Point at '${field}' and switch it from Fixed to Expression`,
		field,
	);
}

/**
 * Reads an id that the platform made: letters, digits, `-` and `_`, and no other sign. Exports put signs
 * around long numbers so that spreadsheets leave them alone, and an id that is off by a sign is nobody's,
 * or somebody else's.
 */
export function readPlatformId(value: unknown, field: string): string {
	const id = readId(value, field);
	if (/\s/.test(id)) {
		throw new InvalidInput(
			`'${field}' has a blank inside: "${id}"`,
			'Give one ID per item, without blanks',
			field,
		);
	}
	if (/[,;，；、]/.test(id)) {
		throw new InvalidInput(
			`'${field}' has a comma inside: "${id}"`,
			"Give one ID per item, without thousands separators; split lists with the 'Split Out' node",
			field,
		);
	}
	if (/^\d{1,128}\.0{0,128}$/.test(id)) {
		throw new InvalidInput(
			`'${field}' is a decimal number: "${id}"`,
			'The column was read as a number. Format it as text where the list comes from',
			field,
		);
	}
	const sign = /[^0-9A-Za-z_-]/u.exec(id)?.[0];
	if (sign !== undefined) throw strangeSign(sign, id, field);
	return id;
}

/** A customer's id, and whether it can have been rounded. */
export interface CustomerId {
	id: string;
	/** It ends in 000, as long numbers do that a spreadsheet has rounded. */
	looksRounded: boolean;
	/** It is long enough to have been rounded, and was not: neither were others of the same list. */
	showsUnrounded: boolean;
}

export function readCustomerId(value: unknown, field: string): CustomerId {
	const id = readPlatformId(value, field);
	// Past 2^53 doubles, and spreadsheets before that, keep only the leading digits.
	const isLong = /^\d{16,128}$/.test(id) && BigInt(id) > BigInt(Number.MAX_SAFE_INTEGER);
	const endsRound = id.endsWith('000');
	return { id, looksRounded: isLong && endsRound, showsUnrounded: isLong && !endsRound };
}

/** For an id that looks rounded, in a list that does not show otherwise. */
export function roundedId(id: string, field: string): InvalidInput {
	return new InvalidInput(
		`'${field}' ends in 000, as long numbers do after a spreadsheet has rounded them: "${id}"`,
		"Compare it with the CRM. If digits were lost, format the column as text and export the list again; if the ID is right, turn on 'Accept IDs Ending in 000' in the options",
		field,
	);
}

function strangeSign(sign: string, id: string, field: string): InvalidInput {
	const hint = isFullWidth(sign)
		? "Use half-width digits and letters, or put .normalize('NFKC') behind the field in the expression"
		: "Take it away where the list comes from, or put .replace(/[^0-9A-Za-z_-]/g, '') behind the field in the expression. Exports put such signs around long numbers";
	return new InvalidInput(`'${field}' contains ${nameOfSign(sign)}: "${id}"`, hint, field);
}

function readNumericId(value: number, field: string): string {
	if (Number.isInteger(value) && value >= 0 && Number.isSafeInteger(value)) return String(value);
	if (Number.isFinite(value) && Number.isInteger(value) && value > 0) {
		throw roundedNumber(String(value), field);
	}
	throw new InvalidInput(
		`'${field}' is the number ${value}, which is not an ID`,
		`Point '${field}' at the value that holds the ID`,
		field,
	);
}

function roundedNumber(text: string, field: string): InvalidInput {
	return new InvalidInput(
		`'${field}' is a rounded number: ${text}. Its last digits are lost`,
		'Keep the ID as text all the way: format the column as text in the spreadsheet, put it in quotes in JSON',
		field,
	);
}
