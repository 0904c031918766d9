import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** What a proxy does with a CONNECT request. */
export type ProxyManner =
	| 'tunnel'
	/** Answers with this status instead. */
	| number
	/** Answers nothing and keeps the connection. */
	| 'hang'
	/** Hangs up instead of answering. */
	| 'close'
	| 'reset'
	/** Opens the tunnel and hangs up at once. */
	| 'open and close'
	/** Opens the tunnel and writes into it by itself, in the same packet. */
	| 'open and speak'
	/** Opens a tunnel into which nothing ever comes. */
	| 'dead tunnel';

export interface ConnectProxy {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	/** What was asked for: `host:port`, in order. */
	readonly asked: string[];
	/** The `proxy-authorization` headers that came along. */
	readonly authorizations: Array<string | undefined>;
	/** How many connections came, tunnels and others. */
	readonly connections: number;
	readonly open: ReadonlySet<Socket>;
	close(): Promise<void>;
}

/**
 * A proxy on this machine.
 *
 * @param target the port that all its tunnels lead to, whatever host was asked for
 */
export async function connectProxy(manner: ProxyManner, target = 0): Promise<ConnectProxy> {
	const asked: string[] = [];
	const authorizations: Array<string | undefined> = [];
	const open = new Set<Socket>();
	let connections = 0;
	const server = createServer((_request, response) => response.writeHead(405).end());
	server.on('connection', (socket) => {
		connections++;
		open.add(socket);
		socket.on('error', () => {}).once('close', () => open.delete(socket));
	});
	server.on('connect', (request, stream) => {
		const socket = stream as Socket;
		asked.push(request.url ?? '');
		authorizations.push(request.headers['proxy-authorization']);
		socket.on('error', () => {});
		// Reading on lets the proxy see the client give up, and then it hangs up as well.
		if (manner !== 'tunnel') socket.resume().once('end', () => socket.destroy());
		if (manner === 'hang') return;
		if (manner === 'close') return void socket.end();
		if (manner === 'reset') return void socket.resetAndDestroy();
		if (typeof manner === 'number') {
			socket.end(`HTTP/1.1 ${manner} No\r\nContent-Length: 0\r\n\r\n`);
			return;
		}
		const established = 'HTTP/1.1 200 Connection established\r\n\r\n';
		if (manner === 'open and close') return void socket.end(established);
		if (manner === 'open and speak') {
			return void socket.write(`${established}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}`);
		}
		socket.write(established);
		if (manner === 'tunnel') {
			const onward = connect(target, '127.0.0.1');
			onward.on('error', () => socket.destroy());
			onward.once('close', () => socket.destroy());
			socket.once('close', () => onward.destroy());
			socket.pipe(onward).pipe(socket);
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		authorizations,
		get connections() {
			return connections;
		},
		open,
		close: async () => {
			const closed = new Promise((resolve) => server.close(resolve));
			for (const socket of open) socket.destroy();
			await closed;
		},
	};
}
