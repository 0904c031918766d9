import { TopAbortedError } from '../../../top/protocol/errors';
import { acquireLock } from '../delivery/lock';
import type { Failed } from '../delivery/outcome';
import { pause } from '../../shared/pause';
import type { Ledger } from '../ledger/ledger';
import type { SendOnceStore } from '../sendOnce/sendOnceStore';
import { storeTimings } from '../sendOnce/storeTimings';
import type { FailureWords } from '../../../wording/describeFailure';

/** A retry cannot go on; nothing was sent by it. */
export class RetryRefused extends Error {
	override name = 'RetryRefused';

	constructor(readonly words: FailureWords) {
		super(words.message);
	}
}

const CONTESTED: FailureWords = {
	message:
		'The voucher may or may not have been sent: the failed execution was retried before, and that retry may have gone on with this item',
	hint: "Press 'Retry' on the failed execution that the earlier retry left behind: not on the first one, and not on this one. If there is none, look in the CRM who has the voucher: running the workflow anew sends it",
};

/** For an item that another retry of the same execution may have sent. */
export function contested(attempts = 0): Failed {
	return { kind: 'unknown', attempts, words: CONTESTED };
}

/**
 * Goes on with what a failed execution left behind. n8n offers 'Retry' on it until one retry has
 * succeeded, so two executions may go on from the same point; the later one must not send what the other
 * may have sent.
 *
 * @param signal ends the wait for another process that is about to go on as well
 * @throws RetryRefused when n8n's database does not answer
 * @throws TopAbortedError when `signal` fires before its turn comes
 */
export async function goOnWithRetry(
	ledger: Ledger,
	store: SendOnceStore,
	signal: AbortSignal,
): Promise<void> {
	// Each in this process has to see what the one before has done.
	const release = await acquireLock(ledger.pointOfRetry, signal);
	if (!release) throw new TopAbortedError(false);
	try {
		// An agent may call its tool twice at once.
		if (!ledger.hasGoneOn) ledger.goOn(await claim(ledger.pointOfRetry, store, signal));
		await store.tidied();
	} catch (error) {
		throw notLookedUp(error);
	} finally {
		release();
	}
}

/**
 * Says in n8n's store that an execution goes on from this point.
 *
 * @returns whether it is the first
 */
async function claim(point: string, store: SendOnceStore, signal: AbortSignal): Promise<boolean> {
	const untilMs = Date.now() + storeTimings.waitForOthersMs;
	for (let looks = 1; ; looks++) {
		const beganAtMs = Date.now();
		const claims = await store.claim([point], looks % storeTimings.looksPerTakeover === 0);
		const found = claims.get(point);
		if (found?.kind === 'settled') return false;
		// Whoever goes on has settled it for good before: a claim that was left behind never got so far.
		if (found?.kind !== 'underWay') {
			checkAge(store, beganAtMs, storeTimings.mayLeaveMs);
			const { lasts } = await store.settle(new Map([[point, 'sent']]));
			await lasts;
			checkAge(store, beganAtMs, storeTimings.renewWithinMs);
			return true;
		}
		if (Date.now() > untilMs || !(await pause(storeTimings.lookAgainMs, signal))) {
			throw new Error('another n8n process is about to retry it as well');
		}
	}
}

/** Another process may take over what was claimed too long ago. */
function checkAge(store: SendOnceStore, claimedAtMs: number, mostMs: number): void {
	if (store.isShared && Date.now() - claimedAtMs >= mostMs) {
		throw new Error('the database took too long');
	}
}

function notLookedUp(error: unknown): RetryRefused {
	return new RetryRefused({
		message:
			'Whether this execution was retried before could not be looked up, so nothing more is sent',
		hint: `Check n8n's database, then press 'Retry' again. n8n says: ${error instanceof Error ? error.message : String(error)}`,
	});
}
