import { randomBytes } from 'node:crypto';
import { endRun } from './endRun';
import {
	indexEntries,
	keysIn,
	mayHaveBeenSent,
	readEntry,
	SharedTexts,
	writeEntry,
	type LedgerEntry,
} from './entries';
import { entryOf, ExecutionIndex } from './executionIndex';
import { append, type OpenRun, type StoredLedger } from './storedLedger';

/** The part of n8n's node context that the ledger lives in. */
export type NodeContext = Record<string, unknown>;

/** What another run of the node in the same execution did with an item. */
export interface OtherRunsItem {
	/** n8n's run index. */
	run: number;
	item: number;
	/** What is known of an item that was left in doubt; otherwise it was sent, or is about to be. */
	inDoubt?: LedgerEntry;
}

const CONTEXT_KEY = 'voucherLedger';

/**
 * What this execution knows of each item, kept in the node's execution context. It survives Retry On Fail,
 * which runs the node again with all items; the Retry of a failed execution, which runs it again under
 * another execution id; and a Wait. Of a run that has succeeded, and so is not tried again, only the keys
 * of the items it sent or left in doubt are kept: no other run of the node sends them in this execution.
 */
export class Ledger {
	private readonly earlier: Map<string, string>;
	private readonly shared: SharedTexts;
	/** Keys of items with an entry that a later outcome has to replace, besides those of earlier tries. */
	private readonly replaceable = new Set<string>();
	/** Keys of the items that this run has taken or recorded in this try. */
	private readonly own = new Set<string>();

	private constructor(
		private readonly stored: StoredLedger,
		private readonly index: ExecutionIndex,
		private readonly openRun: OpenRun,
		private readonly executionId: string,
		/** This execution is a person's Retry of the one that wrote the ledger. */
		readonly isRetriedExecution: boolean,
	) {
		this.shared = new SharedTexts(openRun.texts);
		this.earlier = indexEntries(openRun.entries.join(''));
		index.active.add(openRun);
	}

	/**
	 * Opens the ledger of one run of the node; {@link release} has to follow.
	 *
	 * @param context n8n's `getContext('node')`
	 */
	static open(context: NodeContext, runIndex: number, executionId: string): Ledger {
		let stored = context[CONTEXT_KEY] as StoredLedger | undefined;
		if (stored?.version !== 3) {
			const seed = randomBytes(12).toString('base64url');
			stored = { version: 3, seed, executionId, open: [], ended: [], texts: [] };
			context[CONTEXT_KEY] = stored;
		}
		const index = ExecutionIndex.of(stored);
		for (const openRun of stored.open) {
			// n8n runs the node under another index now, so it does not try this run again.
			if (openRun.run === runIndex || index.active.has(openRun)) continue;
			endRun(stored, index, openRun, keysIn(openRun.entries.join('')));
		}
		// An AI agent may execute its tool twice at once under one index: each gets a run of its own.
		let openRun = stored.open.find((one) => one.run === runIndex && !index.active.has(one));
		if (!openRun) {
			openRun = { run: runIndex, entries: [], texts: [] };
			stored.open.push(openRun);
		}
		const isRetriedExecution = stored.executionId !== executionId;
		return new Ledger(stored, index, openRun, executionId, isRetriedExecution);
	}

	/** Whether a run of the node that may be tried again has sent anything, or may have. */
	static hasEntries(context: NodeContext): boolean {
		const stored = context[CONTEXT_KEY] as StoredLedger | undefined;
		if (stored?.retriedElsewhere) return true;
		return (stored?.open ?? []).some(({ entries }) =>
			[...indexEntries(entries.join('')).values()].some(mayHaveBeenSent),
		);
	}

	/** Whether the ledger is this execution's already: it began it, or a run of it has called {@link goOn}. */
	get hasGoneOn(): boolean {
		return this.stored.executionId === this.executionId;
	}

	/** Names the point at which a retried execution goes on; another retry of it names the same. */
	get pointOfRetry(): string {
		return JSON.stringify(['retry', this.stored.seed, this.stored.executionId]);
	}

	/**
	 * Goes on in a retried execution; to be called before anything is sent.
	 *
	 * @param isFirst whether no other execution has gone on from the same point
	 */
	goOn(isFirst: boolean): void {
		this.stored.executionId = this.executionId;
		if (!isFirst) this.stored.retriedElsewhere = true;
	}

