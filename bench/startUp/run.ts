import { execFileSync } from 'node:child_process';
import { readdirSync, statSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../statistics';

/** What the package adds to n8n's start, and to its disk. */
export interface StartUpResult {
	/** Loading the node and the credential in a process that has loaded n8n-workflow already. */
	addedMs: number;
	/** Loading n8n-workflow alone, in the same process. */
	n8nWorkflowMs: number;
	addedHeapMb: number;
	undiciLoaded: boolean;
	packedKb: number;
	/** The package with its runtime dependencies, as n8n's installer leaves them. */
	installedKb: number;
}

const ROUNDS = 9;
const ROOT = join(__dirname, '..', '..');

const PROBE = `
const t0 = performance.now();
require('n8n-workflow');
const t1 = performance.now();
const before = process.memoryUsage().heapUsed;
const { n8n } = require('./package.json');
for (const path of [...n8n.nodes, ...n8n.credentials]) {
	const exported = require('./' + path);
	for (const Type of Object.values(exported)) new Type();
}
const t2 = performance.now();
console.log(JSON.stringify({
	n8nWorkflowMs: t1 - t0,
	addedMs: t2 - t1,
	addedHeapMb: (process.memoryUsage().heapUsed - before) / 1e6,
	undiciLoaded: Object.keys(require.cache).some((path) => path.includes('/undici/')),
}));`;

export function measureStartUp(): StartUpResult {
	const runs = Array.from(
		{ length: ROUNDS },
		() =>
			JSON.parse(
				execFileSync(process.execPath, ['-e', PROBE], { cwd: ROOT, encoding: 'utf8' }),
			) as Pick<StartUpResult, 'n8nWorkflowMs' | 'addedMs' | 'addedHeapMb' | 'undiciLoaded'>,
	);
	return {
		addedMs: median(runs.map((run) => run.addedMs)),
		n8nWorkflowMs: median(runs.map((run) => run.n8nWorkflowMs)),
		addedHeapMb: median(runs.map((run) => run.addedHeapMb)),
		undiciLoaded: runs.some((run) => run.undiciLoaded),
		...measureSize(),
	};
}

function measureSize(): { packedKb: number; installedKb: number } {
	const folder = mkdtempSync(join(tmpdir(), 'alsc-bench-'));
	try {
		const [packed] = JSON.parse(
			execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
				cwd: ROOT,
				encoding: 'utf8',
			}),
		) as Array<{ filename: string; size: number }>;
		execFileSync(
			'npm',
			[
				'install',
				'--no-audit',
				'--no-fund',
				'--ignore-scripts',
				'--omit=peer',
				'--prefix',
				folder,
				join(folder, packed.filename),
			],
			{ stdio: 'ignore' },
		);
		return {
			packedKb: packed.size / 1000,
			installedKb: bytesIn(join(folder, 'node_modules')) / 1000,
		};
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function bytesIn(folder: string): number {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
