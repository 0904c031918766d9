/**
 * A queue of limited length between the reader and the senders: the reader waits while it is full, the
 * senders while it is empty.
 */
export class Channel<T> {
	private readonly values: T[] = [];
	private readonly takers: Array<(value: T | undefined) => void> = [];
	private readonly putters: Array<() => void> = [];
	private closed = false;

	constructor(private readonly capacity: () => number) {}

	async put(value: T): Promise<void> {
		const taker = this.takers.shift();
		if (taker) {
			taker(value);
			return;
		}
		this.values.push(value);
		if (this.values.length >= this.capacity()) {
			await new Promise<void>((resolve) => this.putters.push(resolve));
		}
	}

	/** The next value; `undefined` when there will be none. */
	async take(): Promise<T | undefined> {
		const value = this.values.shift();
		if (value !== undefined) {
			if (this.values.length < this.capacity()) for (const go of this.putters.splice(0)) go();
			return value;
		}
		if (this.closed) return undefined;
		return await new Promise((resolve) => this.takers.push(resolve));
	}

	/** No more values will be put. */
	close(): void {
		this.closed = true;
		for (const taker of this.takers.splice(0)) taker(undefined);
	}
}
