import { Socket } from 'node:net';

/** What happens to a new connection: served, or ended before a byte was read, or left without a word. */
export type AcceptPolicy = 'serve' | 'reset' | 'close' | 'silence';

export interface Connection {
	id: number;
	/** The TCP socket, also below TLS: only it can be reset. */
	socket: Socket;
}

/** Connections of the gateway, open and counted. Ids go on over all its ports. */
export class Connections {
	opened = 0;
	peak = 0;
	private readonly open = new Map<string, Connection>();
	private policy: AcceptPolicy = 'serve';
	private policyTimes = Infinity;

	/** Handles the next `times` connections as told, and then serves again. */
	onAccept(policy: AcceptPolicy, times = Infinity): void {
		this.policy = policy;
		this.policyTimes = times;
	}

	/** Takes in a new socket; returns false when it is not to be served. */
	accept(socket: Socket): boolean {
		const connection: Connection = { id: ++this.opened, socket };
		const key = keyOf(socket);
		this.open.set(key, connection);
		if (this.open.size > this.peak) this.peak = this.open.size;
		socket.once('close', () => this.open.delete(key));
		// A reset by the client is its business and not an error of the gateway.
		socket.on('error', () => {});
		return this.serves(socket);
	}

	/** The connection below an http or TLS socket, found by its port. */
	of(socket: Socket): Connection {
		return this.open.get(keyOf(socket)) ?? { id: 0, socket };
	}

	get openCount(): number {
		return this.open.size;
	}

	destroyAll(): void {
		for (const { socket } of this.open.values()) socket.destroy();
	}

	clear(): void {
		this.opened = 0;
		this.peak = this.open.size;
		this.policy = 'serve';
	}

	private serves(socket: Socket): boolean {
		if (this.policy === 'serve' || this.policyTimes <= 0) return true;
		this.policyTimes--;
		if (this.policy === 'reset') socket.resetAndDestroy();
		if (this.policy === 'close') socket.destroy();
		// Reading on lets the gateway see the client give up.
		if (this.policy === 'silence') socket.resume();
		return false;
	}
}

function keyOf(socket: Socket): string {
	return `${socket.localPort} ${socket.remotePort}`;
}
