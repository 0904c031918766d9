import { readEndedRuns } from './endedRunText';
import {
	itemKeyIn,
	kindOfEntry,
	readEntry,
	SharedTexts,
	sizeOfEntry,
	type LedgerEntry,
} from './entries';
import type { OpenRun, StoredLedger } from './storedLedger';

/** An item that was sent, may have been sent, or is about to be, and which run of the node did it. */
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
	/** For an item under way: what was known of it before; true again if it is released unsent. */
	before?: KnownItem;
}

/**
 * What is known of each item of an execution, by item key, over all runs of the node. It is kept in the
 * process, so that a round of a loop costs the same however many went before. It is made from the stored
 * ledger only when n8n has loaded the execution anew: in another process, after a Wait, or for a Retry.
 */
export class ExecutionIndex {
	/** Runs that are being executed in this process. No other run may go on with their entries. */
	readonly active = new Set<OpenRun>();
	/** The keys of items that were in doubt and were then proved not to have been sent. */
	readonly disproved = new Set<string>();
	/** The texts that the entries of ended runs share. */
	readonly texts: SharedTexts;
	private readonly items = new Map<string, KnownItem>();
	/** How many vouchers all items together stand for, and those of each open run. */
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
		// In the order of the runs: a later one may have settled an item that an earlier one left in doubt.
		for (const { run, sent, entries, owner } of runs.sort((a, b) => a.run - b.run)) {
			for (const { itemKey, ...where } of sent) {
				this.put(itemKey, { ...where, run, owner, state: 'sent' });
			}
			for (const entry of entries) {
				if (entry !== '') this.addEntry(entry, run, owner, owner?.texts ?? stored.texts);
			}
		}
	}

	/** The index of an execution; the same one as long as n8n keeps the same `stored` object. */
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

	/** Forgets an open run that has ended; {@link put} first replaces its items by ones without an owner. */
	runEnded(owner: OpenRun): void {
		this.active.delete(owner);
		this.vouchersOf.delete(owner);
	}

	/** Updates the item of an entry with what the entry says; the item is removed if it was not sent. */
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

/** What is known of an item in doubt; `undefined` for any other. */
export function entryOf({ entry, texts }: KnownItem): LedgerEntry | undefined {
	return entry && texts ? readEntry(entry, texts) : undefined;
}
