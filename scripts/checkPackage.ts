import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, REPOSITORY } from '../test/n8n/support/repository';
import { licensesPage, runtimeDependencies } from './runtimeDependencies';

/** One entry of `npm pack --json`. */
interface Packed {
	filename: string;
	size: number;
	unpackedSize: number;
	files: Array<{ path: string; size: number }>;
}

const DOCUMENTS = ['CHANGELOG.md', 'LICENSE', 'README.md', 'THIRD_PARTY_LICENSES.md'];
const CODE = /^dist\/(credentials|nodes|top|wording)\/.+(\.js|\.d\.ts)$/;
const ASSETS = /^dist\/(credentials|nodes)\/.+(\.svg|\.node\.json)$/;
const LICENSES = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD'];

/** Looks at what `npm publish` would publish. Prints what is wrong; exit code 1 if anything is. */
function main(): number {
	const [packed] = JSON.parse(
		execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
			cwd: REPOSITORY,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}),
	) as Packed[];
	const problems = [...fileProblems(packed), ...manifestProblems(), ...licenseProblems()];
	for (const problem of problems) say(`✗ ${problem}`);
	say(
		`${packed.filename}: ${packed.files.length} files, ${kB(packed.size)} packed, ${kB(packed.unpackedSize)} unpacked, ${problems.length} problems`,
	);
	return problems.length === 0 ? 0 : 1;
}

function fileProblems({ files }: Packed): string[] {
	const paths = files.map(({ path }) => path);
	const { n8n } = readManifest();
	const wanted = [
		...['package.json', 'index.js', 'index.d.ts', ...DOCUMENTS],
		...[...n8n.nodes, ...n8n.credentials].flatMap((file) => [file, file.replace(/js$/, 'd.ts')]),
		...n8n.nodes.map((file) => `${file}on`),
	];
	const missing = wanted.filter((path) => !paths.includes(path));
	const needless = paths.filter(
		(path) => !wanted.includes(path) && !CODE.test(path) && !ASSETS.test(path),
	);
	const stale = paths.filter((path) => CODE.test(path) && !existsSync(sourceOf(path)));
	return [
		...missing.map((path) => `${path} is missing from the package`),
		...needless.map((path) => `${path} does not belong into the package`),
		...stale.map((path) => `${path} has no source any more: build anew`),
	];
}

function sourceOf(path: string): string {
	return join(REPOSITORY, path.replace(/^dist\//, '').replace(/(\.js|\.d\.ts)$/, '.ts'));
}

function manifestProblems(): string[] {
	const manifest = readManifest() as unknown as Record<string, unknown>;
	const expected: Array<[string, unknown]> = [
		['license', 'MIT'],
		['main', 'index.js'],
		['types', 'index.d.ts'],
		['engines', { node: '>=20.19' }],
		['peerDependencies', { 'n8n-workflow': '*' }],
		['bundledDependencies', undefined],
		['optionalDependencies', undefined],
	];
	const problems = expected
		.filter(([name, value]) => JSON.stringify(manifest[name]) !== JSON.stringify(value))
		.map(([name, value]) => `package.json: "${name}" should be ${JSON.stringify(value)}`);

	const { n8nNodesApiVersion } = manifest.n8n as Record<string, unknown>;
	if (n8nNodesApiVersion !== 1) problems.push('package.json: n8n.n8nNodesApiVersion should be 1');
	const keyword = 'n8n-community-node-package';
	if (!(manifest.keywords as string[]).includes(keyword)) {
		problems.push(`package.json: the keyword ${keyword} is missing; n8n lists packages by it`);
	}
	const version = String(manifest.version);
	if (!readText('CHANGELOG.md').includes(`## [${version}]`)) {
		problems.push(`CHANGELOG.md has no section for ${version}`);
	}
	return problems;
}

function licenseProblems(): string[] {
	const dependencies = runtimeDependencies();
	const problems = dependencies
		.filter(({ license }) => !LICENSES.includes(license))
		.map(({ name, license }) => `${name} has the license "${license}"`);
	if (readText('THIRD_PARTY_LICENSES.md') !== licensesPage(dependencies)) {
		problems.push('THIRD_PARTY_LICENSES.md is not up to date: npm run licenses');
	}
	return problems;
}

function readText(file: string): string {
	const path = join(REPOSITORY, file);
	return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function kB(bytes: number): string {
	return `${Math.round(bytes / 1000)} kB`;
}

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}

process.exitCode = main();
