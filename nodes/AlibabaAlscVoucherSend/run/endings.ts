import type { Failed, Outcome } from '../delivery/outcome';
import type { RunStop } from '../../shared/runStop';
import type { FailureWords } from '../../../wording/describeFailure';
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
 * Where every item of a run ends, whichever part of the run ended it. What was in doubt and is ended by
 * nobody, because the part that held it failed, is unknown in the end, and not "not sent".
 */
export class Endings {
	private readonly inDoubt = new Map<number, { outcome: Outcome; work: Work }>();
	private readonly duplicates: Duplicate[] = [];

	constructor(private readonly options: EndingsOptions) {}

	/** @param now whether this run has sent it, if it was sent */
	end(itemIndex: number, outcome: Outcome, work?: Work, now = false): void {
		const { report, stop, stopsAtFailure } = this.options;
		report.add(itemIndex, outcome, work, stop.reason, now);
		this.inDoubt.delete(itemIndex);
		if (outcome.kind === 'sent' || !stopsAtFailure) return;
		stop.request(stoppedByItem(itemIndex, outcome.words));
	}

	/** A voucher may have been sent for this item; it is unknown unless something settles it. */
	markInDoubt(
		work: Work,
		{ attempts, words, firstAttemptAtMs, lostAtMs }: Omit<Failed, 'kind'>,
	): void {
		const outcome: Outcome = { kind: 'unknown', attempts, words, firstAttemptAtMs, lostAtMs };
		this.inDoubt.set(work.item.itemIndex, { outcome, work });
	}

	/** Notes what is known of an item before the run does anything with it. */
	expect(item: ItemState): void {
		if (item.kind === 'inDoubt') this.markInDoubt(item.work, item.earlier);
		else if (item.kind === 'sentBefore') {
			this.inDoubt.set(item.work.item.itemIndex, { outcome: item.outcome, work: item.work });
		} else if (item.kind === 'duplicate') this.duplicates.push(item);
	}

	/** Ends what nothing has ended: every item has an outcome afterwards. */
	endTheRest(): void {
		const { report, stop } = this.options;
		for (const itemIndex of report.missing) {
			const known = this.inDoubt.get(itemIndex);
			if (known) this.end(itemIndex, known.outcome, known.work);
		}
		for (const { of, work } of this.duplicates) report.share(work, of);
		const words = stop.reason ?? say('notReached');
		for (const itemIndex of report.missing) {
			this.end(itemIndex, { kind: 'not_sent', attempts: 0, words });
		}
	}
}

/** For the items that a run did not come to because of another one. */
export function stoppedByItem(itemIndex: number, words: FailureWords): FailureWords {
	const { message } = say('stoppedByItem', { item: itemIndex, reason: words.message });
	return { ...words, message };
}
