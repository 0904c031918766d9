import type { Throttle } from '../../top/evidence';
import type { FailureWords } from '../../wording/describeFailure';
import { phrase } from '../../wording/say';

/** For a run that ends because the platform refuses for longer than the user wants to wait. */
export function throttledTooLong(
	words: FailureWords,
	throttle: Throttle,
	maxThrottleWaitMs: number,
): FailureWords {
	if (throttle.daily) return words;
	return {
		...words,
		// One thing to do: who is told twice to run again does it before he has read what that sends anew.
		hint: phrase('waitTooLong', { seconds: maxThrottleWaitMs / 1000 }),
	};
}
