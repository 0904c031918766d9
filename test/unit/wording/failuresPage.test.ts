import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failuresPage } from '../../../scripts/failures/page';
import { EVIDENCE_RULES } from '../../../top';

test('docs/failures.md is what the tables in the code say', () => {
	const committed = readFileSync(join(__dirname, '../../../docs/failures.md'), 'utf8');
	// Written by: npm run docs:failures
	expect(committed).toBe(failuresPage());
});

test('every row of the table of evidence is on the page, in its order', () => {
	const page = failuresPage();
	const places = EVIDENCE_RULES.map(({ because, subCode, codes }) => {
		const first = subCode ? `\`${subCode}\`` : (codes ?? []).join(', ');
		return page.split('\n').findIndex((line) => line.includes(first) && line.includes(because));
	});
	expect(places).not.toContain(-1);
	expect(places).toEqual([...places].sort((a, b) => a - b));
});
