import type { buildConnector, Client, Dispatcher } from 'undici';
import { reconnectedInVain } from './failures';
import { Slots } from './slots';

type Connect = buildConnector.connector;

/** How many connections are made for one request: the first, and more if one ends before the write. */
const MOST_ATTEMPTS = 3;

/**
 * One connection to the gateway, opened when it is needed and again after it has ended. It carries one
 * request at a time.
 */
export class Connection {
	private client?: Client;
	private attempts = 0;

	constructor(private readonly makeClient: (count: (connect: Connect) => Connect) => Client) {}

	/** The undici client for the next request. */
	forNextRequest(): Dispatcher {
		this.attempts = 0;
		this.client ??= this.makeClient((connect) => (options, done) => {
			// undici connects again for as long as connections end before the request could be written.
			if (++this.attempts > MOST_ATTEMPTS) done(reconnectedInVain(), null);
			else connect(options, done);
		});
		return this.client;
	}

	/**
	 * Ends the connection at once, so that an answer that may still come is not taken for that of the next
	 * request.
	 */
	async drop(): Promise<void> {
		const { client } = this;
		this.client = undefined;
		// If undici fails to destroy its client there is nothing left to do: it is not used again.
		await client?.destroy().catch(() => undefined);
	}
}

/** A connection for one request. */
export interface TakenConnection {
	connection: Connection;
	giveBack: () => void;
}

/**
 * The connections of one app to one gateway under one policy. Requests wait here and not inside undici,
 * whose own queue outgrows the limit while connections fail.
 */
export class Connections {
	/** Set when they must not be used for new requests; {@link connectionsTo} gives others then. */
	closed = false;
	private readonly slots: Slots;
	private readonly all = new Set<Connection>();
	/** A stack: the connection used last is used next, so that those not needed become idle and close. */
	private readonly free: Connection[] = [];
	private users = 0;

	constructor(
		most: number,
		private readonly makeConnection: () => Connection,
		private readonly afterwards: () => Promise<void>,
	) {
		this.slots = new Slots(most);
	}

	/**
	 * Waits for a free connection.
	 *
	 * @throws TopAbortedError when `signal` fires first
	 */
	async take(signal?: AbortSignal): Promise<TakenConnection> {
		this.users++;
		const leaveSlot = await this.slot(signal);
		const connection = this.free.pop() ?? this.oneMore();
		return {
			connection,
			giveBack: () => {
				this.free.push(connection);
				leaveSlot();
				this.leave();
			},
		};
	}

	/** Closes them as soon as no request uses them. */
	closeWhenUnused(): void {
		this.closed = true;
		if (this.users === 0) void this.destroy();
	}

	/** Closes them now. */
	async destroy(): Promise<void> {
		this.closed = true;
		await Promise.all([...this.all].map(async (connection) => await connection.drop()));
		await this.afterwards();
	}

	private async slot(signal: AbortSignal | undefined): Promise<() => void> {
		let isTaken = false;
		try {
			const leaveSlot = await this.slots.take(signal);
			isTaken = true;
			return leaveSlot;
		} finally {
			if (!isTaken) this.leave();
		}
	}

	private oneMore(): Connection {
		const connection = this.makeConnection();
		this.all.add(connection);
		return connection;
	}

	private leave(): void {
		this.users--;
		if (this.closed && this.users === 0) void this.destroy();
	}
}
