import { AlibabaAlscApi } from '../../../credentials/AlibabaAlscApi.credentials';
import { properties as customerGet } from '../../../nodes/AlibabaAlscCustomerGet/properties';
import { properties } from '../../../nodes/AlibabaAlscVoucherSend/properties';
import { FORM_TEXTS } from '../../../wording/form/localized';
import { read, sectionsOf, targetsOf, type Section } from './markdown';

const ENGLISH = read('docs/guide.md');
const CHINESE = read('docs/guide.zh-CN.md');

const GUIDES = [
	['English', ENGLISH],
	['Chinese', CHINESE],
];

/** What must be the same in both guides, section by section. */
function shapeOf({ level, text, blocks }: Section) {
	const lines = text.split('\n');
	const count = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
	return {
		level,
		blocks,
		tableRows: lines
			.filter((line) => /^\s*\|/.test(line))
			.map((line) => line.split(/(?<!\\)\|/).length - 2),
		listItems: count(/^\s*(-|\d+\.) /),
		questions: count(/^\*\*.+[?？]\*\*/),
		comments: text.match(/<!--.+?-->/g),
		targets: targetsOf(text)
			.map((target) => (target.startsWith('#') ? '#' : target))
			.filter((target) => !/guide.*\.md$/.test(target)),
	};
}

test('the two guides keep in step, section by section', () => {
	const english = sectionsOf(ENGLISH);
	const chinese = sectionsOf(CHINESE);

	expect(chinese.map(({ level }) => level)).toEqual(english.map(({ level }) => level));
	for (const [at, section] of english.entries()) {
		expect([section.title, shapeOf(chinese[at])]).toEqual([section.title, shapeOf(section)]);
	}
});

describe.each(GUIDES)('the %s guide', (_, guide) => {
	test.each(namesOf([properties, customerGet]))('names "%s" of the nodes', (name) => {
		expect(guide).toContain(name);
	});

	test.each(namesOf(new AlibabaAlscApi().properties))('names "%s" of the credential', (name) => {
		expect(guide).toContain(name);
	});
});

test.each(namesOf([properties, customerGet, new AlibabaAlscApi().properties]))(
	'the Chinese guide names "%s" as a Chinese n8n does',
	(name) => {
		expect(CHINESE).toContain(FORM_TEXTS[name] ?? name);
	},
);

/** What a person sees of a form: the names of fields, modes and options, however deep. */
function namesOf(form: object): string[] {
	const names = new Set<string>();
	const collect = (value: unknown) => {
		if (typeof value !== 'object' || value === null) return;
		const { displayName, name, type, value: optionValue } = value as Record<string, unknown>;
		if (type === 'hidden') return;
		if (typeof displayName === 'string') names.add(displayName);
		else if (typeof name === 'string' && optionValue !== undefined) names.add(name);
		Object.values(value).forEach(collect);
	};
	collect(form);
	return [...names];
}
