import { TopAbortedError } from '../protocol/errors';
import { whenAborted } from '../whenAborted';

/** A fixed number of places, handed out in the order they are asked for. */
export class Slots {
	private readonly waiting: Array<() => void> = [];

	constructor(private free: number) {}

	/**
	 * Waits for a place.
	 *
	 * @returns the function that gives it back
	 * @throws TopAbortedError when `signal` fires first
	 */
	async take(signal?: AbortSignal): Promise<() => void> {
		if (signal?.aborted) throw new TopAbortedError(false);
		if (this.free > 0) this.free--;
		else await this.wait(signal);
		return () => this.giveBack();
	}

	private async wait(signal: AbortSignal | undefined): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const stay = whenAborted(signal, () => {
				this.waiting.splice(this.waiting.indexOf(go), 1);
				reject(new TopAbortedError(false));
			});
			const go = () => {
				stay();
				resolve();
			};
			this.waiting.push(go);
		});
	}

	private giveBack(): void {
		const next = this.waiting.shift();
		if (next) next();
		else this.free++;
	}
}
