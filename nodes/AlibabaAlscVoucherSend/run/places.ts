/**
 * So many items may be on the wire at a time. An item that has to wait for something else, such as a
 * voucher to show up, lends its place to another one meanwhile.
 */
export class Places {
	/** Items that come back go first. */
	private readonly back: Array<() => void> = [];
	private readonly newcomers: Array<() => void> = [];
	private lent = 0;

	/**
	 * @param free how many items may be on the wire
	 * @param mostLent no new item gets a place while so many wait for something else
	 */
	constructor(
		private free: number,
		private readonly mostLent: number,
	) {}

	/** Waits for a place for an item that was not there before. */
	async take(): Promise<void> {
		await this.queueIn(this.newcomers);
	}

	giveBack(): void {
		this.free++;
		this.admit();
	}

	/** Waits for something without holding a place. */
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
