/** A request of a run that waits for its turn. */
export interface Waiting {
	readonly run: object;
}

/**
 * The requests that wait for turns. Within a run they stay in order; between runs turns rotate, so that one
 * voucher of a webhook does not wait behind the thousands of a campaign.
 */
export class TurnQueue<W extends Waiting> {
	/** By run, in rotation: the run that was served last is the last one here. No entry is empty. */
	private readonly lines = new Map<object, W[]>();

	get isEmpty(): boolean {
		return this.lines.size === 0;
	}

	add(waiter: W): void {
		const line = this.lines.get(waiter.run);
		if (line) line.push(waiter);
		else this.lines.set(waiter.run, [waiter]);
	}

	/** The first of each run, in the order in which the runs are to be served. */
	*heads(): Generator<W> {
		for (const line of this.lines.values()) yield line[0];
	}

	/** All that wait, run by run. */
	*all(): Generator<W> {
		for (const line of this.lines.values()) yield* line;
	}

	/** Removes one whose turn has come: its run goes to the back. */
	serve(waiter: W): void {
		const line = this.lines.get(waiter.run) ?? [];
		this.lines.delete(waiter.run);
		line.splice(line.indexOf(waiter), 1);
		if (line.length > 0) this.lines.set(waiter.run, line);
	}

	/** Removes one that no longer waits: its run keeps its place. */
	remove(waiter: W): void {
		const line = this.lines.get(waiter.run) ?? [];
		const at = line.indexOf(waiter);
		if (at !== -1) line.splice(at, 1);
		if (line.length === 0) this.lines.delete(waiter.run);
	}
}
