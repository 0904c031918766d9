import { Pacer } from './pacer';

const pacers = new Map<string, Pacer>();

/**
 * The pacer of one app key at one gateway. All executions of this process share it, because the
 * platform counts calls per app key.
 */
export function pacerFor(gatewayOrigin: string, appKey: string): Pacer {
	const key = `${gatewayOrigin}\n${appKey}`;
	let pacer = pacers.get(key);
	if (!pacer) {
		pacer = new Pacer();
		pacers.set(key, pacer);
	}
	return pacer;
}

/** Forgets what was learnt; for tests. */
export function forgetPacers(): void {
	pacers.clear();
}
