import { settledBefore } from '../../shared/pause';

/** By the name of a lock: settles when all that hold it or wait for it now have released it. */
const queues = new Map<string, Promise<void>>();

export function isLocked(name: string): boolean {
	return queues.has(name);
}

/**
 * Acquires a lock of this process. Those that ask for one name get it one after the other, in the order in
 * which they asked.
 *
 * @returns the function that releases it, or `undefined` when `signal` fired first
 */
export async function acquireLock(
	name: string,
	signal: AbortSignal,
): Promise<(() => void) | undefined> {
	const previous = queues.get(name);
	let open = () => {};
	const mine = new Promise<void>((resolve) => {
		open = resolve;
	});
	const tail = previous ? previous.then(async () => await mine) : mine;
	queues.set(name, tail);
	void tail.then(() => {
		if (queues.get(name) === tail) queues.delete(name);
	});
	if (!previous || (await settledBefore(previous, signal))) return open;
	open();
	return undefined;
}
