import type { CustomerGetAnswer } from '../../top/calls/customerGet';
import type { FailureWords } from '../../wording/describeFailure';
import type { Question } from './question';

/** How looking one item's customer up ended. The values stand in the output. */
export type Result =
	{ kind: 'found'; answer: CustomerGetAnswer } | { kind: FailureKind; words: FailureWords };

/**
 * - `not_found`: the CRM has no such customer
 * - `rejected`: the platform or the CRM refused to look
 * - `no_answer`: asked as often as is sensible, and no answer came
 * - `not_asked`: nothing left for this item
 */
export type FailureKind = 'not_found' | 'rejected' | 'no_answer' | 'not_asked';

/** One item, looked up. */
export interface LookedUp {
	result: Result;
	/** `undefined` when the item could not be read. */
	question?: Question;
}
