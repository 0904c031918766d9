import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUBJECTS } from '../../../scripts/failures/page';
import { SEND_REASONS } from '../../../wording/businessWords';
import { LABELS } from '../../../wording/form/labels';
import { language } from '../../../wording/language';
import { MESSAGES, PHRASES } from '../../../wording/messages';
import { phrase, say } from '../../../wording/say';
import { allWords } from './allWords';
import { inLocale } from '../../support/inLocale';

const REPOSITORY = join(__dirname, '../../..');
const CHINESE = /[\u4e00-\u9fff]/;

const messages = Object.entries(MESSAGES).flatMap(([id, { title, hint, titleZh, hintZh }]) => [
	[`${id}: message`, title, titleZh] as const,
	[`${id}: hint`, hint, hintZh] as const,
]);
const phrases = Object.entries(PHRASES).map(([id, { en, zh }]) => [id, en, zh] as const);
const others = [
	...allWords.flatMap(({ title, hint, titleZh, hintZh }) => [
		[title, title, titleZh] as const,
		[`${title}: hint`, hint, hintZh] as const,
	]),
	...SEND_REASONS.map(({ en, zh }) => [en, en, zh] as const),
];

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([one]) => one).sort();

test.each([...messages, ...phrases])(
	'%s has the same placeholders in both languages',
	(_id, en, zh) => {
		expect([...new Set(placeholders(zh))]).toEqual([...new Set(placeholders(en))]);
	},
);

test.each([...messages, ...phrases, ...others])('%s is in Chinese, too', (_id, en, zh) => {
	if (/[a-z]{2}/.test(en.replace(/\{\w+\}/g, ''))) expect(zh).toMatch(CHINESE);
});

test.each([...messages, ...phrases, ...others])(
	"%s names fields as the form does in the reader's language",
	(_id, en, zh) => {
		const named = [...en.matchAll(/'([^']+)'/g)].map(([, name]) => name);
		for (const name of named) {
			if (Object.hasOwn(LABELS, name))
				expect(zh).toContain(`「${LABELS[name as keyof typeof LABELS]}」`);
		}
		const quoted = [...zh.matchAll(/「([^」]+)」/g)].map(([, name]) => name);
		for (const name of quoted)
			expect(Object.keys(LABELS)).not.toContain(sameInBoth(name) ? '' : name);
	},
);

/** Such as 'App Key': the platform's own name. */
function sameInBoth(name: string): boolean {
	return LABELS[name as keyof typeof LABELS] === name;
}

test.each(messages)('%s ends without a full stop', (_id, en, zh) => {
	expect(en).not.toMatch(/[.!。]$/);
	expect(zh).not.toMatch(/[.。]$/);
});

const code = ['nodes', 'credentials', 'wording', 'top']
	.flatMap((room) => {
		const files = readdirSync(join(REPOSITORY, room), { recursive: true, encoding: 'utf8' });
		return files.map((file) => join(REPOSITORY, room, file));
	})
	.filter((file) => file.endsWith('.ts') && !file.includes(join('wording', 'messages')))
	.map((file) => readFileSync(file, 'utf8'))
	.join('\n');

test.each(Object.keys({ ...MESSAGES, ...PHRASES }))('%s is said somewhere', (id) => {
	expect(code).toMatch(new RegExp(`['.]${id}\\b`));
});

test('no text stands where it is said', () => {
	const MESSAGE = /\bmessage:\s*[`'"][^`'"]*[a-z]{2} [a-z]/;
	const PROBLEM =
		/new (InvalidInput|RegisterProblem|RetryRefused|NodeOperationError|NodeApiError)\(\s*[`'"]/;
	expect([MESSAGE, PROBLEM].map((pattern) => pattern.exec(code)?.[0])).toEqual([
		undefined,
		undefined,
	]);
});

test('an id stands for one text', () => {
	const ids = SUBJECTS.flatMap(([, table]) => Object.keys(table));
	expect(new Set(ids).size).toBe(ids.length);
	expect(new Set([...ids, ...Object.keys(PHRASES)]).size).toBe(
		ids.length + Object.keys(PHRASES).length,
	);
});

test('every message is on docs/failures.md', () => {
	const onThePage = SUBJECTS.flatMap(([, table]) => Object.keys(table));
	expect(onThePage.sort()).toEqual(Object.keys(MESSAGES).sort());
});

describe("n8n's language", () => {
	test.each([
		['zh-CN', 'zh'],
		['zh', 'zh'],
		['zh-TW', 'zh'],
		['ZH_cn', 'zh'],
		['en', 'en'],
		['de', 'en'],
		['', 'en'],
	])('N8N_DEFAULT_LOCALE=%s means %s', (locale, expected) => {
		expect(inLocale(locale, language)).toBe(expected);
	});

	test('decides at the moment something is said', () => {
		const values = { field: 'X', value: '1' };
		const message = () => say('idWithBlank', values).message;
		expect(inLocale('zh-CN', message)).toBe('「X」中间有空格：“1”');
		expect(inLocale('en', message)).toBe('\'X\' has a blank inside: "1"');
		expect(inLocale('zh-CN', () => phrase('aList'))).toBe('一个列表');
		expect(inLocale('en', () => phrase('aList'))).toBe('a list');
	});
});
