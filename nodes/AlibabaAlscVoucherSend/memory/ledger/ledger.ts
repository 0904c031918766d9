import { randomBytes } from 'node:crypto';
import { writeEndedRun, type SentItem } from './endedRun';
import {
	indexEntries,
	keysIn,
	mayHaveBeenSent,
	readEntry,
	SharedTexts,
	writeEntry,
	type LedgerEntry,
} from './entries';
import { ExecutionIndex, type KnownItem } from './executionIndex';
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
 * What this execution has settled about each item, kept in the node's execution context. It survives
 * Retry On Fail, which runs the node again with all items, the Retry of a failed execution, which runs
 * it again under another execution id, and a Wait. Of a run that has succeeded, and will not be tried
 * again, the keys of what was sent are left: no other run of the node sends them in this execution.
 */
export class Ledger {
	private readonly earlier: Map<string, string>;
	private readonly shared: SharedTexts;
	/** Item keys with an entry that a later outcome may have to replace. */
	private readonly replaceable: Set<string>;
	/** Item keys that this run has said anything of, or is about to. */
	private readonly own: Set<string>;

	private constructor(
		private readonly stored: StoredLedger,
		private readonly index: ExecutionIndex,
		private readonly openRun: OpenRun,
		private readonly executionId: string,
		/** A person retries an execution that left it behind. */
		readonly isRetriedExecution: boolean,
	) {
		this.shared = new SharedTexts(openRun.texts);
		this.earlier = indexEntries(openRun.entries.join(''));
		this.replaceable = new Set(this.earlier.keys());
		this.own = new Set(this.earlier.keys());
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
			// The node has gone on to another run, so this one is not tried again.
			if (openRun.run === runIndex || index.active.has(openRun)) continue;
			endRun(stored, index, openRun, keysIn(openRun.entries.join('')));
		}
		// An agent may have its tool executed twice at once under one index.
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

	/** Another run of the node in this execution has gone on already. */
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

	/** Another execution has gone on from the same point: what is not known as sent may have been. */
	get isRetriedElsewhere(): boolean {
		return this.stored.retriedElsewhere === true;
	}

	/** What request ids are made from. */
	get seed(): string {
		return `${this.stored.seed}/${this.openRun.run}`;
	}

	/**
	 * What an earlier try left behind about an item. A rejected one is settled within its execution;
	 * when a person retries the execution, the cause may have been mended and the item, which provably
	 * was not sent, is tried again.
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
	 * @returns what another run did with it; only an item that it left in doubt is this run's then
	 */
	take(itemKey: string, item: number, quantity: number): OtherRunsItem | undefined {
		const before = this.index.get(itemKey);
		const { openRun: owner } = this;
		const elsewhere = before && before.owner !== owner ? before : undefined;
		if (elsewhere && elsewhere.state !== 'inDoubt') {
			return { run: elsewhere.run, item: elsewhere.item };
		}
		this.own.add(itemKey);
		if (before?.owner === owner && before.state !== 'inDoubt') return undefined;
		const { run } = owner;
		this.index.put(itemKey, { owner, run, item, quantity, state: 'underWay', before });
		if (!elsewhere) return undefined;
		return { run: elsewhere.run, item: elsewhere.item, inDoubt: entryOf(elsewhere) };
	}

	/** How many vouchers other runs of the node have sent, may have sent, or are about to send. */
	get vouchersOfOtherRuns(): number {
		return this.index.vouchersOfOtherRuns(this.openRun);
	}

	/** Remembers how an item ended, or that a request for it is out with no answer. */
	record(itemKey: string, entry: Omit<LedgerEntry, 'item'>): void {
		const { kind } = entry.outcome;
		const known = this.index.get(itemKey);
		const isOwn = known?.owner === this.openRun;
		const wasInDoubtElsewhere =
			isOwn && known.before?.state === 'inDoubt' && known.before.owner !== this.openRun;
		// What was not sent is simply sent anew; it is written down only to take an earlier entry back.
		if (kind === 'not_sent' && !this.replaceable.has(itemKey) && !wasInDoubtElsewhere) {
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

	/** The try is over: what it took and said nothing of was not sent. */
	release(): void {
		for (const itemKey of this.own) {
			const known = this.index.get(itemKey);
			if (known?.owner !== this.openRun || known.state !== 'underWay') continue;
			if (known.before) this.index.put(itemKey, known.before);
			else this.index.remove(itemKey);
		}
		this.index.active.delete(this.openRun);
	}

	/**
	 * Ends this run; the node has succeeded and will not be run again with these items. Which execution it
	 * was stays: the node may have more rounds to come, in this execution and in more than one retry.
	 */
	close(): void {
		this.release();
		endRun(this.stored, this.index, this.openRun, this.own);
	}
}

/** Leaves of a run what later runs need to know: what it sent, and what it left in doubt. */
function endRun(
	stored: StoredLedger,
	index: ExecutionIndex,
	openRun: OpenRun,
	itemKeys: Iterable<string>,
): void {
	const { run } = openRun;
	const sent: SentItem[] = [];
	const entries: string[] = [];
	for (const itemKey of itemKeys) {
		const known = index.get(itemKey);
		const isOwn = known?.owner === openRun;
		if (isOwn && known.state === 'sent') {
			const { item, quantity } = known;
			sent.push({ itemKey, item, quantity });
			index.put(itemKey, { run, item, quantity, state: 'sent' });
		} else if (isOwn) {
			const entry = entryOf(known);
			if (!entry) continue;
			const text = writeEntry(itemKey, entry, index.texts);
			entries.push(text);
			index.addEntry(text.slice(0, -1), run, undefined, stored.texts);
		} else if (!known && index.disproved.has(itemKey)) {
			entries.push(writeEntry(itemKey, NOT_SENT, index.texts));
		}
	}
	stored.open = stored.open.filter((one) => one !== openRun);
	index.runEnded(openRun);
	if (sent.length + entries.length === 0) return;
	append(stored.ended, writeEndedRun({ run, sent, entries }));
}

/** Takes an earlier entry back. */
const NOT_SENT: LedgerEntry = {
	item: 0,
	quantity: 0,
	outcome: { kind: 'not_sent', attempts: 0, words: { message: '', hint: '' } },
};

function entryOf({ entry, texts }: KnownItem): LedgerEntry | undefined {
	return entry && texts ? readEntry(entry, texts) : undefined;
}
