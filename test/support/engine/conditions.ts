import { setImmediate as turn } from 'node:timers/promises';

/** Waits until something is so; the test's own time limit is the only one. */
export async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await turn();
}
