import {
	readCustomerId,
	readId,
	readPlatformId,
	refuseExpressionAsText,
} from '../../../nodes/shared/identifiers';
import { inputField } from '../../../nodes/shared/inputField';
import { nameOfCharacter, invisibleCharacter } from '../../../nodes/shared/characters';
import { withoutHanging } from '../../support/hangGuard';

/** Signs that nobody sees, of every kind; each may make one customer look like two. */
const UNSEEN: Array<[string, string]> = [
	['zero-width space', '\u200b'],
	['word joiner', '\u2060'],
	['byte order mark', '\ufeff'],
	['directional isolate', '\u2066'],
	['end of isolate', '\u2069'],
	['Arabic letter mark', '\u061c'],
	['soft hyphen', '\u00ad'],
	['Mongolian vowel separator', '\u180e'],
	['variation selector', '\ufe0f'],
	['variation selector supplement', '\u{e0100}'],
	['tag', '\u{e0041}'],
	['Hangul filler', '\u3164'],
	['combining grapheme joiner', '\u034f'],
	['half of a sign', '\ud83d'],
	['line separator', '\u2028'],
	['NUL', '\u0000'],
];

describe.each([
	['the platform', readPlatformId],
	['anybody', readId],
])('an ID made by %s', (_, read) => {
	test.each(UNSEEN)('has no %s in it', (_name, sign) => {
		expect(() => read(`70${sign}27`, 'Customer ID')).toThrow(/^'Customer ID' contains .*U\+/);
		expect(invisibleCharacter(`70${sign}27`)).toBe(sign);
	});

	test('comes back as it is, without blanks around it', () => {
		expect(read(' 7027_a-B ', 'Customer ID')).toBe('7027_a-B');
		expect(read(5757, 'Customer ID')).toBe('5757');
		expect(read(null, 'Customer ID')).toBe('');
	});
});

test.each(['`7', "'7", '"7"', '="7"', '７', '７０', '7.5', '7/8', '用户', 'é', '7#', '7\u00a08'])(
	'an ID made by the platform is not %s',
	(id) => {
		expect(() => readPlatformId(id, 'Customer ID')).toThrow();
	},
);

test('an ID of the user’s own may have any sign that can be seen', () => {
	for (const id of ['店#1', 'A/7', 'shop 7', '７']) expect(readId(id, 'Customer ID')).toBe(id);
});

test.each([
	['7027365937982563000', true, false],
	['7027365937982563912', false, true],
	// A double holds it exactly: no spreadsheet rounds it at this place.
	['9007199254740000', false, false],
	['123000', false, false],
	['c000', false, false],
])('%s looks rounded: %s, shows that its list was not: %s', (id, looksRounded, showsUnrounded) => {
	expect(readCustomerId(id, 'Customer ID')).toEqual({ id, looksRounded, showsUnrounded });
});

test.each([
	['`', 'a backtick'],
	['７', 'the full-width sign "７"'],
	['#', 'the sign "#"'],
	['\u00ad', 'a soft hyphen (U+00AD)'],
	['\u{e0041}', 'an invisible sign (U+E0041)'],
])('the sign %j is called %s', (sign, name) => {
	expect(nameOfCharacter(sign)).toBe(name);
});

describe('text of any length', () => {
	const SIZE = 100_000;
	const WORST = [
		'{{'.repeat(SIZE / 2),
		`{{${'}'.repeat(SIZE)}`,
		'{'.repeat(SIZE),
		'1'.repeat(SIZE),
		`${'1'.repeat(SIZE)}.`,
		`${'1'.repeat(SIZE)}e`,
		' '.repeat(SIZE),
		`1${' '.repeat(SIZE)}1`,
		'.0'.repeat(SIZE / 2),
		'\u200b'.repeat(SIZE),
		`={{ $json${'.a'.repeat(SIZE / 2)}`,
		`={{ $json${'["a"]'.repeat(SIZE / 5)}`,
		`={{ $json.a${' '.repeat(SIZE)}`,
		`={{${' '.repeat(SIZE)}$json`,
		`={{ $json["${'a'.repeat(SIZE)}`,
		`={{ $json.${'$'.repeat(SIZE)}`,
	];
	test.each(WORST.map((text) => [`${text.slice(0, 12)}…`, text]))(
		'%s does not hold n8n up',
		(_, text) => {
			for (const read of [readId, readPlatformId, readCustomerId, refuseExpressionAsText]) {
				withoutHanging(() => {
					try {
						read(text, 'Customer ID');
					} catch {
						// Whether it is refused is not the question here.
					}
				});
			}
			withoutHanging(() => inputField(text));
			withoutHanging(() => invisibleCharacter(text));
		},
	);
});
