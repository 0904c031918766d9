import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A server that speaks whatever a test makes it speak. */
export interface RawServer {
	port: number;
	/** `http://127.0.0.1:PORT/router/rest` */
	url: URL;
	/** How many connections there have been, and how many there were at once. */
	readonly opened: number;
	readonly peak: number;
	/** The connections that are open now. */
	readonly open: ReadonlySet<Socket>;
	/** Everything that was received, on all connections. */
	readonly received: string;
	close(): Promise<void>;
}

/** Starts one on this machine; `serve` gets each connection and its number, counted from 1. */
export async function rawServer(
	serve: (socket: Socket, number: number) => void,
): Promise<RawServer> {
	const open = new Set<Socket>();
	let opened = 0;
	let peak = 0;
	let received = '';
	const server = createServer({ noDelay: true }, (socket) => {
		open.add(socket);
		opened++;
		peak = Math.max(peak, open.size);
		const gone = () => open.delete(socket);
		// This side has hung up, or the other has: either way the place is free.
		socket.once('finish', gone).once('end', gone).once('close', gone);
		socket.on('error', () => {});
		socket.on('data', (chunk) => (received += chunk.toString('latin1')));
		serve(socket, opened);
	});
	await listen(server);
	const { port } = server.address() as AddressInfo;
	return {
		port,
		url: new URL(`http://127.0.0.1:${port}/router/rest`),
		get opened() {
			return opened;
		},
		get peak() {
			return peak;
		},
		open,
		get received() {
			return received;
		},
		close: async () => {
			const closed = new Promise((resolve) => server.close(resolve));
			for (const socket of open) socket.destroy();
			await closed;
		},
	};
}

async function listen(server: Server): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
}

/** The platform's answer to `taobao.time.get`. */
export const TIME = '{"time_get_response":{"time":"2016-01-01 12:00:00","request_id":"10enths"}}';

/** An HTTP answer as bytes on the wire. */
export function httpAnswer(
	body: string,
	headers: Record<string, string | number> = {},
	statusLine = 'HTTP/1.1 200 OK',
): string {
	const all = {
		'Content-Type': 'application/json;charset=UTF-8',
		'Content-Length': Buffer.byteLength(body),
		...headers,
	};
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
	return `${statusLine}\r\n${lines.join('')}\r\n${body}`;
}

/** Calls back with each request that has arrived whole, on a connection that carries many. */
export function onRequest(socket: Socket, answer: (request: string) => void): void {
	let text = '';
	socket.on('data', (chunk) => {
		text += chunk.toString('latin1');
		for (;;) {
			const head = text.indexOf('\r\n\r\n');
			if (head === -1) return;
			const length = Number(/^content-length: (\d+)/im.exec(text.slice(0, head))?.[1] ?? 0);
			const end = head + 4 + length;
			if (text.length < end) return;
			const request = text.slice(0, end);
			text = text.slice(end);
			answer(request);
		}
	});
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
	const server = await rawServer(() => {});
	await server.close();
	return server.port;
}
