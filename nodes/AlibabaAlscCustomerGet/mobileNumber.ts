import { refuseExpressionAsText } from '../shared/identifiers';
import { InvalidInput } from '../shared/invalidInput';

/** Phones and spreadsheets copy such characters along. */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;
const ROUNDED = /^[+-]?\d{1,40}([.,]\d{1,40})?[eE]\+?\d{1,4}$/;
const MOBILE = /^1\d{10}$/;

/**
 * Reads a mobile number of the Chinese mainland. How people and spreadsheets write one is put right:
 * blanks, dashes, brackets, +86, full-width digits, a `.0` at the end. Unlike an ID, a number of
 * eleven digits tells whether it is whole.
 *
 * @returns eleven digits, '' when there is nothing
 * @throws InvalidInput for what cannot be such a number
 */
export function readMobileNumber(value: unknown, field: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value !== 'string' && typeof value !== 'number') {
		throw new InvalidInput(
			`'${field}' is ${Array.isArray(value) ? 'a list' : `a ${typeof value}`}, not a number`,
			`Point '${field}' at the one value that holds the number`,
			field,
		);
	}
	const text = String(value).normalize('NFKC').replace(INVISIBLE, '').trim();
	if (text === '') return '';
	refuseExpressionAsText(text, field);
	if (ROUNDED.test(text)) {
		throw new InvalidInput(
			`'${field}' has been rounded by a spreadsheet: ${text}`,
			'Format the column as text in the spreadsheet and export the list again',
			field,
		);
	}
	const digits = text
		.replace(/^'/, '')
		.replace(/\.0+$/, '')
		.replace(/[\s().\u2010-\u2015-]/g, '')
		.replace(/^(\+|00)?86(?=1\d{10}$)/, '');
	if (MOBILE.test(digits)) return digits;
	if (/^\+?\d+$/.test(digits)) {
		throw new InvalidInput(
			`'${field}' is no mobile number: "${text.slice(0, 40)}" has ${digits.replace('+', '').length} digits`,
			'A mobile number has 11 digits and begins with 1. Correct it in the list',
			field,
		);
	}
	throw new InvalidInput(
		`'${field}' is no mobile number: "${text.slice(0, 40)}"`,
		'A mobile number has 11 digits and begins with 1. Correct it in the list',
		field,
	);
}
