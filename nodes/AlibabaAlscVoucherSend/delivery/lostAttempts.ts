import type { FailureWords } from '../../../wording/describeFailure';
import type { LostRequest } from './lookUp/count';
import type { Failed, InDoubt } from './outcome';
import { unknownWords } from './words';

/**
 * The attempts at one item that may have been executed. Until something disproves them, no later refusal
 * makes the item better than `unknown`.
 */
export class LostAttempts {
	/** How many they are. */
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

	/** Whether nothing has disproved them. */
	get areOpen(): boolean {
		return this.words !== undefined;
	}

	/** One more; returns what is to be looked up. */
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

	/** One of them was found at the customer: the item is sent. */
	found(): void {
		this.count = 0;
	}

	/** None of them was executed. */
	disprove(): void {
		this.count = 0;
		this.words = undefined;
		this.firstAtMs = undefined;
		this.givenUpAtMs = undefined;
	}

	/** It was looked for in vain; the words say why. */
	stayOpen(words: FailureWords): void {
		this.words = words;
	}

	/**
	 * How an item ends that ended so, once it is known what was lost before.
	 *
	 * @param words of the last attempt
	 */
	failed(kind: Failed['kind'], attempts: number, words: FailureWords): Failed {
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
