import type { TopApp } from './protocol/app';
import {
	TopAbortedError,
	TopConfigurationError,
	TopConnectionError,
	TopPlatformError,
} from './protocol/errors';
import { createMask, type Mask } from './protocol/mask';
import { prepareMethod, type BusinessParameters, type FormBuilder } from './protocol/request';
import { readAnswer, type TopAnswer } from './protocol/response';
import { SIGN_METHODS } from './protocol/signature';
import type { Connection, Connections } from './transport/connections';
import { connectionsTo, type EgressFilter } from './transport/dispatchers';
import { exchange } from './transport/exchange';
import { policyError } from './transport/failures';
import { whenAborted } from './whenAborted';

export interface TopClientOptions {
	/** The gateway's address; see `resolveGateway`. */
	gateway: URL;
	app: TopApp;
	/** How long to wait for an answer to begin, and again for it to end; 30 000 ms unless given. */
	timeoutMs?: number;
	/** How long setting up a connection may take; 10 000 ms or the timeout, whichever is less. */
	connectTimeoutMs?: number;
	/** The most connections open to the gateway at a time; 16 unless given. */
	maxConnections?: number;
	egressFilter?: EgressFilter;
	/** The clock, in epoch milliseconds. */
	now?: () => number;
}

export interface CallOptions {
	signal?: AbortSignal;
	/** Called at the moment before the first byte of the request is written. */
	onWrite?: () => void;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const MOST_CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_CONNECTIONS = 16;
/** Connecting has up to three steps, each with the connect timeout: to a proxy, its tunnel, TLS. */
const MOST_STEPS = 3;
/** undici's timers may fire this late; they have to fire before ours, because they name the failed step. */
const COARSE_TIMERS_MS = 2_000;

/**
 * Calls methods of the Taobao Open Platform: signs, sends, reads the answer. One call is one request
 * on the wire; it never tries again by itself.
 */
export class TopClient {
	readonly now: () => number;
	/** A private field, which no log or inspection shows: it holds the secret and the session key. */
	readonly #options: TopClientOptions;
	readonly #mask: Mask;
	private readonly builders = new Map<string, FormBuilder>();
	private readonly timeoutMs: number;
	private readonly connectTimeoutMs: number;
	private readonly maxConnections: number;
	private egressChecked?: Promise<void>;
	/** Kept between calls, because finding them reads the environment for a proxy. */
	private connections?: Connections;

	/**
	 * @throws TopConfigurationError when the app key, the secret or the sign method is missing, or a
	 * number is not one that can be used
	 */
	constructor(options: TopClientOptions) {
		this.#options = options;
		const { app } = options;
		if (!app.appKey) throw new TopConfigurationError({ kind: 'appKeyMissing' });
		if (!app.appSecret) throw new TopConfigurationError({ kind: 'appSecretMissing' });
		if (!SIGN_METHODS.includes(app.signMethod)) {
			const value = String(app.signMethod);
			throw new TopConfigurationError({ kind: 'signMethodUnknown', value });
		}
		const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
		this.timeoutMs = usableNumber('timeoutMs', timeoutMs);
		this.connectTimeoutMs = usableNumber(
			'connectTimeoutMs',
			options.connectTimeoutMs ?? Math.min(timeoutMs, MOST_CONNECT_TIMEOUT_MS),
		);
		this.maxConnections = usableNumber(
			'maxConnections',
			options.maxConnections ?? DEFAULT_MAX_CONNECTIONS,
		);
		this.now = options.now ?? Date.now;
		this.#mask = createMask(app);
	}

	/**
	 * Calls one method.
	 *
	 * @param business the method's own form fields, each the exact text to sign and send
	 * @throws TopPlatformError, TopConnectionError, TopLostAnswerError, TopUnreadableAnswerError,
	 * TopAbortedError, or TopConfigurationError when the environment names a proxy that cannot be used
	 */
	async call(
		method: string,
		business: BusinessParameters = {},
		options: CallOptions = {},
	): Promise<TopAnswer> {
		return await this.connectAndAsk(method, business, options).catch((error: unknown) => {
			if (error instanceof TopConnectionError) error.host = this.#options.gateway.host;
			throw error;
		});
	}

