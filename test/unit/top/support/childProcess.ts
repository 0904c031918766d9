import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs a script of this folder as a process of its own, from its TypeScript source.
 *
 * @returns what it printed, which must be JSON
 * @throws when it ends with an error
 */
export async function runScript(
	name: string,
	args: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Promise<unknown> {
	const script = join(__dirname, name);
	const { stdout } = await run(process.execPath, ['--import', 'tsx', script, ...args], {
		env: { ...process.env, ...env },
		maxBuffer: 16 * 1024 * 1024,
	});
	return JSON.parse(stdout) as unknown;
}
