import type { LookupFunction } from 'node:net';
import { Connection, Connections } from './connections';
import { directly, throughProxy } from './connectors';
import { proxyFor, type Proxy } from './proxy';

/**
 * A host's rule about which addresses may be called; n8n's `NodeEgressFilter` has this shape.
 */
export interface EgressFilter {
	validateUrl(url: string | URL): Promise<{ ok: true } | { ok: false; error: Error }>;
	createSecureLookup(): LookupFunction;
}

export interface DispatcherPolicy {
	/** Apps share no connection, so that none gets an answer meant for another. */
	appKey: string;
	/** The most connections that are open to the gateway at a time. */
	maxConnections: number;
	/** How long setting up a connection (name lookup, TCP, TLS) may take, in milliseconds. */
	connectTimeoutMs: number;
	egressFilter?: EgressFilter;
}

/**
 * TOP answers a call in well under a second; four seconds of rest close a connection before the usual
 * load balancer does, so that no request is written into a connection that is already dead. Tests may
 * lengthen it; the node never does.
 */
export const keepAlive = { idleMs: 4_000 };
const MOST_KEPT = 32;

const kept = new Map<string, Connections>();

/** Loaded with the first call and not with the package, so that n8n starts no slower. */
let undici: typeof import('undici') | undefined;

/**
 * The connections of one app to one gateway under one policy. They are kept for as long as the process
 * lives, so that they are reused across items, runs and executions; idle ones close by themselves and do
 * not hold the process. Proxy variables are honoured, certificates are always verified, HTTP pipelining is
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
	const { Client } = undici;
	const makeConnection = () =>
		new Connection(
			(limited) =>
				new Client(gateway.origin, {
					connect: limited(maker.connect),
					pipelining: 1,
					keepAliveTimeout: keepAlive.idleMs,
					keepAliveMaxTimeout: keepAlive.idleMs,
					// This package's own timers watch headers and body: to the millisecond, and the body as a whole.
					headersTimeout: 0,
					bodyTimeout: 0,
				}),
		);
	const made = new Connections(maxConnections, makeConnection, () => maker.close());
	kept.set(key, made);
	dropOldest();
	return made;
}

/** Closes every connection this package holds; for scripts and tests that want to end at once. */
export async function closeDispatchers(): Promise<void> {
	const open = [...kept.values()];
	kept.clear();
	await Promise.all(open.map(async (connections) => await connections.destroy()));
}

function dropOldest(): void {
	const [oldest] = kept;
	if (kept.size <= MOST_KEPT || !oldest) return;
	const [key, connections] = oldest;
	kept.delete(key);
	connections.closeWhenUnused();
}

function keyOf(gateway: URL, policy: DispatcherPolicy, proxy: Proxy | undefined): string {
	return JSON.stringify([
		gateway.origin,
		policy.appKey,
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
