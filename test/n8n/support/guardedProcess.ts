import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

// The guard leads a process group of its own and runs the command inside it. Its stdin is a pipe
// that only the starter holds: when the starter goes away in whatever manner, even by SIGKILL,
// the pipe ends and the whole group goes too. SIGTERM is passed on and waited for.
export const GUARD = `
const { spawn } = require('node:child_process');
const [command, ...args] = process.argv.slice(1);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
const killGroup = () => process.kill(-process.pid, 'SIGKILL');
process.stdin.on('end', killGroup).on('error', killGroup).resume();
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', (error) => { console.error(error); process.exit(127); });
child.on('exit', (code, signal) => {
	console.log('[process ended: ' + (signal ?? code) + ']');
	killGroup();
});
`;

/** A command that never outlives the process that started it. */
export interface GuardedProcess {
	readonly exited: Promise<void>;
	isRunning(): boolean;
	/** SIGTERM, then SIGKILL if it has not ended after `patienceMs`. Resolves when it is gone. */
	stop(patienceMs?: number): Promise<void>;
	/** SIGKILL to the command and all its children, as when a machine dies. */
	kill(): Promise<void>;
}

/** Starts `command` with its output appended to the file `log`. */
export function startGuarded(
	command: string,
	args: string[],
	options: { cwd: string; env: NodeJS.ProcessEnv; log: string },
): GuardedProcess {
	const log = openSync(options.log, 'a');
	const guard = spawn(process.execPath, ['-e', GUARD, command, ...args], {
		cwd: options.cwd,
		env: options.env,
		detached: true,
		stdio: ['pipe', log, log],
	});
	closeSync(log);
	guard.unref();
	guard.stdin?.on('error', () => {});
	(guard.stdin as unknown as { unref(): void }).unref();

	let running = true;
	const exited = new Promise<void>((resolve) => {
		const ended = () => {
			running = false;
			resolve();
		};
		guard.once('exit', ended);
		guard.once('error', ended);
	});
	return {
		exited,
		isRunning: () => running,
		async stop(patienceMs = 60_000) {
			const timer = setTimeout(() => killGroup(guard), patienceMs);
			guard.ref();
			guard.kill('SIGTERM');
			await exited;
			clearTimeout(timer);
		},
		async kill() {
			guard.ref();
			killGroup(guard);
			await exited;
		},
	};
}

function killGroup(leader: ChildProcess): void {
	if (leader.pid === undefined) return;
	try {
		process.kill(-leader.pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
