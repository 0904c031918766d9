import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Commands } from './control';
import { GatewayOptions } from './gateway';
import type { Ready } from './main';

/** The control commands, each as a call that crosses the process boundary. */
export type Remote = {
	[Name in keyof Commands]: (
		...values: Parameters<Commands[Name]>
	) => Promise<Awaited<ReturnType<Commands[Name]>>>;
};

export interface SpawnedGateway extends Ready {
	readonly control: Remote;
	readonly pid: number;
	close(): Promise<void>;
}

/** Starts a gateway in a process of its own: for benchmarks, and for tests that kill processes. */
export async function spawnGateway(options: GatewayOptions = {}): Promise<SpawnedGateway> {
	const child = spawn(
		process.execPath,
		[join(__dirname, 'start.js'), '--with-stdin', '--options', JSON.stringify(options)],
		{ stdio: ['pipe', 'pipe', 'inherit'] },
	);
	const exited = once(child, 'exit');
	// Killed by a test, it no longer reads; that is no error of the parent's.
	child.stdin.on('error', () => {});
	const lines = createInterface({ input: child.stdout });
	const first = await Promise.race([once(lines, 'line'), exited.then(() => undefined)]);
	if (!first) throw new Error('The gateway did not start.');
	const ready = JSON.parse(String(first[0])) as Ready;
	return {
		...ready,
		control: remote(ready.controlUrl),
		pid: child.pid ?? 0,
		close: async () => {
			child.stdin.end();
			await exited;
		},
	};
}

/** A client for the control port of a gateway in another process. */
export function remote(controlUrl: string): Remote {
	return new Proxy({} as Remote, {
		get: (_target, name) => {
			// A proxy that answered to `then` would be taken for a promise by `await`.
			if (typeof name !== 'string' || name === 'then') return undefined;
			return (...values: unknown[]) => send(`${controlUrl}/${name}`, values);
		},
	});
}

async function send(url: string, values: unknown[]): Promise<unknown> {
	const response = await fetch(url, { method: 'POST', body: JSON.stringify(values) });
	const result: unknown = await response.json();
	if (!response.ok) throw new Error((result as { error: string }).error);
	return result;
}
