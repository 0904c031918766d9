import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

/** A way to a server of this machine that can be cut. */
export interface Relay {
	port: number;
	setAway(isAway: boolean): void;
	/** The next answer gets lost: what was asked is done, and then the connection breaks. */
	loseNextAnswer(): void;
	close(): Promise<void>;
}

export async function startRelay(target: number): Promise<Relay> {
	const sockets = new Set<Socket>();
	let isAway = false;
	let losesNext = false;
	const cut = () => {
		for (const socket of sockets) socket.destroy();
	};
	const server = createServer((client) => {
		if (isAway) {
			client.destroy();
			return;
		}
		const upstream = connect(target, '127.0.0.1');
		for (const socket of [client, upstream]) {
			sockets.add(socket);
			socket.on('error', () => undefined);
			socket.on('close', () => {
				sockets.delete(socket);
				client.destroy();
				upstream.destroy();
			});
		}
		client.on('data', (chunk) => upstream.write(chunk));
		upstream.on('data', (chunk) => {
			if (!losesNext) {
				client.write(chunk);
				return;
			}
			losesNext = false;
			cut();
		});
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		setAway: (away) => {
			isAway = away;
			if (away) cut();
		},
		loseNextAnswer: () => {
			losesNext = true;
		},
		close: async () => {
			cut();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
