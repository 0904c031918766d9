import { TopAbortedError } from '../../../top/protocol/errors';
import { acquireLock } from '../delivery/lock';
import type { Failed } from '../delivery/outcome';
import type { Ledger } from '../memory/ledger/ledger';
import type { Register } from '../memory/register/contract';
import { RegisterProblem } from '../../shared/registerDatabase/registerProblem';
import type { FailureWords } from '../../../wording/describeFailure';
import { phrase, say } from '../../../wording/say';

/** A retry cannot go on; nothing was sent by it. */
export class RetryRefused extends Error {
	override name = 'RetryRefused';

	constructor(readonly words: FailureWords) {
		super(words.message);
	}
}

/** For an item that another retry of the same execution may have sent. */
export function retriedElsewhere(attempts = 0): Failed {
	return { kind: 'unknown', attempts, words: say('retriedBefore') };
}

/**
 * Goes on from the ledger of a failed execution. n8n offers 'Retry' on that execution until one retry has
 * succeeded, so two executions may start from the same ledger. The first one is written into the register;
 * the second must not send what the first may have sent.
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
	// The register calls only the first question the first, so a second run of this execution waits to see
	// that it was asked.
	const release = await acquireLock(ledger.pointOfRetry, signal);
	if (!release) throw new TopAbortedError(false);
	try {
		// An AI agent may call its tool twice at once: the other call has asked already.
		if (ledger.hasGoneOn) return;
		ledger.goOn(await register.goOnFrom(ledger.pointOfRetry, executionId));
	} catch (error) {
		throw notLookedUp(error);
	} finally {
		release();
	}
}

function notLookedUp(error: unknown): RetryRefused {
	const reason = error instanceof Error ? error.message : String(error);
	const hint = error instanceof RegisterProblem ? error.hint : phrase('checkDatabase', { reason });
	return new RetryRefused(say('retriesNotLookedUp', { hint }));
}
