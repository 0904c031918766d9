import type { Label } from '../../wording/form/labels';
import { kindOf, refuseExpressionAsText } from '../shared/identifiers';
import { invalid } from '../shared/invalidInput';

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
export function readMobileNumber(value: unknown, field: Label): string {
	if (value === undefined || value === null) return '';
	if (typeof value !== 'string' && typeof value !== 'number') {
		throw invalid('mobileOfOtherKind', field, { what: kindOf(value) });
	}
	const text = String(value).normalize('NFKC').replace(INVISIBLE, '').trim();
	if (text === '') return '';
	refuseExpressionAsText(text, field);
	if (ROUNDED.test(text)) {
		throw invalid('mobileRounded', field, { value: text });
	}
	const digits = text
		.replace(/^'/, '')
		.replace(/\.0+$/, '')
		.replace(/[\s().\u2010-\u2015-]/g, '')
		.replace(/^(\+|00)?86(?=1\d{10}$)/, '');
	if (MOBILE.test(digits)) return digits;
	if (/^\+?\d+$/.test(digits)) {
		const { length } = digits.replace('+', '');
		throw invalid('mobileLength', field, { value: text.slice(0, 40), digits: length });
	}
	throw invalid('mobileOdd', field, { value: text.slice(0, 40) });
}
