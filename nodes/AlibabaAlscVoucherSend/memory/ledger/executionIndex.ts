import { readEndedRuns } from './endedRun';
import { itemKeyIn, kindOfEntry, SharedTexts, sizeOfEntry } from './entries';
import type { OpenRun, StoredLedger } from './storedLedger';

/** Where an item was sent, may have been sent, or is about to be. */
export interface KnownItem {
	/** The open run it belongs to; `undefined` once that run has ended. */
	owner?: OpenRun;
	/** n8n's run index. */
	run: number;
	item: number;
	quantity: number;
	state: 'underWay' | 'sent' | 'inDoubt';
	/** For an item in doubt: what is known of it. */
	entry?: string;
	texts?: string[];
	/** For an item under way: what was known of it before, should nothing come of it. */
	before?: KnownItem;
}

/**
 * Where each item of an execution was sent, by item key, over all runs of the node. It lives in the
 * process and is made from what is stored only when the execution has come to another process, or was
 * read from the database again (Wait, Retry): a round of a loop costs the same, however many went before.
 */
export class ExecutionIndex {
	/** Runs that are being executed in this process; another one with the same index is not tried again. */
	readonly active = new Set<OpenRun>();
	/** Items that were in doubt and were then proved not to have been sent. */
	readonly disproved = new Set<string>();
	/** The texts of ended runs. */
	readonly texts: SharedTexts;
	private readonly items = new Map<string, KnownItem>();
	/** The vouchers of all places, and those of each open run. */
	private vouchers = 0;
	private readonly vouchersOf = new Map<OpenRun, number>();

	private constructor(stored: StoredLedger) {
		this.texts = new SharedTexts(stored.texts);
		const runs = [
			...readEndedRuns(stored.ended.join('')).map((ended) => ({ ...ended, owner: undefined })),
			...stored.open.map((owner) => ({
				run: owner.run,
				sent: [],
				entries: owner.entries.join('').split(';'),
				owner,
			})),
		];
		// A later run may have settled what an earlier one, which is still open, left in doubt.
		for (const { run, sent, entries, owner } of runs.sort((a, b) => a.run - b.run)) {
			for (const { itemKey, ...where } of sent) {
				this.put(itemKey, { ...where, run, owner, state: 'sent' });
			}
			for (const entry of entries) {
				if (entry !== '') this.addEntry(entry, run, owner, owner?.texts ?? stored.texts);
			}
		}
	}

	/** The index of an execution, as long as what n8n holds of it stays the same object. */
	static of(stored: StoredLedger): ExecutionIndex {
		let index = indexes.get(stored);
		if (!index) {
			index = new ExecutionIndex(stored);
			indexes.set(stored, index);
		}
		return index;
	}

	get(itemKey: string): KnownItem | undefined {
		return this.items.get(itemKey);
	}

	put(itemKey: string, item: KnownItem): void {
		const former = this.items.get(itemKey);
		if (former) this.countVouchers(former, -former.quantity);
		this.items.set(itemKey, item);
		this.countVouchers(item, item.quantity);
	}

	remove(itemKey: string): void {
		const item = this.items.get(itemKey);
		if (item) this.countVouchers(item, -item.quantity);
		this.items.delete(itemKey);
	}

	/** The run is over: no open run owns its places any more. */
	runEnded(owner: OpenRun): void {
		this.active.delete(owner);
		this.vouchersOf.delete(owner);
	}

	/** Takes in what an entry says. */
	addEntry(entry: string, run: number, owner: OpenRun | undefined, texts: string[]): void {
		const itemKey = itemKeyIn(entry);
		const kind = kindOfEntry(entry);
		if (kind === 'rejected' || kind === 'not_sent') {
			const known = this.items.get(itemKey);
			if ((known?.before ?? known)?.state === 'inDoubt') this.disproved.add(itemKey);
			this.remove(itemKey);
			return;
		}
		const { item, quantity } = sizeOfEntry(entry);
		const where = { owner, run, item, quantity };
		if (kind === 'sent') this.put(itemKey, { ...where, state: 'sent' });
		else this.put(itemKey, { ...where, state: 'inDoubt', entry, texts });
	}

	/** How many vouchers all runs but this one have sent, may have sent, or are about to send. */
	vouchersOfOtherRuns(owner: OpenRun): number {
		return this.vouchers - (this.vouchersOf.get(owner) ?? 0);
	}

	private countVouchers({ owner }: KnownItem, quantity: number): void {
		this.vouchers += quantity;
		if (owner) this.vouchersOf.set(owner, (this.vouchersOf.get(owner) ?? 0) + quantity);
	}
}

const indexes = new WeakMap<StoredLedger, ExecutionIndex>();
