import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** Listens, and then never looks again: the system itself answers as many as its queue holds. */
const SLEEPER = `
const server = require('node:net').createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
	require('node:fs').writeSync(1, server.address().port + '\\n');
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
`;

/** How long a connection may take before its queue must be full. */
const PATIENCE_MS = 300;

export interface FullBacklog {
	port: number;
	close(): Promise<void>;
}

/** A port whose queue of connections is full: the system answers nobody who tries to connect. */
export async function fullBacklog(): Promise<FullBacklog> {
	const child = spawn(process.execPath, ['-e', SLEEPER], { stdio: ['ignore', 'pipe', 'inherit'] });
	const exited = once(child, 'exit');
	const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
	const port = Number(line);
	const queued: Socket[] = [];
	while (await connects(port, queued));
	return {
		port,
		close: async () => {
			for (const socket of queued) socket.destroy();
			child.kill('SIGKILL');
			await exited;
		},
	};
}

async function connects(port: number, queued: Socket[]): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	queued.push(socket);
	socket.on('error', () => {});
	return await new Promise((resolve) => {
		const timer = setTimeout(() => resolve(false), PATIENCE_MS);
		socket.once('connect', () => {
			clearTimeout(timer);
			resolve(true);
		});
	});
}
