import type { Failed, Outcome } from '../delivery/outcome';
import type { RunStop } from '../../shared/runStop';
import type { FailureWords } from '../../../wording/describeFailure';
import { nthItem } from '../../../wording/nthItem';
import { say } from '../../../wording/say';
import type { Duplicate, ItemState, Work } from './itemState';
import type { RunReport } from '../reporting/runReport';

export interface EndingsOptions {
	report: RunReport;
	stop: RunStop;
	/** Whether the first item that fails ends the run. */
	stopsAtFailure: boolean;
}

/**
 * Where reader, claims and senders end items. If the part that holds an item in doubt fails before it has
 * ended it, the item still ends as unknown here, and not as not sent.
 */
export class Endings {
	/** The outcome an item gets in the end if no part has ended it, by its index. */
	private readonly fallbacks = new Map<number, { outcome: Outcome; work: Work }>();
	private readonly duplicates: Duplicate[] = [];

	constructor(private readonly options: EndingsOptions) {}

	/** @param isSentNow whether this run has sent it, if it was sent */
	end(itemIndex: number, outcome: Outcome, work?: Work, isSentNow = false): void {
		const { report, stop, stopsAtFailure } = this.options;
		report.add(itemIndex, outcome, work, stop.reason, isSentNow);
		this.fallbacks.delete(itemIndex);
		if (outcome.kind === 'sent' || !stopsAtFailure) return;
		stop.request(stoppedByItem(itemIndex, outcome.words));
	}

	/** The item ends as unknown unless some part ends it otherwise. */
	markInDoubt(
		work: Work,
		{ attempts, words, firstAttemptAtMs, lostAtMs }: Omit<Failed, 'kind'>,
	): void {
		const outcome: Outcome = { kind: 'unknown', attempts, words, firstAttemptAtMs, lostAtMs };
		this.fallbacks.set(work.item.itemIndex, { outcome, work });
	}

	/** Remembers how an item ends if no part of the run comes to end it. */
	setFallback(item: ItemState): void {
		if (item.kind === 'inDoubt') this.markInDoubt(item.work, item.earlier);
		else if (item.kind === 'sentBefore') {
			this.fallbacks.set(item.work.item.itemIndex, { outcome: item.outcome, work: item.work });
		} else if (item.kind === 'duplicate') this.duplicates.push(item);
	}

	/** Ends all items that no part has ended: every item has an outcome afterwards. */
	endTheRest(): void {
		const { report, stop } = this.options;
		for (const itemIndex of report.missing) {
			const known = this.fallbacks.get(itemIndex);
			if (known) this.end(itemIndex, known.outcome, known.work);
		}
		for (const { of, work } of this.duplicates) report.shareOutcome(work, of);
		const words = stop.reason ?? say('notReached');
		for (const itemIndex of report.missing) {
			this.end(itemIndex, { kind: 'not_sent', attempts: 0, words });
		}
	}
}

/** The words for the items that a run did not reach because item `itemIndex` stopped it. */
export function stoppedByItem(itemIndex: number, words: FailureWords): FailureWords {
	const { message } = say('stoppedByItem', { item: nthItem(itemIndex), reason: words.message });
	return { ...words, message };
}
