import { TopAbortedError } from '../../../top/protocol/errors';
import { acquireLock } from '../delivery/lock';
import type { Failed } from '../delivery/outcome';
import type { Ledger } from '../memory/ledger/ledger';
import type { Register } from '../memory/register/contract';
import { RegisterProblem } from '../../shared/registerDatabase/registerProblem';
import type { FailureWords } from '../../../wording/describeFailure';

/** A retry cannot go on; nothing was sent by it. */
export class RetryRefused extends Error {
	override name = 'RetryRefused';

	constructor(readonly words: FailureWords) {
		super(words.message);
	}
}

const RETRIED_ELSEWHERE: FailureWords = {
	message:
		'The voucher may or may not have been sent: the failed execution was retried before, and that retry may have gone on with this item',
	hint: "Press 'Retry' on the failed execution that the earlier retry left behind: not on the first one, and not on this one. If there is none, look in the CRM who has the voucher: running the workflow anew sends it",
};

/** For an item that another retry of the same execution may have sent. */
export function retriedElsewhere(attempts = 0): Failed {
	return { kind: 'unknown', attempts, words: RETRIED_ELSEWHERE };
}

/**
 * Goes on with what a failed execution left behind. n8n offers 'Retry' on it until one retry has
 * succeeded, so two executions may go on from the same point; the later one must not send what the other
 * may have sent.
 *
 * @param signal ends the wait for another run of the same execution
 * @throws RetryRefused when the register does not answer
 * @throws TopAbortedError when `signal` fires before its turn comes
 */
export async function goOnWithRetry(
	ledger: Ledger,
	register: Pick<Register, 'goOnFrom'>,
	executionId: string,
	signal: AbortSignal,
): Promise<void> {
	// Each in this process has to see what the one before has done.
	const release = await acquireLock(ledger.pointOfRetry, signal);
	if (!release) throw new TopAbortedError(false);
	try {
		// An agent may call its tool twice at once.
		if (ledger.hasGoneOn) return;
		ledger.goOn(await register.goOnFrom(ledger.pointOfRetry, executionId));
	} catch (error) {
		throw notLookedUp(error);
	} finally {
		release();
	}
}

function notLookedUp(error: unknown): RetryRefused {
	const hint =
		error instanceof RegisterProblem
			? error.hint
			: `Check n8n's database. n8n says: ${error instanceof Error ? error.message : String(error)}`;
	return new RetryRefused({
		message:
			'Whether this execution was retried before could not be looked up, so nothing more is sent',
		hint: `${hint}. Then press 'Retry' again`,
	});
}
