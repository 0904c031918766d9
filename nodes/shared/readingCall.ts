import { BusinessRefusal } from '../../top/calls/commonResult';
import { judge } from '../../top/evidence';
import type { Pacer, TurnOptions } from '../../top/pacing/pacer';
import { TopPlatformError } from '../../top/protocol/errors';
import { pause } from './pause';
import type { PaceSettings } from './settings';

/** What a reading call, which changes nothing at the platform, goes by. */
export interface ReadingContext {
	pacer: Pacer;
	turn: TurnOptions;
	/** The execution's cancel signal. */
	signal: AbortSignal;
	/** The longest ban that is waited for, in milliseconds. */
	maxThrottleWaitMs: number;
	/** How long to wait before a call is made again, in milliseconds. */
	againAfterMs: number;
}

/**
 * What a node's reading calls go by.
 *
 * @param signal ends the waiting for a turn, and between two tries
 * @param againAfterMs how long to wait before a call is made again, in milliseconds
 */
export function readingContext(
	pacer: Pacer,
	{ maxRequestsPerSecond, maxThrottleWaitMs }: PaceSettings,
	signal: AbortSignal,
	againAfterMs: number,
): ReadingContext {
	const turn = { maxRequestsPerSecond, maxBanMs: maxThrottleWaitMs };
	return { pacer, turn, signal, maxThrottleWaitMs, againAfterMs };
}

const MOST_TRIES = 4;

/** Makes a reading call, again while it fails in a way that may pass. It waits for the pacer like any other. */
export async function readingCall<T>(
	context: ReadingContext,
	request: () => Promise<T>,
): Promise<T> {
	for (let tries = 1; ; tries++) {
		const turn = await context.pacer.turn({ ...context.turn, signal: context.signal });
		let failure: unknown;
		try {
			const answer = await request();
			context.pacer.accepted(turn);
			return answer;
		} catch (error) {
			failure = error;
		}
		const { evidence, scope, throttle } = judge(failure);
		if (throttle) {
			context.pacer.throttled(turn, throttle.banSeconds, failure);
			const waitMs = Math.max(context.pacer.banRemainingMs(), context.pacer.refusingForMs());
			if (throttle.daily || waitMs > context.maxThrottleWaitMs) throw failure;
			tries--;
			continue;
		}
		const declined = failure instanceof BusinessRefusal;
		if (declined || failure instanceof TopPlatformError) context.pacer.accepted(turn);
		else context.pacer.unanswered(turn);
		const final = declined || evidence === 'refused' || scope === 'run' || tries >= MOST_TRIES;
		if (final || !(await pause(context.againAfterMs, context.signal))) throw failure;
	}
}
