import type { Throttle } from '../../top/evidence';
import type { FailureWords } from '../../wording/describeFailure';

/** For a run that ends because the platform refuses for longer than the user wants to wait. */
export function throttledTooLong(
	words: FailureWords,
	throttle: Throttle,
	maxThrottleWaitMs: number,
): FailureWords {
	if (throttle.daily) return words;
	return {
		...words,
		hint: `${words.hint}. The wait is longer than 'Max Throttle Wait' (${maxThrottleWaitMs / 1000} s); run again later or allow a longer wait`,
	};
}
