/**
 * How many requests a run keeps in flight. By Little's law that number is calls a second times the time of an
 * answer: 32 in flight are 1,600 calls a second at 20 ms, but only 213 at 150 ms, which may be less than the
 * quota. So the number grows where answers take long, until growing itself makes answers slower.
 */
export class Concurrency {
	private inRound = 0;
	private sumMs = 0;
	/** The mean time of an answer in the quickest round so far. */
	private quickestMs = Infinity;
	private isFirstRound = true;
	private hasSettled: boolean;

	/** @param most the limit of its growth */
	constructor(
		public count: number,
		private readonly most: number,
	) {
		this.hasSettled = count >= most;
	}

	/**
	 * An answer came that was no refusal.
	 *
	 * @param tookMs since its request left
	 * @returns how many more may be in flight from now on; negative when answers became slower by the last step
	 */
	answered(tookMs: number): number {
		if (this.hasSettled) return 0;
		this.sumMs += tookMs;
		if (++this.inRound < this.count) return 0;
		const meanMs = this.sumMs / this.inRound;
		this.inRound = 0;
		this.sumMs = 0;
		// Answers of the first round take longer, because connections are opened and code is compiled.
		if (this.isFirstRound) {
			this.isFirstRound = false;
			return 0;
		}
		const before = this.count;
		if (meanMs > SLOWER * this.quickestMs) {
			this.hasSettled = true;
			this.count = Math.ceil(before / STEP);
		} else {
			this.quickestMs = Math.min(this.quickestMs, meanMs);
			const enough = Math.ceil((ENOUGH_PER_SECOND * this.quickestMs) / 1000);
			const wanted = Math.min(this.most, enough, Math.floor(before * STEP));
			this.count = Math.max(before, wanted);
		}
		return this.count - before;
	}

	/** A request was refused or its answer got lost: the number stays as it is from now on. */
	trouble(): void {
		this.hasSettled = true;
	}
}

/** Calls a second beyond which the number does not grow: what 32 in flight make at 20 ms. */
const ENOUGH_PER_SECOND = 1_600;
const STEP = 1.5;
/** If answers take so many times as long after a step, the step was too much. */
const SLOWER = 1.4;
