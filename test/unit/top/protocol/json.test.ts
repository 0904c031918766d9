import fc from 'fast-check';
import {
	parseJson,
	readBoolean,
	readList,
	readNumber,
	readText,
	type JsonValue,
} from '../../../../top/protocol/json';

/** The value of a number's text, exactly: what stands before the power of ten, and the power. */
function exactly(digits: string): string {
	const [, sign, whole, fraction = '', exponent = '0'] =
		/^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(digits) ?? [];
	const significant = `${whole}${fraction}`.replace(/^0+/, '');
	const trimmed = significant.replace(/0+$/, '');
	if (trimmed === '') return '0';
	const power = Number(exponent) - fraction.length + (significant.length - trimmed.length);
	return `${sign}${trimmed}e${power}`;
}

const anyDigits = (least: number, most: number) =>
	fc
		.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most })
		.map((digits) => digits.join(''));

/** A number as JSON may write it: with a sign, a fraction, an exponent, of any length. */
const anyNumberText = fc
	.tuple(
		fc.constantFrom('', '-'),
		anyDigits(1, 30).map((digits) => digits.replace(/^0+(?=\d)/, '')),
		fc.option(anyDigits(1, 25), { nil: '' }).map((digits) => (digits ? `.${digits}` : '')),
		fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), anyDigits(1, 3)), { nil: ['', ''] }),
	)
	.map(([sign, whole, fraction, [e, power]]) => `${sign}${whole}${fraction}${e}${power}`);

describe('numbers', () => {
	it.each<[string, JsonValue]>([
		['5757', 5757],
		['9007199254740991', 9007199254740991],
		['9007199254740992', '9007199254740992'],
		['7104300007405429232', '7104300007405429232'],
		['7027365937982563912722', '7027365937982563912722'],
		['-7104300007405429232', '-7104300007405429232'],
		['-5', -5],
		['10.5', 10.5],
		['0.1', 0.1],
		['90071992547.409931', '90071992547.409931'],
		['0.12345678901234567890', '0.12345678901234567890'],
		['1e3', 1000],
		['1.5E+2', 150],
		['25e-1', 2.5],
		['12345678901234567e5', '12345678901234567e5'],
		['1e400', '1e400'],
		['1e-400', '1e-400'],
		['9007199254740993.0', '9007199254740993.0'],
	])('%s', (digits, expected) => {
		expect(parseJson(`{"id":${digits}}`)).toEqual({ id: expected });
		expect(parseJson(`[${digits},"neighbour"]`)).toEqual([expected, 'neighbour']);
	});

	it('keep their exact value, whatever their length', () => {
		fc.assert(
			fc.property(anyNumberText, (digits) => {
				const text = readText(parseJson(digits)) ?? '';
				expect(exactly(text)).toBe(exactly(digits));
			}),
			{ numRuns: 5000 },
		);
	});

	it('inside a text stay text', () => {
		const text = '{"a":"7104300007405429232","b":"1e5 and 7027365937982563912722"}';
		expect(parseJson(text)).toEqual({
			a: '7104300007405429232',
			b: '1e5 and 7027365937982563912722',
		});
	});
});

describe('everything else', () => {
	/** Makes the parser take the careful way, wherever it would not need to. */
	const carefully = (text: string) => `[7104300007405429232,${text}]`;
	/** JSON whose numbers a double holds. */
	const plainJson = fc
		.anything({
			values: [fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null)],
			key: fc.string({ unit: 'binary' }),
		})
		.map((value) => JSON.stringify(value));

	it('is read as JSON.parse reads it, on the quick way and on the careful one', () => {
		fc.assert(
			fc.property(plainJson, (text) => {
				const expected = JSON.parse(text) as unknown;
				expect(parseJson(text)).toEqual(expected);
				expect(parseJson(carefully(text))).toEqual(['7104300007405429232', expected]);
			}),
			{ numRuns: 1000 },
		);
	});

	it('is refused where JSON.parse refuses it', () => {
		const spoil = fc
			.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', '\n', '\\', 'x', '0'))
			.map(([text, at, mark]) => {
				const place = at % (text.length + 1);
				return text.slice(0, place) + mark + text.slice(place + (mark === '' ? 1 : 0));
			});
		fc.assert(
			fc.property(spoil, (text) => {
				const refusedByNode = throws(() => JSON.parse(text));
				expect(throws(() => parseJson(text))).toBe(refusedByNode);
				const alone = throws(() => JSON.parse(carefully(text)));
				expect(throws(() => parseJson(carefully(text)))).toBe(alone);
			}),
			{ numRuns: 2000 },
		);
	});

	it.each(['{"a":1,"a":2}', '{"a":7104300007405429231,"a":7104300007405429232}'])(
		'the last of several fields of one name counts: %s',
		(text) => {
			expect(String(Object.values(parseJson(text) as object)[0])).toMatch(/2$/);
		},
	);

	it('a field named __proto__ is a field', () => {
		for (const text of ['{"__proto__":1}', '{"__proto__":7104300007405429232}']) {
			expect(Object.keys(parseJson(text) as object)).toEqual(['__proto__']);
		}
	});
});

describe('reading a field', () => {
	it.each<[JsonValue | undefined, string | undefined]>([
		['text', 'text'],
		['', ''],
		[7, '7'],
		[-1.5, '-1.5'],
		[true, undefined],
		[null, undefined],
		[undefined, undefined],
		[['a'], undefined],
		[{ a: 'b' }, undefined],
	])('as text: %j', (value, expected) => {
		expect(readText(value)).toBe(expected);
	});

	it.each<[JsonValue | undefined, number | undefined]>([
		[25, 25],
		['25', 25],
		[' 25 ', 25],
		['', undefined],
		['  ', undefined],
		['many', undefined],
		[true, undefined],
		[null, undefined],
		[undefined, undefined],
		['Infinity', undefined],
		[[], undefined],
		[['7'], undefined],
		[{}, undefined],
	])('as a number: %j', (value, expected) => {
		expect(readNumber(value)).toBe(expected);
	});

	it.each<[JsonValue | undefined, boolean | undefined]>([
		[true, true],
		[false, false],
		['true', true],
		['false', false],
		[' TRUE ', true],
		['False', false],
		['yes', undefined],
		['', undefined],
		[1, undefined],
		[0, undefined],
		[null, undefined],
		[undefined, undefined],
		[['true'], undefined],
	])('as a yes or no: %j', (value, expected) => {
		expect(readBoolean(value)).toBe(expected);
	});

	it.each<[string, JsonValue[]]>([
		[
			'[{"a":1,"b":2},{"a":3,"b":4}]',
			[
				{ a: 1, b: 2 },
				{ a: 3, b: 4 },
			],
		],
		['{"item":[{"a":1,"b":2}]}', [{ a: 1, b: 2 }]],
		['{"list":{"item":[{"a":1,"b":2}]}}', [{ a: 1, b: 2 }]],
		['{"string":["x","y"]}', ['x', 'y']],
		['{"item":{"a":1,"b":2}}', [{ a: 1, b: 2 }]],
		['{"a":1,"b":2}', [{ a: 1, b: 2 }]],
		['{"string":"x"}', ['x']],
		['{}', []],
		['{"item":{}}', []],
		['{"item":[]}', []],
		['[]', []],
		['{"item":null}', []],
		['null', []],
	])('as a list: %s', (text, expected) => {
		expect(readList(parseJson(text))).toEqual(expected);
	});

	it('a list that is not there is empty', () => {
		expect(readList(undefined)).toEqual([]);
	});
});

function throws(action: () => unknown): boolean {
	try {
		action();
		return false;
	} catch {
		return true;
	}
}
