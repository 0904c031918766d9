import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
	anchorOf,
	pages,
	read,
	REPOSITORY,
	repositoryPath,
	sectionsOf,
	targetsOf,
} from './markdown';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

describe.each(pages())('%s', (page) => {
	const sections = sectionsOf(read(page));

	test('leads to files and headings that exist', () => {
		const targets = sections
			.flatMap(({ text }) => targetsOf(text))
			.filter((target) => !/^[a-z]+:/.test(target));

		const missing = targets.filter((target) => {
			const [path, anchor] = target.split('#');
			const file = path ? join(REPOSITORY, dirname(page), path) : join(REPOSITORY, page);
			if (!existsSync(file)) return true;
			if (anchor === undefined) return false;
			const titles = sectionsOf(read(repositoryPath(file))).map(({ title }) => anchorOf(title));
			return !titles.includes(decodeURIComponent(anchor));
		});

		expect(missing).toEqual([]);
	});

	test('names npm scripts that exist', () => {
		const named = [...read(page).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script]) => script);

		expect(named.filter((script) => !(script in scripts))).toEqual([]);
	});
});
