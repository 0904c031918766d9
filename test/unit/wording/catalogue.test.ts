import { credentialTest } from '../../../credentials/credentialTest';
import { EVIDENCE_RULES } from '../../../top';
import { catalogueRowFor, PLATFORM_CATALOGUE } from '../../../wording/codes/catalogue';
import { allWords } from './allWords';

const TALKS_LIKE_A_MACHINE = /\b(errors?|problems?|failures?|failed|mistakes?)\b/i;
const CHINESE = /[\u4e00-\u9fff]/;

test.each(allWords.map((words) => [words.title, words] as const))('%s', (_title, words) => {
	for (const text of [words.title, words.hint]) {
		expect(text).not.toMatch(TALKS_LIKE_A_MACHINE);
		expect(text).toMatch(/^[A-Z]/);
		expect(text).not.toMatch(/[.!。]$/);
	}
	for (const text of [words.titleZh, words.hintZh]) {
		expect(text).toMatch(CHINESE);
		expect(text).not.toMatch(/[.。]$/);
	}
});

test.each([3, 7, 9, 10, 11, 12, 13, 15, 40, 41, 42, 43, 44, 47, 50, 53])('code %i', (code) => {
	expect(catalogueRowFor({ code })).toBeDefined();
});

test.each(Array.from({ length: 14 }, (_, index) => 21 + index))('code %i', (code) => {
	expect(catalogueRowFor({ code })).toBeDefined();
});

test('every row is the first one for some answer', () => {
	for (const row of PLATFORM_CATALOGUE) {
		const subCode = row.subCode?.replaceAll('*', 'x') ?? '';
		expect(catalogueRowFor({ code: row.codes?.[0] ?? 15, subCode })).toBe(row);
	}
});

test('every row of the table of evidence has words', () => {
	for (const rule of EVIDENCE_RULES) {
		const subCode = rule.subCode?.replaceAll('*', 'x') ?? '';
		for (const code of rule.codes ?? [15]) expect(catalogueRowFor({ code, subCode })).toBeDefined();
	}
});

test('a sub-code outranks the main code it came with', () => {
	const row = catalogueRowFor({ code: 11, subCode: 'isv.permission-ip-whitelist-limit' });
	expect(row?.title).toMatch(/whitelist/);
	expect(catalogueRowFor({ code: 11 })?.title).not.toMatch(/whitelist/);
});

test('the words of the credential test follow the same rules', () => {
	for (const { properties } of credentialTest().rules ?? []) {
		expect(properties.message).not.toMatch(TALKS_LIKE_A_MACHINE);
	}
});
