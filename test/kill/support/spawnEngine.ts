import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { wrongClock } from '../../support/wrongClock';
import type { Assignment, Ending } from './engineProcess';

/** An engine in a process of its own. */
export interface SpawnedEngine {
	/** Resolves when the run begins. */
	ready: Promise<void>;
	/** Its report; `undefined` when it was killed before it could give one. */
	ending: Promise<Ending | undefined>;
	/** SIGKILL: it gets no chance to write anything down. */
	kill(): void;
}

export function spawnEngine(assignment: Assignment): SpawnedEngine {
	const child = spawn(process.execPath, [join(__dirname, 'engineProcess.js')], {
		stdio: ['pipe', 'pipe', 'inherit'],
		env: { ...process.env, ...wrongClock(assignment.clockOffMs ?? 0) },
	});
	// Killed early, it no longer reads.
	child.stdin.on('error', () => {});
	child.stdin.end(JSON.stringify(assignment));
	const lines: string[] = [];
	const output = createInterface({ input: child.stdout });
	output.on('line', (line) => lines.push(line));
	const exited = once(child, 'exit');
	const closed = Promise.all([exited, once(output, 'close')]);
	return {
		ready: Promise.race([once(output, 'line'), exited]).then(() => {
			if (lines[0] !== 'ready') throw new Error('The engine did not start.');
		}),
		ending: closed.then(() => {
			const last = lines.at(-1) ?? '';
			return last.startsWith('{') ? (JSON.parse(last) as Ending) : undefined;
		}),
		kill: () => void child.kill('SIGKILL'),
	};
}
