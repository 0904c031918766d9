import { Server as HttpServer } from 'node:http';
import { AddressInfo, Server, createServer } from 'node:net';
import { Connections } from './connections';

/**
 * A listening port in front of an http or https server. The server itself never listens: so each
 * connection can be counted, refused or reset below HTTP and TLS before the server sees it.
 */
export class Port {
	private constructor(
		private readonly front: Server,
		private host: string,
		private port: number,
	) {}

	static async open(
		server: HttpServer,
		connections: Connections,
		host: string,
		port: number,
	): Promise<Port> {
		const front = createServer({ noDelay: true }, (socket) => {
			if (connections.accept(socket)) server.emit('connection', socket);
		});
		server.on('clientError', (_error, socket) => socket.destroy());
		server.on('tlsClientError', () => {});
		const opened = new Port(front, host, port);
		await opened.listen();
		return opened;
	}

	get address(): AddressInfo {
		return this.front.address() as AddressInfo;
	}

	/** Listens on the port it had before, when it had one. */
	listen(): Promise<void> {
		return new Promise((resolve, reject) => {
			this.front.once('error', reject);
			this.front.listen({ host: this.host, port: this.port, backlog: 1024 }, () => {
				this.front.off('error', reject);
				this.port = this.address.port;
				resolve();
			});
		});
	}

	/** Resolves when the last connection is gone as well. */
	stop(): Promise<void> {
		return new Promise((resolve) => {
			this.front.close(() => resolve());
		});
	}
}
