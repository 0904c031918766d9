/** So much of what was counted belongs to the burst. */
const MOST_OF_BURST = 0.9;

/** Counts what happened in the last seconds, in slices, so that its cost does not grow with the rate. */
export class RecentCount {
	/** One slice more than the time asked for, because the oldest slice counts in part. */
	private readonly counts: number[];
	private newestSlice = 0;

	constructor(
		private readonly sliceMs: number,
		private readonly slices: number,
	) {
		this.counts = new Array<number>(slices + 1).fill(0);
	}

	add(nowMs: number): void {
		this.advance(nowMs);
		this.counts[this.newestSlice % this.counts.length]++;
	}

	count(nowMs: number): number {
		this.advance(nowMs);
		const sum = this.counts.reduce((counted, count) => counted + count, 0);
		const oldest = this.counts[(this.newestSlice + 1) % this.counts.length];
		const passed = Math.min(1, Math.max(0, nowMs / this.sliceMs - this.newestSlice));
		return Math.round(sum - oldest * passed);
	}

	/** How long ago it began to happen so often, in milliseconds; what trickled in before is left out. */
	burstMs(nowMs: number): number {
		const enough = MOST_OF_BURST * this.count(nowMs);
		let counted = 0;
		let slice = this.newestSlice;
		while (slice > this.newestSlice - this.slices) {
			counted += this.counts[slice % this.counts.length];
			if (counted >= enough) break;
			slice--;
		}
		const ms = (nowMs - slice * this.sliceMs) / MOST_OF_BURST;
		return Math.min(ms, this.slices * this.sliceMs);
	}

	private advance(nowMs: number): void {
		const slice = Math.floor(nowMs / this.sliceMs);
		const stale = Math.min(this.slices + 1, slice - this.newestSlice);
		for (let step = 0; step < stale; step++) this.counts[(slice - step) % (this.slices + 1)] = 0;
		this.newestSlice = Math.max(this.newestSlice, slice);
	}
}
