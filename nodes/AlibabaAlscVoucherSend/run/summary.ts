import type { NodeExecutionHint } from 'n8n-workflow';
import type { FailureWords } from '../../../wording/describeFailure';
import { countsInWords, type Counts } from '../output/counts';

/** What a dry run found out. */
export interface DryRunTotals {
	vouchers: number;
	customers: number;
	/** Items that could not be sent as they are. */
	invalid: number;
}

/** The line over the output: how many items ended how. */
export function summaryHint(counts: Counts, dryRun: DryRunTotals | undefined): NodeExecutionHint {
	if (dryRun) {
		const cannot =
			dryRun.invalid > 0
				? ` ${plural(dryRun.invalid, 'item')} cannot be sent as ${dryRun.invalid === 1 ? 'it is' : 'they are'}.`
				: '';
		return {
			message: `Dry run, nothing was sent: ${plural(dryRun.vouchers, 'voucher')} would go to ${plural(dryRun.customers, 'customer')}.${cannot}`,
			type: dryRun.invalid > 0 ? 'warning' : 'info',
			location: 'outputPane',
		};
	}
	const allSent = counts.rejected + counts.not_sent + counts.unknown === 0;
	return {
		message: `Vouchers: ${countsInWords(counts)}`,
		type: allSent ? 'info' : 'warning',
		location: 'outputPane',
	};
}

/**
 * For a dry run of a retried execution: a success would take 'Retry' away from the failed one, and with
 * it the memory of what was sent.
 */
export function dryRunOfRetry(counts: Counts, dryRun: DryRunTotals): FailureWords {
	return {
		message: summaryHint(counts, dryRun).message,
		hint: "The node stops here so that the execution can still be retried: switch 'Dry Run' off, save, and press 'Retry with currently saved workflow'",
	};
}

/** For vouchers that were sent and whose keys could not be marked as sent. */
export function keysNotSettledHint(problem: unknown): NodeExecutionHint {
	const reason = problem instanceof Error ? problem.message : String(problem);
	return {
		message: `'Send Once Key': how some items ended could not be written down (${reason}). Nothing is sent twice for it, but the next run calls these items unknown; set 'If the Answer Gets Lost' to verify to have them settled.`,
		type: 'warning',
		location: 'outputPane',
	};
}

/**
 * What a node that stops says beneath its first failure.
 *
 * @param knowsKeys whether n8n's store knows the keys of all that was sent
 * @param isContested whether the execution is a second retry, of which nothing more is sent
 */
export function stopDescription(
	hint: string,
	total: number,
	counts: Counts,
	{ knowsKeys, isContested }: { knowsKeys: boolean; isContested: boolean },
): string {
	const ended = `${sentence(hint)} Of ${plural(total, 'item')}: ${countsInWords(counts)}.`;
	// A retry of this one would find the same; the hint says what to do.
	if (isContested) return ended;
	const anew = knowsKeys
		? "Executing the node anew does not send it again either, as long as its 'Send Once Key' comes out the same."
		: 'Executing the node anew would send it again.';
	const mayHaveBeenSent = counts.sent + counts.unknown > 0;
	const next = mayHaveBeenSent
		? `To go on, press 'Retry' on this execution in the 'Executions' tab: what was sent is not sent again. ${anew}`
		: "Once the cause is mended, execute again, or press 'Retry' on this execution in the 'Executions' tab.";
	return `${ended} ${next}`;
}

function plural(count: number, noun: string): string {
	return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

function sentence(text: string): string {
	return /[.!?。]$/.test(text) ? text : `${text}.`;
}
