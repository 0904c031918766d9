import { Pacer } from './pacer';
import type { PaceStore } from './sharedPace';

const pacers = new Map<string, Pacer>();

/**
 * The pacer of one app key at one gateway. All executions of this process share it, because the
 * platform counts calls per app key.
 *
 * @param store where this process shares the pace with others; for good, once it is given
 */
export function pacerFor(gatewayOrigin: string, appKey: string, store?: PaceStore): Pacer {
	const key = `${gatewayOrigin}\n${appKey}`;
	let pacer = pacers.get(key);
	if (!pacer) {
		pacer = new Pacer();
		pacers.set(key, pacer);
	}
	if (store) pacer.shareThrough(store, key);
	return pacer;
}

/** Forgets what was learnt; for tests. */
export function forgetPacers(): void {
	pacers.clear();
}
