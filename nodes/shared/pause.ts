import { setTimeout as delay } from 'node:timers/promises';

/** Waits; returns false at once when `signal` fires first. */
export async function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
	if (signal?.aborted) return false;
	if (ms <= 0) return true;
	try {
		await delay(ms, undefined, { signal });
		return true;
	} catch {
		// The only thing that can go wrong with a timer is that it is cancelled.
		return false;
	}
}

/** Waits for something that cannot fail; returns false at once when `signal` fires first. */
export async function settledBefore(
	awaited: Promise<unknown>,
	signal: AbortSignal,
): Promise<boolean> {
	if (signal.aborted) return false;
	let onAbort = () => {};
	const aborted = new Promise<boolean>((resolve) => {
		onAbort = () => resolve(false);
		signal.addEventListener('abort', onAbort, { once: true });
	});
	const passed = await Promise.race([awaited.then(() => true), aborted]);
	signal.removeEventListener('abort', onAbort);
	return passed;
}
