import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../../.github/workflows');
const workflows = readdirSync(FOLDER).map(
	(name) => [name, readFileSync(join(FOLDER, name), 'utf8')] as const,
);
/** A job begins with its name, two blanks in. */
const jobsOf = (text: string) =>
	text
		.slice(text.indexOf('\njobs:\n') + '\njobs:'.length)
		.split(/\n(?= {2}[a-z][\w-]*:\n)/)
		.slice(1);

describe.each(workflows)('the workflow %s', (_name, text) => {
	it('names each action and image by a hash that nobody can move', () => {
		for (const [, action] of text.matchAll(/uses: (.*)/g)) {
			expect(action).toMatch(/^\.\/\.github\/|^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
		}
		for (const [, image] of text.matchAll(/image: (.*)/g)) {
			expect(image).toMatch(/^[a-z]+:\d+@sha256:[0-9a-f]{64}$/);
		}
	});

	it('leaves no credentials where it checks out', () => {
		const checkouts = text.split('uses: actions/checkout@').length - 1;
		const without = text.split(
			/uses: actions\/checkout@.*\n +with:\n +persist-credentials: false\n/,
		);
		expect(without).toHaveLength(checkouts + 1);
	});

	it('gives a job that may write no code of the repository or of its packages to run', () => {
		expect(text).toMatch(/^permissions:( \{\}|\n {2}contents: read)$/m);
		for (const job of jobsOf(text).filter((job) => /id-token: write|contents: write/.test(job))) {
			expect(job).toMatch(/^ {4}environment: npm$/m);
			expect(job).not.toMatch(/checkout|npm (ci|install|test|run)|node (scripts|--import)/);
		}
	});
});

test('a release waits for all of CI', () => {
	const release = workflows.find(([name]) => name === 'release.yml')?.[1] ?? '';
	const jobs = jobsOf(release);
	expect(jobs.map((job) => /^ {2}(\w+):/.exec(job)?.[1])).toEqual(['ci', 'build', 'publish']);
	expect(jobs[0]).toContain('uses: ./.github/workflows/ci.yml');
	expect(jobs[2]).toContain('needs: [ci, build]');
});
