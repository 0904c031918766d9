import { readMobileNumber } from '../../../nodes/AlibabaAlscCustomerGet/mobileNumber';
import { InvalidInput } from '../../../nodes/shared/invalidInput';

const NUMBER = '13800138000';
const read = (value: unknown) => readMobileNumber(value, 'Mobile Number');

test.each<[string, unknown]>([
	['as it should be', NUMBER],
	['a number', 13800138000],
	['blanks', ' 138 0013 8000 '],
	['a no-break and an ideographic blank', '138\u00a00013\u30008000'],
	['dashes', '138-0013-8000'],
	['dots', '138.0013.8000'],
	['+86', '+8613800138000'],
	['+86 with a blank', '+86 138 0013 8000'],
	['brackets', '(+86)138-0013-8000'],
	['0086', '008613800138000'],
	['86', '8613800138000'],
	['.0 of a spreadsheet', '13800138000.0'],
	['.00 of a spreadsheet', '13800138000.00'],
	['full-width digits', '１３８００１３８０００'],
	['full-width plus and blank', '＋８６　１３８００１３８０００'],
	['the apostrophe of a text cell', "'13800138000"],
	['the invisible marks of a phone', '\u202d13800138000\u202c\u200b'],
	['a line break', '13800138000\r\n'],
])('puts right: %s', (_what, value) => {
	expect(read(value)).toBe(NUMBER);
});

test.each<[string, unknown, RegExp]>([
	['a digit too few', '1380013800', /has 10 digits/],
	['a digit too many', '138001380001', /has 12 digits/],
	['another first digit', '23800138000', /has 11 digits/],
	['another country', '+85291234567', /has 11 digits/],
	['86 of a number that is too short', '861380013800', /has 12 digits/],
	['two numbers', '13800138000/13900139000', /is no mobile number/],
	['a masked one', '138****8000', /is no mobile number/],
	['a name', '王芳', /is no mobile number/],
	['rounded', '1.38E+10', /rounded/],
	['rounded, as a number', 1.5e21, /rounded/],
	['a fraction', 13800138000.5, /no mobile number/],
	['a list', ['13800138000'], /a list/],
	['an object', { phone: NUMBER }, /a object|an object/],
	['an expression taken for text', '{{ $json.phone }}', /expression/],
])('refuses %s', (_what, value, reason) => {
	expect(() => read(value)).toThrow(InvalidInput);
	expect(() => read(value)).toThrow(reason);
});

test.each([undefined, null, '', '  ', '\u200b'])('finds nothing in %j', (value) => {
	expect(read(value)).toBe('');
});