	private async connectAndAsk(
		method: string,
		business: BusinessParameters,
		{ signal, onWrite }: CallOptions,
	): Promise<TopAnswer> {
		const { gateway, egressFilter } = this.#options;
		if (signal?.aborted) throw new TopAbortedError(false);
		if (egressFilter) await unlessAborted(this.checkEgress(egressFilter), signal);
		let { connections } = this;
		if (!connections || connections.closed) {
			const { maxConnections, connectTimeoutMs } = this;
			const { appKey } = this.#options.app;
			const policy = { appKey, maxConnections, connectTimeoutMs, egressFilter };
			connections = this.connections = await connectionsTo(gateway, policy);
		}
		const { connection, giveBack } = await connections.take(signal);
		const asked = this.ask(connection, method, business, { signal, onWrite });
		const isPlatforms = await asked.then(
			() => true,
			(error: unknown) => error instanceof TopPlatformError,
		);
		// If what came was not the platform's answer, its answer may still come on this connection.
		if (!isPlatforms) void connection.drop();
		giveBack();
		return await asked;
	}

	private async ask(
		connection: Connection,
		method: string,
		business: BusinessParameters,
		{ signal, onWrite }: CallOptions,
	): Promise<TopAnswer> {
		const form = this.builderFor(method, business)(business, this.now());
		const { timeoutMs, connectTimeoutMs } = this;
		const answer = await exchange(connection.forNextRequest(), this.#options.gateway, form, {
			connectDeadlineMs: Math.min(MOST_TIMER_MS, MOST_STEPS * connectTimeoutMs + COARSE_TIMERS_MS),
			timeoutMs,
			signal,
			onWrite,
		});
		// With an error status a front end answered in the platform's place, whose answer may still come.
		if (answer.status < 200 || answer.status > 299) void connection.drop();
		return readAnswer(method, answer, this.#mask);
	}

	private builderFor(method: string, business: BusinessParameters): FormBuilder {
		const names = Object.keys(business);
		const key = JSON.stringify([method, ...names]);
		let builder = this.builders.get(key);
		if (!builder) {
			builder = prepareMethod(this.#options.app, method, names);
			this.builders.set(key, builder);
		}
		return builder;
	}

	/**
	 * Checks the gateway against n8n's outbound rules, until they have allowed it once. The lookup of each
	 * connection is filtered too; this check covers numeric addresses and names that a proxy looks up.
	 */
	private async checkEgress(filter: EgressFilter): Promise<void> {
		const refuse = (error: Error): never => {
			// Checked anew at the next call: the refusal may be a name lookup that failed for a moment.
			this.egressChecked = undefined;
			throw policyError(error);
		};
		this.egressChecked ??= filter
			.validateUrl(this.#options.gateway)
			.then((result) => (result.ok ? undefined : refuse(result.error)), refuse);
		await this.egressChecked;
	}
}

/** Awaits work that cannot be cancelled, but rejects as soon as `signal` fires. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
	let forget = () => {};
	const aborted = new Promise<never>((_resolve, reject) => {
		forget = whenAborted(signal, () => reject(new TopAbortedError(false)));
	});
	try {
		await Promise.race([work, aborted]);
	} finally {
		forget();
	}
}

/** Node's longest timer; a longer one would fire at once. */
const MOST_TIMER_MS = 2 ** 31 - 1;

function usableNumber(name: string, value: number): number {
	if (Number.isInteger(value) && value >= 1 && value <= MOST_TIMER_MS) return value;
	throw new TopConfigurationError({ kind: 'numberUnusable', name, value, most: MOST_TIMER_MS });
}
