import { createServer } from 'node:net';

const handedOut = new Set<number>();

/**
 * A TCP port that is free on this machine now. Chosen below the range from which the system
 * takes ports for outgoing connections, so that it stays free until its user listens on it.
 */
export async function freePort(): Promise<number> {
	for (let tries = 0; tries < 200; tries++) {
		const port = 20_000 + Math.floor(Math.random() * 12_000);
		if (!handedOut.has(port) && (await canListen(port, '127.0.0.1'))) {
			handedOut.add(port);
			return port;
		}
	}
	throw new Error('No free TCP port found between 20000 and 32000');
}

/** Whether nobody listens on this port of the address; of none of this machine's when it is left out. */
export function canListen(port: number, address?: string): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, address, () => server.close(() => resolve(true)));
	});
}
