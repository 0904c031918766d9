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
		// Replaces the hint: of two instructions, people follow the first before they have read the second.
		hint: phrase('waitTooLong', { seconds: maxThrottleWaitMs / 1000 }),
	};
}
