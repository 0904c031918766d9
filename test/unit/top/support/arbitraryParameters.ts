import fc from 'fast-check';

const TRICKY_TEXTS = [
	'店长 张三&+=%~*',
	'😀 发券给您 👨‍👩‍👧',
	'a b+c%20d&e=f',
	'{"customer_id":"5757","备注":"100% off & more"}',
	'\'"!()*~-_.',
	'\r\n\t\0',
	'\ufeff\u2028\uffff',
	' leading and trailing ',
];

/** Anything a JavaScript text can hold: any code point, halves of surrogate pairs too. */
export const anyText = fc.oneof(
	{ weight: 2, arbitrary: fc.constantFrom(...TRICKY_TEXTS) },
	{ weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
	{
		weight: 1,
		arbitrary: fc
			.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 10 })
			.map((units) => String.fromCharCode(...units)),
	},
);

/** Texts that are there and have a UTF-8 form. */
export const filledText = anyText.map((text) => text.toWellFormed()).filter((text) => text !== '');

/** Names whose order is easily got wrong: prefixes of one another, capitals, signs, Chinese, emoji. */
export const anyName = fc.oneof(
	fc.constantFrom('a', 'aa', 'ab', 'a_b', 'a.b', 'a-b', 'aB', 'A', 'Z', '_', '1', '10', '2', '~'),
	fc.constantFrom('参数', '参', '\uffee', '😀', '𠮷', 'é', 'constructor', '__proto__', 'toString'),
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
);

/** The public parameters' own names. */
export const PUBLIC_NAMES = [
	'method',
	'app_key',
	'session',
	'timestamp',
	'v',
	'format',
	'sign_method',
	'sign',
];

/** Names that a method's own parameters may have. */
export const anyBusinessName = anyName
	.map((name) => name.toWellFormed())
	.filter((name) => !PUBLIC_NAMES.includes(name));

/** Parameters by name. `fc.dictionary` would not make a key of `__proto__`. */
export function parametersOf(
	name: fc.Arbitrary<string>,
	value: fc.Arbitrary<string>,
): fc.Arbitrary<Record<string, string>> {
	return fc
		.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 12 })
		.map((entries) => Object.fromEntries(entries));
}
