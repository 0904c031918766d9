import type { NodeExecutionHint } from 'n8n-workflow';
import type { FailureWords } from '../../../wording/describeFailure';
import { counted, lowerFirst, sentences, whole } from '../../../wording/join';
import { phrase } from '../../../wording/say';
import { goOnPastItemWords, goOnWords, type RetryPlace } from '../run/retryPlace';
import { countsInWords, type Counts } from './counts';
import { howMany } from './howMany';
import { dryRunLine, type DryRunTotals } from './dryRunWords';

/** What a run did, and what it found done. */
export interface RunTotals {
	/** Items, by how they ended. */
	counts: Counts;
	/** Vouchers that this run sent. */
	vouchers: number;
	/** To so many customers. */
	customers: number;
	/** Items whose key was sent before, by another execution or for another item. */
	alreadyByKey: number;
	/** The customers who got it by another execution. */
	customersBefore: number;
	/** Items that an earlier try of this execution sent. */
	already: number;
	/** Why items failed, where it is the same for all of them. */
	onlyReason?: string;
}

/**
 * The line over the output: what this run sent, in vouchers and customers, what was sent before, and
 * the items that were not.
 */
export function summaryHint(totals: RunTotals): NodeExecutionHint {
	const { counts, vouchers, customers, alreadyByKey, already, onlyReason } = totals;
	const failed = counts.rejected + counts.not_sent + counts.unknown;
	const type = failed === 0 ? 'info' : 'warning';
	if (failed > 0 && onlyReason !== undefined && counts.sent + counts.unknown === 0) {
		const message = phrase('nothingSent', { reason: lowerFirst(onlyReason) });
		return { message, type, location: 'outputPane' };
	}
	const before = [
		[alreadyByKey, 'hadItAlready'],
		[already, 'sentBeforeHere'],
	] as const;
	const others = [
		[counts.rejected, 'itemsRejected'],
		[counts.not_sent, 'itemsNotSent'],
		[counts.unknown, 'itemsUnknown'],
	] as const;
	const parts = [
		vouchers > 0
			? phrase('sentTo', {
					vouchers: howMany(vouchers, 'voucher'),
					customers: howMany(customers, 'customer'),
				})
			: phrase(nothingNew(totals)),
		...before.flatMap(([many, id]) => (many > 0 ? [phrase(id, { count: counted(many) })] : [])),
		...others.flatMap(([many, id]) =>
			many > 0 ? [phrase(id, { items: howMany(many, 'item') })] : [],
		),
	];
	return { message: parts.join(' · '), type, location: 'outputPane' };
}

function nothingNew({ alreadyByKey, already, counts }: RunTotals) {
	if (alreadyByKey + already > 0) return 'noneSentNow';
	return counts.unknown > 0 ? 'noneSentForCertain' : 'noneSent';
}

/** The line over the output of a dry run. */
export function dryRunHint(dryRun: DryRunTotals): NodeExecutionHint {
	const { message, warns } = dryRunLine(dryRun);
	return { message, type: warns ? 'warning' : 'info', location: 'outputPane' };
}

/**
 * For a dry run of a retried execution: a success would take 'Retry' away from the failed one, and with
 * it the memory of what was sent.
 */
export function dryRunOfRetry(dryRun: DryRunTotals): FailureWords {
	return { message: dryRunHint(dryRun).message, hint: phrase('dryRunOfRetry') };
}

/** For vouchers that were sent and whose keys could not be marked as sent. */
export function keysNotSettledHint(problem: unknown): NodeExecutionHint {
	const reason = problem instanceof Error ? problem.message : String(problem);
	return {
		message: phrase('keysNotSettled', { reason }),
		type: 'warning',
		location: 'outputPane',
	};
}

/** For a register that is at its limits. */
export function registerHint(message: string): NodeExecutionHint {
	return { message, type: 'warning', location: 'outputPane' };
}

export interface StopState {
	/** The memory across executions knows the keys of all that was sent. */
	knowsKeys: boolean;
	/** The execution is a second retry, of which nothing more is sent. */
	isRetriedElsewhere: boolean;
	retryPlace: RetryPlace;
	/** All items failed, and for the same reason. */
	isForAll: boolean;
	/** What has to be put right is in the item: the same input would fail again. */
	isCausedByItem: boolean;
}

/**
 * What a node that stops says beneath its first failure.
 *
 * @param hint what to do about the failure
 */
export function stopDescription(
	hint: string,
	total: number,
	counts: Counts,
	{ knowsKeys, isRetriedElsewhere, retryPlace, isForAll, isCausedByItem }: StopState,
): string {
	const items = howMany(total, 'item');
	const ended = sentences(
		hint,
		phrase(isForAll ? 'sameForAll' : 'ofItems', { items, counts: countsInWords(counts) }),
	);
	// A retry of this one would find the same; the hint says what to do.
	if (isRetriedElsewhere) return ended;
	const mayHaveBeenSent = counts.sent + counts.unknown > 0;
	if (!mayHaveBeenSent) return whole(ended, phrase('anewIsSafe'));
	const goOn = isCausedByItem ? goOnPastItemWords(retryPlace) : goOnWords(retryPlace);
	return whole(ended, goOn, phrase(knowsKeys ? 'anewWithKeys' : 'anewSendsAgain'));
}
