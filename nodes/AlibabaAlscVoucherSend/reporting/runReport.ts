import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Outcome, OutcomeKind } from '../delivery/outcome';
import { noCounts, type Counts } from './counts';
import { alreadySentJson, outcomeJson } from './outcomeItem';
import { countsOfKinds } from '../../../wording/say';
import type { FailureWords } from '../../../wording/describeFailure';
import type { TemplateFinding } from '../templatePicker/lookAtTemplate';
import { checkWords, type AskedTemplate, type DryRunTotals } from './dryRunWords';
import type { RunTotals } from './summary';
import type { Work } from '../run/itemState';

/** The item whose failure ended the run, or the first that failed. */
export interface FirstFailure {
	itemIndex: number;
	words: FailureWords;
}

const MOST_FAILURES_LISTED = 100;

/** What a run says of its items: one output item for each, how many ended how, and what failed. */
export class RunReport {
	readonly counts: Counts = noCounts();
	firstFailure?: FirstFailure;
	/** What failed, for the error of a node that stops; the first hundred. */
	readonly failures: IDataObject[] = [];
	/** What this run sent, and what was sent before. */
	private readonly tally = {
		vouchers: 0,
		customers: new Set<string>(),
		items: 0,
		byKey: 0,
		customersBefore: new Set<string>(),
	};
	private readonly reasons = new Set<string>();
	private readonly output: Array<INodeExecutionData | undefined>;
	private readonly dryRunTotals = { vouchers: 0, invalid: 0, hasKeys: false };
	private readonly dryRunCustomers = new Set<string>();
	private readonly templates: AskedTemplate[] = [];

	/** @param input whose fields stand beside those of the items that did not fail; none unless given */
	constructor(
		itemCount: number,
		private readonly isDryRun: boolean,
		private readonly input?: readonly INodeExecutionData[],
	) {
		this.output = new Array<INodeExecutionData | undefined>(itemCount);
	}

	/** One item for each input item, in input order; complete once nothing is {@link missing}. */
	get items(): INodeExecutionData[] {
		const { input } = this;
		const items = this.output as INodeExecutionData[];
		if (!input) return items;
		return items.map((item, at) =>
			// A failed item is `{ error, details }` and nothing else.
			item.json.error ? item : { ...item, json: { ...item.json, ...input[at].json, ...item.json } },
		);
	}

	/** What the line over the output says. */
	get totals(): RunTotals {
		const { vouchers, customers, items, byKey, customersBefore } = this.tally;
		return {
			counts: this.counts,
			vouchers,
			customers: customers.size,
			alreadyByKey: byKey,
			customersBefore: customersBefore.size,
			already: this.counts.sent - items - byKey,
			onlyReason: this.onlyReason,
		};
	}

	/** How far the run has come. */
	get progress(): { ended: number; kinds: string[] } {
		const { sent, rejected, not_sent, unknown } = this.counts;
		const sentNow = this.tally.items;
		const kinds = countsOfKinds([
			[sentNow, 'countSent'],
			[sent - sentNow, 'progressSentBefore'],
			[rejected, 'countRejected'],
			[not_sent, 'countNotSent'],
			[unknown, 'countUnknown'],
		]);
		return { ended: sent + rejected + not_sent + unknown, kinds };
	}

	get dryRun(): DryRunTotals | undefined {
		if (!this.isDryRun) return undefined;
		const { dryRunTotals, templates, onlyReason } = this;
		return { ...dryRunTotals, templates, onlyReason, customers: this.dryRunCustomers.size };
	}

	/** The items that have no outcome yet. */
	get missing(): number[] {
		return [...this.output.keys()].filter((itemIndex) => this.output[itemIndex] === undefined);
	}

	/**
	 * @param stopReason why the run has stopped, if it has: items with these words failed only because of
	 * that, and are left out of the list of failures
	 * @param isSentNow whether this run has sent it, if it was sent
	 */
	add(
		itemIndex: number,
		outcome: Outcome,
		work: Work | undefined,
		stopReason: FailureWords | undefined,
		isSentNow: boolean,
	): void {
		// First, because it may throw: nothing has been counted then, and the item can still be ended otherwise.
		const json = outcomeJson(outcome, work?.request, work?.item.simplify ?? true);
		this.counts[outcome.kind]++;
		this.put(itemIndex, json);
		if (outcome.kind === 'sent') {
			if (isSentNow) this.countSent(work);
			else if (outcome.proof.by === 'sendOnceKey') this.countSentBefore(work);
			return;
		}
		if (this.reasons.size < 2) this.reasons.add(outcome.words.message);
		this.firstFailure ??= { itemIndex, words: outcome.words };
		if (outcome.words !== stopReason && this.failures.length < MOST_FAILURES_LISTED) {
			this.failures.push({ item: itemIndex, ...json });
		}
		if (this.isDryRun) this.dryRunTotals.invalid++;
	}

	/** An item that a dry run would have sent. */
	showOnly({ item, request }: Work, finding: TemplateFinding): void {
		const hasKey = item.sendOnceKey !== '';
		this.dryRunTotals.vouchers += request.voucher_num;
		this.dryRunTotals.hasKeys ||= hasKey;
		this.dryRunCustomers.add(request.customer_id);
		this.counts.not_sent++;
		this.put(item.itemIndex, { dry_run: true, ...request, ...checkWords(finding, hasKey) });
	}

	/** What a dry run found out about the template that items ask for. */
	noteTemplate(finding: TemplateFinding, items: ReadonlyArray<{ work: Work }>): void {
		const asked = items.reduce((sum, { work }) => sum + work.request.voucher_num, 0);
		this.templates.push({ finding, asked });
	}

	/** Reports a duplicate as the item `of` that has the same key, if that one has ended. */
	shareOutcome(work: Work, of: number): void {
		const original = this.output[of]?.json;
		if (!original) return;
		const { itemIndex } = work.item;
		const { dry_run: dryRun, error, details } = original;
		const kind = error ? (details as IDataObject).outcome : dryRun ? 'not_sent' : 'sent';
		this.counts[kind as OutcomeKind]++;
		if (kind === 'sent') this.tally.byKey++;
		const isSimplified = kind === 'sent' && 'attempts' in original;
		this.put(itemIndex, isSimplified ? alreadySentJson(original) : { ...original });
	}

	/** Why items failed, where it is the same for all of them. */
	private get onlyReason(): string | undefined {
		const [reason, ...others] = this.reasons;
		return others.length === 0 ? reason : undefined;
	}

	private countSent(work: Work | undefined): void {
		this.tally.items++;
		this.tally.vouchers += work?.request.voucher_num ?? 0;
		if (work) this.tally.customers.add(work.request.customer_id);
	}

	private countSentBefore(work: Work | undefined): void {
		this.tally.byKey++;
		if (work) this.tally.customersBefore.add(work.request.customer_id);
	}

	private put(itemIndex: number, json: IDataObject): void {
		this.output[itemIndex] = { json, pairedItem: { item: itemIndex } };
	}
}
