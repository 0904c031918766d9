import { InvalidInput } from './invalidInput';

const MOST_ID_CHARACTERS = 128;
// eslint-disable-next-line no-control-regex
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060\ufeff]/;
const EXPONENT_FORM = /^[+-]?\d+([.,]\d+)?[eE][+-]?\d+$/;

/**
 * Reads an id. Ids are text: a number is accepted only while a double still holds it exactly.
 *
 * @returns the id without blanks around it, '' when there is none
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
	const id = value.trim();
	refuseExpressionAsText(id, field);
	if (CONTROL_CHARACTER.test(id)) {
		throw new InvalidInput(
			`'${field}' contains an invisible character`,
			`Type the ID again or clean it with {{ $json.id.replace(/\\W/g, '') }}`,
			field,
		);
	}
	if (EXPONENT_FORM.test(id)) throw roundedNumber(id, field);
	if (id.length > MOST_ID_CHARACTERS) {
		throw new InvalidInput(
			`'${field}' is ${id.length} characters long; IDs have at most ${MOST_ID_CHARACTERS}`,
			`Check that '${field}' holds one ID and nothing else`,
			field,
		);
	}
	return id;
}

/**
 * In a field set to Fixed, n8n hands `{{ … }}` on as it is typed: the same text for every item.
 *
 * @throws InvalidInput when there is one in `text`
 */
export function refuseExpressionAsText(text: string, field: string): void {
	if (!/\{\{.*\}\}/s.test(text)) return;
	throw new InvalidInput(
		`'${field}' holds an expression that n8n took for plain text: ${text.slice(0, 60)}`,
		`Point at '${field}' and switch it from Fixed to Expression`,
		field,
	);
}

/**
 * Reads a customer's id more strictly than others: an id that is off by a digit is another person.
 *
 * @param acceptRounded the user has checked that long ids ending in 000 are right
 */
export function readCustomerId(value: unknown, field: string, acceptRounded: boolean): string {
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
	if (/^\d+\.0*$/.test(id)) {
		throw new InvalidInput(
			`'${field}' is a decimal number: "${id}"`,
			'The column was read as a number. Format it as text where the list comes from',
			field,
		);
	}
	if (!acceptRounded && looksRounded(id)) {
		throw new InvalidInput(
			`'${field}' ends in 000, as long numbers do after a spreadsheet has rounded them: "${id}"`,
			"Compare it with the CRM. If digits were lost, format the column as text and export the list again; if the ID is right, turn on 'Accept IDs Ending in 000' in the options",
			field,
		);
	}
	return id;
}

/** Past 2^53 doubles, and spreadsheets before that, keep only the leading digits. */
function looksRounded(id: string): boolean {
	return /^\d{16,}$/.test(id) && id.endsWith('000') && BigInt(id) > BigInt(Number.MAX_SAFE_INTEGER);
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
