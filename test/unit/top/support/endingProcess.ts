import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { clientFor } from './testClient';

/**
 * Run as a process of its own: calls the gateway of its argument a few times, closes nothing and has
 * nothing more to do. Prints, at its end, whether its connections were still open then.
 */
const sockets: Socket[] = [];
subscribe('undici:client:connected', (message) => {
	sockets.push((message as { socket: Socket }).socket);
});
process.on('exit', () => {
	process.stdout.write(JSON.stringify(sockets.map((socket) => !socket.destroyed)));
});

const client = clientFor(process.argv[2], { maxConnections: 4 });
void Promise.all(Array.from({ length: 8 }, () => client.call('taobao.time.get')));
