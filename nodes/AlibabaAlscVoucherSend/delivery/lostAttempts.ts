import type { FailureWords } from '../../../wording/describeFailure';
import type { LostRequest } from './lookUp/count';
import type { Failed, InDoubt } from './outcome';
import { unknownWords } from './words';

/**
 * The attempts at one item that may have been executed. Until something disproves them, no later refusal
 * makes the item better than `unknown`.
 */
export class LostAttempts {
	/** How many attempts may have been executed. */
	count: number;
	/** When the first one left, epoch milliseconds. */
	firstAtMs?: number;
	/** When the answer to the last one was given up. */
	givenUpAtMs?: number;
	private words?: FailureWords;

	/** @param earlier what an earlier run left unknown about the item */
	constructor(earlier: InDoubt | undefined) {
		this.count = earlier ? Math.max(1, earlier.attempts) : 0;
		this.firstAtMs = earlier?.firstAttemptAtMs;
		this.givenUpAtMs = earlier?.lostAtMs;
		this.words = earlier?.words;
	}

	/** Whether there are any that nothing has disproved. */
	get areOpen(): boolean {
		return this.words !== undefined;
	}

	/** Adds one; returns what is to be looked up. */
	add(leftAtMs: number, words: FailureWords): LostRequest {
		this.count++;
		this.words = words;
		this.firstAtMs ??= leftAtMs;
		this.givenUpAtMs = Date.now();
		return {
			firstAttemptAtMs: this.firstAtMs,
			lastAttemptAtMs: leftAtMs,
			quietSinceMs: leftAtMs,
		};
	}

	/** A look-up found the voucher at the customer: nothing is in doubt any more. */
	confirm(): void {
		this.count = 0;
	}

	/** A look-up proved that none of them was executed. */
	disprove(): void {
		this.count = 0;
		this.words = undefined;
		this.firstAtMs = undefined;
		this.givenUpAtMs = undefined;
	}

	/** A look-up could not decide; `words` say why. */
	lookedUpInVain(words: FailureWords): void {
		this.words = words;
	}

	/**
	 * How an item ends: as `kind` says, unless an attempt is still in doubt; then as unknown.
	 *
	 * @param words of the last attempt
	 */
	failedOutcome(kind: Failed['kind'], attempts: number, words: FailureWords): Failed {
		if (!this.words) return { kind, attempts, words };
		return {
			kind: 'unknown',
			attempts,
			words: unknownWords(this.words, words === this.words ? undefined : words),
			firstAttemptAtMs: this.firstAtMs,
			lostAtMs: this.givenUpAtMs,
		};
	}
}
