import { timings } from './timings';

/**
 * How long to wait before the next attempt, in milliseconds: exponential with full jitter, so that
 * many items that failed together do not come back together.
 */
export function backoffMs(attemptsMade: number, random: () => number = Math.random): number {
	const most = Math.min(timings.backoffMostMs, timings.backoffBaseMs * 2 ** (attemptsMade - 1));
	return random() * most;
}
