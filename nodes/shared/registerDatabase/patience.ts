import { pause } from '../pause';
import { registerTimings } from './timings';

/**
 * Makes an access that may be repeated, again for up to `patienceMs` while `mayPass` says so. The waits grow
 * and differ at random, so that many processes do not come back to a database in the same moment.
 *
 * @param mayPass whether trying again can help
 */
export async function patiently<T>(
	access: () => Promise<T>,
	mayPass: (error: unknown) => boolean,
): Promise<T> {
	const { patienceMs, firstPauseMs, mostPauseMs } = registerTimings;
	const untilMs = performance.now() + patienceMs;
	for (let longestMs = firstPauseMs; ; longestMs = Math.min(2 * longestMs, mostPauseMs)) {
		let failure: unknown;
		try {
			return await access();
		} catch (error) {
			failure = error;
		}
		const pauseMs = longestMs * (0.5 + Math.random() / 2);
		if (!mayPass(failure) || performance.now() + pauseMs > untilMs) throw failure;
		await pause(pauseMs);
	}
}
