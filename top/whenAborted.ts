const waitingFor = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Does something when a signal that has not fired yet fires; what comes out calls it off. However many
 * wait for one signal, it has one listener: Node takes more than ten for a leak and says so in the log.
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
