import type { NodeExecutionHint } from 'n8n-workflow';
import type { FailureWords } from '../../../wording/describeFailure';
import { phrase } from '../../../wording/say';
import { goOnWords, type RetryPlace } from '../run/retryPlace';
import { countsInWords, type Counts } from './counts';
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
		return { message: `Nothing was sent: ${lowerFirst(onlyReason)}`, type, location: 'outputPane' };
	}
	const sent =
		vouchers > 0
			? `${plural(vouchers, 'voucher')} sent to ${plural(customers, 'customer')}`
			: alreadyByKey + already > 0
				? '0 sent now'
				: counts.unknown > 0
					? 'No voucher sent for certain'
					: 'No voucher sent';
	const count = (items: number, what: string) =>
		items > 0 ? [`${items.toLocaleString('en-US')} ${what}`] : [];
	const parts = [
		sent,
		...count(alreadyByKey, 'had it already (Send Once Key)'),
		...count(already, 'sent before in this execution'),
		...count(counts.rejected, `${items(counts.rejected)} rejected`),
		...count(counts.not_sent, `${items(counts.not_sent)} not sent`),
		...count(counts.unknown, `${items(counts.unknown)} unknown`),
	];
	return { message: parts.join(' · '), type, location: 'outputPane' };
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
	return {
		message: dryRunHint(dryRun).message,
		hint: "The node stops here so that the execution can still be retried: switch 'Dry Run' off, save, and press 'Retry with currently saved workflow'",
	};
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
	{ knowsKeys, isRetriedElsewhere, retryPlace }: StopState,
): string {
	const ended = `${sentence(hint)} Of ${plural(total, 'item')}: ${countsInWords(counts)}.`;
	// A retry of this one would find the same; the hint says what to do.
	if (isRetriedElsewhere) return ended;
	const anew = knowsKeys
		? "Executing the node anew does not send it again either, as long as its 'Send Once Key' comes out the same."
		: 'Executing the node anew would send it again.';
	const mayHaveBeenSent = counts.sent + counts.unknown > 0;
	const next = mayHaveBeenSent
		? `${goOnWords(retryPlace)} ${anew}`
		: 'Once the cause is mended, execute again: nothing is sent twice by it.';
	return `${ended} ${next}`;
}

function items(count: number): string {
	return count === 1 ? 'item' : 'items';
}

function lowerFirst(text: string): string {
	return /^[A-Z][a-z]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
}

function plural(count: number, noun: string): string {
	return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

function sentence(text: string): string {
	return /[.!?。]$/.test(text) ? text : `${text}.`;
}
