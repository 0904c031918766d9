import { randomBytes } from 'node:crypto';
import {
	indexEntries,
	mayHaveBeenSent,
	readEntry,
	SharedTexts,
	writeEntry,
	type LedgerEntry,
} from './entries';

/** What one run of the node remembers; plain JSON, because n8n stores it with the execution. */
interface StoredSection {
	/** Entries, some hundreds to a text. */
	entries: string[];
	texts: string[];
	/** The counts this run has added to the execution's custom data so far. */
	reported?: Record<string, number>;
}

interface StoredLedger {
	version: 2;
	seed: string;
	/** The execution that went on with it last. */
	executionId: string;
	/** Another execution has gone on from the same point: nobody knows here what that one has sent. */
	contested?: true;
	/** By run index: a node in a loop runs many times in one execution. */
	runs: Record<string, StoredSection>;
}

/** The part of n8n's node context that the ledger lives in. */
export type NodeContext = Record<string, unknown>;

const CONTEXT_KEY = 'voucherLedger';
const ENTRY_CHARACTERS_PER_TEXT = 16_000;

/**
 * What this execution has settled about each item, kept in the node's execution context. It survives
 * Retry On Fail, which runs the node again with all items, and the Retry of a failed execution, which
 * runs it again under another execution id; it is gone once the node has succeeded.
 */
export class Ledger {
	private readonly earlier: Map<string, string>;
	private readonly shared: SharedTexts;
	/** Gifts with an entry that a later outcome may have to replace. */
	private readonly replaceable: Set<string>;

	private constructor(
		private readonly stored: StoredLedger,
		private readonly section: StoredSection,
		private readonly runIndex: number,
		private readonly executionId: string,
		/** A person retries an execution that left it behind. */
		readonly isRetriedExecution: boolean,
	) {
		this.shared = new SharedTexts(section.texts);
		this.earlier = indexEntries(section.entries.join(''));
		this.replaceable = new Set(this.earlier.keys());
	}

	/**
	 * Opens the ledger of one run of the node.
	 *
	 * @param context n8n's `getContext('node')`
	 */
	static open(context: NodeContext, runIndex: number, executionId: string): Ledger {
		let stored = context[CONTEXT_KEY] as StoredLedger | undefined;
		if (stored?.version !== 2) {
			const seed = randomBytes(12).toString('base64url');
			stored = { version: 2, seed, executionId, runs: {} };
			context[CONTEXT_KEY] = stored;
		}
		const section = (stored.runs[runIndex] ??= { entries: [], texts: [] });
		const isRetriedExecution = stored.executionId !== executionId;
		return new Ledger(stored, section, runIndex, executionId, isRetriedExecution);
	}

	/** Whether earlier tries of this execution sent anything, or may have, in whichever run of the node. */
	static hasEntries(context: NodeContext): boolean {
		const stored = context[CONTEXT_KEY] as StoredLedger | undefined;
		if (stored?.contested) return true;
		return Object.values(stored?.runs ?? {}).some(({ entries }) =>
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
		if (!isFirst) this.stored.contested = true;
	}

	/** Another execution has gone on from the same point: what is not known as sent may have been. */
	get isContested(): boolean {
		return this.stored.contested === true;
	}

	/** What request ids are made from. */
	get seed(): string {
		return `${this.stored.seed}/${this.runIndex}`;
	}

	/**
	 * What an earlier try left behind about an item. A rejected one is settled within its execution;
	 * when a person retries the execution, the cause may have been mended and the item, which provably
	 * was not sent, is tried again.
	 */
	recall(gift: string): LedgerEntry | undefined {
		const text = this.earlier.get(gift);
		const entry = text === undefined ? undefined : readEntry(text, this.shared);
		if (entry?.outcome.kind === 'rejected' && this.isRetriedExecution) return undefined;
		return entry;
	}

	/** Whether nothing of any item is known from earlier tries. */
	get isEmpty(): boolean {
		return this.earlier.size === 0 && !this.isContested;
	}

	/** The gifts of requests that earlier tries sent, or may have sent. */
	get gifts(): string[] {
		return [...this.earlier].filter(([, entry]) => mayHaveBeenSent(entry)).map(([gift]) => gift);
	}

	/** Remembers how an item ended, or that a request for it is out with no answer. */
	record(gift: string, entry: LedgerEntry): void {
		const { kind } = entry.outcome;
		// What was not sent is simply sent anew; it is written down only to take an earlier entry back.
		if (kind === 'not_sent' && !this.replaceable.has(gift)) return;
		if (kind !== 'sent') this.replaceable.add(gift);
		const text = writeEntry(gift, entry, this.shared);
		const { entries } = this.section;
		const last = entries.length - 1;
		if (last < 0 || entries[last].length > ENTRY_CHARACTERS_PER_TEXT) entries.push(text);
		else entries[last] += text;
	}

	/** The counts this run has reported, replaced by new ones; returns the difference. */
	report(counts: Readonly<Record<string, number>>): Record<string, number> {
		const before = this.section.reported ?? {};
		this.section.reported = { ...counts };
		return Object.fromEntries(
			Object.entries(counts).map(([name, count]) => [name, count - (before[name] ?? 0)]),
		);
	}

	/**
	 * Forgets this run; the node has succeeded and will not be run again with these items. Which execution
	 * it was stays: the node may have more rounds to come, in this execution and in more than one retry.
	 */
	close(): void {
		delete this.stored.runs[this.runIndex];
	}
}
