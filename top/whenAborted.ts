const waitingFor = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `act` when a signal that has not fired yet fires. A signal gets one listener in all, however often
 * this is called for it: Node takes more than ten for a leak and warns in the log.
 *
 * @returns a function that calls it off
 */
export function whenAborted(signal: AbortSignal | undefined, act: () => void): () => void {
	if (!signal) return () => {};
	const waiting = waitingFor.get(signal) ?? listenTo(signal);
	waiting.add(act);
	return () => waiting.delete(act);
}

function listenTo(signal: AbortSignal): Set<() => void> {
	const waiting = new Set<() => void>();
	waitingFor.set(signal, waiting);
	signal.addEventListener('abort', () => [...waiting].forEach((act) => act()), { once: true });
	return waiting;
}
