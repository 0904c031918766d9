/**
 * The places on the wire: how many items may be sent at a time. While an item waits for something other
 * than its answer, such as a voucher to show up in a list, another item may use its place.
 */
export class Places {
	/** Items that have lent their place and want one again; they go before new ones. */
	private readonly back: Array<() => void> = [];
	private readonly newcomers: Array<() => void> = [];
	private lent = 0;

	/**
	 * @param free how many items may be on the wire
	 * @param mostLent while so many places are lent, no new item gets one
	 */
	constructor(
		private free: number,
		private readonly mostLent: number,
	) {}

	/** Waits for a place for a new item. */
	async take(): Promise<void> {
		await this.queueIn(this.newcomers);
	}

	giveBack(): void {
		this.free++;
		this.admit();
	}

	/** Adds places; a negative number is taken away as places are given back. */
	change(more: number): void {
		this.free += more;
		this.admit();
	}

	/** Awaits `wait` without holding a place; then waits for a place again. */
	async lend<T>(wait: () => Promise<T>): Promise<T> {
		this.lent++;
		this.giveBack();
		try {
			return await wait();
		} finally {
			await this.queueIn(this.back);
			this.lent--;
			this.admit();
		}
	}

	private async queueIn(queue: Array<() => void>): Promise<void> {
		await new Promise<void>((resolve) => {
			queue.push(resolve);
			this.admit();
		});
	}

	private admit(): void {
		while (this.free > 0) {
			const next =
				this.back.shift() ?? (this.lent < this.mostLent ? this.newcomers.shift() : undefined);
			if (!next) return;
			this.free--;
			next();
		}
	}
}
