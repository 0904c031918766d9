import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessedData } from '../../../nodes/AlibabaAlscVoucherSend/sendOnce/processedData';

/** Longer than anybody waits between two accesses. */
const QUIET_MS = 400;

/**
 * n8n's store of one node as several processes see it: read whole, changed, written back whole, each
 * after a time that nobody can foretell.
 */
export class SharedRow implements ProcessedData {
	private row: readonly string[] = [];
	accesses = 0;
	private stallsBefore: number[] = [];
	private stallsWhile: number[] = [];

	constructor(private readonly mostMsPerStep: number) {}

	async checkProcessedAndRecord(
		items: string[],
		_scope: unknown,
		options: { maxEntries?: number },
	): Promise<{ new: string[]; processed: string[] }> {
		return await this.change((row) => {
			const known = new Set(row);
			const fresh = items.filter((item) => !known.has(item));
			row.push(...fresh);
			if (options.maxEntries) row.splice(0, row.length - options.maxEntries);
			return { new: fresh, processed: items.filter((item) => known.has(item)) };
		});
	}

	async removeProcessed(items: string[]): Promise<void> {
		await this.change((row) => {
			for (const item of items.map(String)) {
				const at = row.indexOf(item);
				if (at !== -1) row.splice(at, 1);
			}
		});
	}

	/** The next access takes so long until it writes, as in a process that is busy. */
	stallBeforeWriting(ms: number): void {
		this.stallsBefore.push(ms);
	}

	/** The next access takes so long to write, as in a database that is busy. */
	stallWhileWriting(ms: number): void {
		this.stallsWhile.push(ms);
	}

	/** Waits until nobody has accessed the row for a while. */
	async untilUnused(): Promise<void> {
		for (let accesses = -1; accesses !== this.accesses;) {
			accesses = this.accesses;
			await delay(QUIET_MS);
		}
	}

	/** Marks of one kind that are there. */
	marks(kind: string): string[] {
		return this.row.filter((mark) => mark.startsWith(`${kind}:`));
	}

	private async change<T>(apply: (row: string[]) => T): Promise<T> {
		this.accesses++;
		const row = [...this.row];
		await this.takeTime(this.stallsBefore.shift());
		const result = apply(row);
		await this.takeTime(this.stallsWhile.shift());
		this.row = row;
		await this.takeTime();
		return result;
	}

	private async takeTime(stallMs = 0): Promise<void> {
		await delay(stallMs + Math.random() * this.mostMsPerStep);
	}
}
