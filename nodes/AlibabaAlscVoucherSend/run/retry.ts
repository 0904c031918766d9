import type { Ledger } from '../ledger/ledger';
import type { Claim, SendOnceStore } from '../sendOnce/sendOnceStore';
import type { FailureWords } from '../wording/describeFailure';

/** A retry cannot go on; nothing was sent by it. */
export class RetryRefused extends Error {
	override name = 'RetryRefused';

	constructor(readonly words: FailureWords) {
		super(words.message);
	}
}

/**
 * Goes on with what a failed execution left behind. n8n offers 'Retry' on it until one retry has
 * succeeded, so two executions may go on from the same point; the later one must not send what the other
 * may have sent.
 *
 * @throws RetryRefused when n8n's database does not answer
 */
export async function goOnWithRetry(ledger: Ledger, store: SendOnceStore): Promise<void> {
	const { pointOfRetry } = ledger;
	let claim: Claim | undefined;
	try {
		claim = (await store.claim([pointOfRetry], false)).get(pointOfRetry);
		if (claim?.kind === 'claimed') await store.settle(new Map([[pointOfRetry, 'sent']]));
		await store.tidied();
	} catch (error) {
		throw notLookedUp(error);
	}
	ledger.goOn(claim?.kind === 'claimed');
}

function notLookedUp(error: unknown): RetryRefused {
	return new RetryRefused({
		message:
			'Whether this execution was retried before could not be looked up, so nothing more is sent',
		hint: `Check n8n's database, then press 'Retry' again. n8n says: ${error instanceof Error ? error.message : String(error)}`,
	});
}
