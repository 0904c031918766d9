import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GUARD, startGuarded } from './guardedProcess';
import { waitUntil } from './waitUntil';

const folder = mkdtempSync(join(tmpdir(), 'guard-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// A process that starts another, as n8n starts its task runner, and writes both process ids.
const FAMILY = `
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
process.on('SIGTERM', () => { console.log('good bye'); process.exit(0); });
require('node:fs').writeFileSync(process.argv[1], process.pid + ' ' + child.pid);
setInterval(() => {}, 1000);
`;

function familyOptions(name: string) {
	const options = { cwd: folder, env: process.env, log: join(folder, `${name}.log`) };
	return { pids: join(folder, `${name}.pids`), options };
}

async function pidsIn(file: string): Promise<number[]> {
	const text = await waitUntil('the process to start', () =>
		existsSync(file) ? readFileSync(file, 'utf8') : '',
	);
	return text.split(' ').map(Number);
}

async function untilGone(pids: number[]): Promise<void> {
	await waitUntil(`processes ${pids.join(', ')} to end`, () => !pids.some(isAlive), {
		timeoutMs: 5_000,
	});
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

test('stop() lets the command end by itself and leaves no child', async () => {
	const { pids: file, options } = familyOptions('stopped');
	const guarded = startGuarded(process.execPath, ['-e', FAMILY, file], options);
	const pids = await pidsIn(file);
	await guarded.stop();
	await untilGone(pids);
	expect(guarded.isRunning()).toBe(false);
	expect(readFileSync(options.log, 'utf8')).toContain('good bye');
});

test('kill() ends the command and its children without a word', async () => {
	const { pids: file, options } = familyOptions('killed');
	const guarded = startGuarded(process.execPath, ['-e', FAMILY, file], options);
	const pids = await pidsIn(file);
	await guarded.kill();
	await untilGone(pids);
	expect(readFileSync(options.log, 'utf8')).toBe('');
});

test('nothing is left when the starter itself is killed', async () => {
	const { pids: file, options } = familyOptions('orphaned');
	const starter = spawn(
		process.execPath,
		[
			'-e',
			`require('node:child_process').spawn(process.execPath, ['-e', ...process.argv.slice(1)],
				{ detached: true, stdio: ['pipe', 'ignore', 'ignore'] });`,
			GUARD,
			process.execPath,
			'-e',
			FAMILY,
			file,
		],
		{ cwd: options.cwd, stdio: 'ignore' },
	);
	const pids = await pidsIn(file);
	starter.kill('SIGKILL');
	await untilGone(pids);
});