	/** Another execution has retried from the same point: an item that is not known as sent may have been sent. */
	get isRetriedElsewhere(): boolean {
		return this.stored.retriedElsewhere === true;
	}

	/** What request ids are made from. */
	get seed(): string {
		return `${this.stored.seed}/${this.openRun.run}`;
	}

	/**
	 * What an earlier try recorded of an item. A rejected item stays rejected within its execution. When a
	 * person retries the execution, the cause may have been mended, so a rejected item, which provably was
	 * not sent, counts as new.
	 */
	earlierEntry(itemKey: string): LedgerEntry | undefined {
		const text = this.earlier.get(itemKey);
		const entry = text === undefined ? undefined : readEntry(text, this.openRun.texts);
		if (entry?.outcome.kind === 'rejected' && this.isRetriedExecution) return undefined;
		return entry;
	}

	/** Whether nothing of any item is known from earlier tries of this run. */
	get isEmpty(): boolean {
		return this.earlier.size === 0 && !this.isRetriedElsewhere;
	}

	/** The keys of items that earlier tries of this run sent, or may have sent. */
	get itemKeys(): string[] {
		return [...this.earlier].filter(([, entry]) => mayHaveBeenSent(entry)).map(([key]) => key);
	}

	/**
	 * Takes an item for this run, so that no other run of the node sends it.
	 *
	 * @returns what another run did with it, if any did. Of those, only an item in doubt is taken over
	 */
	take(itemKey: string, item: number, quantity: number): OtherRunsItem | undefined {
		const before = this.index.get(itemKey);
		const { openRun: owner } = this;
		const otherRuns = before && before.owner !== owner ? before : undefined;
		if (otherRuns && otherRuns.state !== 'inDoubt') {
			return { run: otherRuns.run, item: otherRuns.item };
		}
		this.own.add(itemKey);
		if (before?.owner === owner && before.state !== 'inDoubt') return undefined;
		const { run } = owner;
		this.index.put(itemKey, { owner, run, item, quantity, state: 'underWay', before });
		if (!otherRuns) return undefined;
		return { run: otherRuns.run, item: otherRuns.item, inDoubt: entryOf(otherRuns) };
	}

	/** How many vouchers other runs of the node have sent, may have sent, or are about to send. */
	get vouchersOfOtherRuns(): number {
		return this.index.vouchersOfOtherRuns(this.openRun);
	}

	/** Records how an item ended, or, on cancelling, that a request for it is in flight. */
	record(itemKey: string, entry: Omit<LedgerEntry, 'item'>): void {
		const { kind } = entry.outcome;
		const known = this.index.get(itemKey);
		const isOwn = known?.owner === this.openRun;
		const wasInDoubtElsewhere =
			isOwn && known.before?.state === 'inDoubt' && known.before.owner !== this.openRun;
		// An item that was not sent needs no entry, since a retry sends it anew; unless an earlier entry has to
		// be taken back.
		const isReplaceable = this.replaceable.has(itemKey) || this.earlier.has(itemKey);
		if (kind === 'not_sent' && !isReplaceable && !wasInDoubtElsewhere) {
			if (isOwn) this.index.remove(itemKey);
			return;
		}
		if (kind !== 'sent') this.replaceable.add(itemKey);
		this.own.add(itemKey);
		const item = isOwn ? known.item : 0;
		const text = writeEntry(itemKey, { ...entry, item }, this.shared);
		append(this.openRun.entries, text);
		this.index.addEntry(text.slice(0, -1), this.openRun.run, this.openRun, this.openRun.texts);
	}

	/** The counts this run has reported, replaced by new ones; returns the difference. */
	report(counts: Readonly<Record<string, number>>): Record<string, number> {
		const before = this.openRun.reported ?? {};
		this.openRun.reported = { ...counts };
		return Object.fromEntries(
			Object.entries(counts).map(([name, count]) => [name, count - (before[name] ?? 0)]),
		);
	}

	/** Ends this try: items that it took and never recorded were not sent. */
	release(): void {
		for (const itemKey of this.own) {
			const known = this.index.get(itemKey);
			if (known?.owner !== this.openRun || known.state !== 'underWay') continue;
			if (known.before) this.index.put(itemKey, known.before);
			else this.index.remove(itemKey);
		}
		this.index.active.delete(this.openRun);
	}

	/** Ends this run: the node has succeeded, and n8n will not run it again with these items. */
	close(): void {
		this.release();
		endRun(this.stored, this.index, this.openRun, new Set([...this.earlier.keys(), ...this.own]));
	}
}
