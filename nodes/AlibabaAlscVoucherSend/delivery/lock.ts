import { settledBefore } from '../../shared/pause';

/** Who holds or waits for a lock, by its name, in all executions of this process. */
const queues = new Map<string, Promise<void>>();

export function isLocked(name: string): boolean {
	return queues.has(name);
}

/**
 * Lets those who ask for one name pass one after the other.
 *
 * @returns the function that lets the next one pass, or `undefined` when `signal` fired first
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
