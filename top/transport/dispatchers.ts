import type { Dispatcher } from 'undici';
import type { LookupFunction } from 'node:net';
import { directly, throughProxy, type ConnectionMaker } from './connectors';
import { proxyFor, type Proxy } from './proxy';
import { Slots } from './slots';

/**
 * A host's rule about which addresses may be called; n8n's `NodeEgressFilter` has this shape.
 */
export interface EgressFilter {
	validateUrl(url: string | URL): Promise<{ ok: true } | { ok: false; error: Error }>;
	createSecureLookup(): LookupFunction;
}

export interface DispatcherPolicy {
	/** The most connections that are open to the gateway at a time. */
	maxConnections: number;
	/** How long setting up a connection (name lookup, TCP, TLS) may take, in milliseconds. */
	connectTimeoutMs: number;
	egressFilter?: EgressFilter;
}

/** The connections to one gateway under one policy. */
export interface Connections {
	dispatcher: Dispatcher;
	/**
	 * One for each connection: whoever dispatches a request holds one until it is over. So requests wait
	 * here and not inside undici, whose own queue outgrows the limit while connections fail.
	 */
	slots: Slots;
	/** Nothing more can be sent over them; ask for new ones. */
	closed: boolean;
}

/**
 * TOP answers a call in well under a second; four seconds of rest close a connection before the usual
 * load balancer does, so that no request is written into a connection that is already dead. Tests may
 * lengthen it; the node never does.
 */
export const keepAlive = { idleMs: 4_000 };
const MOST_KEPT = 32;

interface Kept extends Connections {
	maker: ConnectionMaker;
}

const kept = new Map<string, Kept>();

/** Loaded with the first call and not with the package, so that n8n's start does not pay for it. */
let undici: typeof import('undici') | undefined;

/**
 * The connections to one gateway under one policy. They are kept for as long as the process lives, so
 * that they are reused across items, runs and executions; idle ones close by themselves and do not
 * hold the process. Proxy variables are honoured, certificates are always verified, HTTP pipelining is
 * off (an answer that gets lost must not take others with it).
 *
 * @throws TopConfigurationError when the environment names a proxy that cannot be used
 */
export async function connectionsTo(gateway: URL, policy: DispatcherPolicy): Promise<Connections> {
	// Nothing may be awaited between the look into the map and the entry: two first calls would make two
	// pools.
	undici ??= await import('undici');
	const proxy = proxyFor(gateway);
	const key = keyOf(gateway, policy, proxy);
	const known = kept.get(key);
	if (known) {
		kept.delete(key);
		kept.set(key, known);
		return known;
	}
	const { maxConnections, connectTimeoutMs, egressFilter } = policy;
	// The operator's own proxy looks the gateway up; n8n's rules do not apply to the proxy's address.
	const maker = proxy
		? throughProxy(undici, connectTimeoutMs, proxy)
		: directly(undici, connectTimeoutMs, egressFilter?.createSecureLookup());
	// A Pool and not an Agent around it: the Agent drops its pool, and with it the open connections,
	// whenever one connection ends.
	const dispatcher = new undici.Pool(gateway.origin, {
		connect: maker.connect,
		connections: maxConnections,
		pipelining: 1,
		keepAliveTimeout: keepAlive.idleMs,
		keepAliveMaxTimeout: keepAlive.idleMs,
		// This package's own timers watch headers and body: to the millisecond, and the body as a whole.
		headersTimeout: 0,
		bodyTimeout: 0,
	});
	const made: Kept = { dispatcher, slots: new Slots(maxConnections), closed: false, maker };
	kept.set(key, made);
	dropOldest();
	return made;
}

/** Closes every connection this package holds; for scripts and tests that want to end at once. */
export async function closeDispatchers(): Promise<void> {
	const open = [...kept.values()];
	kept.clear();
	await Promise.all(
		open.map(async (connections) => {
			connections.closed = true;
			await connections.dispatcher.destroy();
			await connections.maker.close();
		}),
	);
}

function dropOldest(): void {
	const [oldest] = kept;
	if (kept.size <= MOST_KEPT || !oldest) return;
	const [key, connections] = oldest;
	kept.delete(key);
	connections.closed = true;
	const { dispatcher, maker } = connections;
	// Closing waits for what is in flight; it cannot fail in a way that anybody could act on.
	void dispatcher
		.close()
		.then(() => maker.close())
		.catch(() => undefined);
}

function keyOf(gateway: URL, policy: DispatcherPolicy, proxy: Proxy | undefined): string {
	return JSON.stringify([
		gateway.origin,
		policy.maxConnections,
		policy.connectTimeoutMs,
		identityOf(policy.egressFilter),
		proxy,
	]);
}

const identities = new WeakMap<object, number>();
let nextIdentity = 1;

function identityOf(filter: EgressFilter | undefined): number {
	if (!filter) return 0;
	let identity = identities.get(filter);
	if (identity === undefined) {
		identity = nextIdentity++;
		identities.set(filter, identity);
	}
	return identity;
}
