/**
 * How many requests a run keeps in flight. By Little's law their number is calls a second times the time an
 * answer takes: 32 are 1,600 a second at 20 ms, and 213 at 150 ms, which may be less than the quota allows. So
 * the number grows where answers take longer, as long as they do not take longer because of it.
 */
export class Concurrency {
	private inRound = 0;
	private sumMs = 0;
	/** The mean time of an answer in the quickest round, as far as rounds have been completed. */
	private quickestMs = Infinity;
	private isFirstRound = true;
	private hasEnded: boolean;

	/** @param most what it does not grow beyond */
	constructor(
		public count: number,
		private readonly most: number,
	) {
		this.hasEnded = count >= most;
	}

	/**
	 * An answer came that was no refusal.
	 *
	 * @param tookMs since its request left
	 * @returns how many more may be in flight from now on; negative when answers became slower by the last step
	 */
	answered(tookMs: number): number {
		if (this.hasEnded) return 0;
		this.sumMs += tookMs;
		if (++this.inRound < this.count) return 0;
		const meanMs = this.sumMs / this.inRound;
		this.inRound = 0;
		this.sumMs = 0;
		// The first one tells more of connections and code that are cold.
		if (this.isFirstRound) {
			this.isFirstRound = false;
			return 0;
		}
		const before = this.count;
		if (meanMs > SLOWER * this.quickestMs) {
			this.hasEnded = true;
			this.count = Math.ceil(before / STEP);
		} else {
			this.quickestMs = Math.min(this.quickestMs, meanMs);
			const enough = Math.ceil((ENOUGH_PER_SECOND * this.quickestMs) / 1000);
			const wanted = Math.min(this.most, enough, Math.floor(before * STEP));
			this.count = Math.max(before, wanted);
		}
		return this.count - before;
	}

	/** A request was refused, or its answer got lost: it does not grow any more. */
	trouble(): void {
		this.hasEnded = true;
	}
}

/** As many as the default of 32 in flight make at 20 ms, more than n8n's own nodes handle. */
const ENOUGH_PER_SECOND = 1_600;
const STEP = 1.5;
/** Answers that take so many times as long as before are slow because there are more of them. */
const SLOWER = 1.4;
