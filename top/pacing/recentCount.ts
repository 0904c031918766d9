/** Counts what happened in the last seconds, in slices, so that its cost does not grow with the rate. */
export class RecentCount {
	private readonly counts: number[];
	private newestSlice = 0;

	constructor(
		private readonly sliceMs: number,
		slices: number,
	) {
		this.counts = new Array<number>(slices).fill(0);
	}

	add(nowMs: number): void {
		this.advance(nowMs);
		this.counts[this.newestSlice % this.counts.length]++;
	}

	count(nowMs: number): number {
		this.advance(nowMs);
		return this.counts.reduce((sum, count) => sum + count, 0);
	}

	private advance(nowMs: number): void {
		const slice = Math.floor(nowMs / this.sliceMs);
		const slices = this.counts.length;
		const stale = Math.min(slices, slice - this.newestSlice);
		for (let step = 0; step < stale; step++) this.counts[(slice - step) % slices] = 0;
		this.newestSlice = Math.max(this.newestSlice, slice);
	}
}
