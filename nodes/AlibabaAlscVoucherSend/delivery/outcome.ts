import type { VoucherSendAnswer } from '../../../top/calls/voucherSend';
import type { FailureWords } from '../../../wording/describeFailure';

/** How an item ended. The values stand in the output; see docs/failures.md. */
export type OutcomeKind = 'sent' | 'rejected' | 'not_sent' | 'unknown';

export type Outcome = Sent | Failed;

export interface Sent {
	kind: 'sent';
	attempts: number;
	/** How it is known that the voucher was sent. */
	proof:
		| { by: 'answer'; answer: VoucherSendAnswer }
		/** The customer was found to hold these vouchers after the answer had been lost. */
		| { by: 'verification'; voucherIds: string[] }
		/** Another execution sent this key and settled it; with its ids, as far as they are known. */
		| { by: 'sendOnceKey'; requestId?: string; gatewayRequestId?: string };
}

export interface Failed {
	kind: Exclude<OutcomeKind, 'sent'>;
	attempts: number;
	words: FailureWords;
	/** For `unknown`: when the first attempt that may have been executed left, epoch milliseconds. */
	firstAttemptAtMs?: number;
	/** For `unknown`: when the last such attempt was given up, epoch milliseconds. */
	lostAtMs?: number;
}

/** What is known from earlier runs of an item whose voucher may have been sent. */
export interface InDoubt {
	attempts: number;
	words: FailureWords;
	/** When its first attempt left, epoch milliseconds; may be absent when only a claim is known. */
	firstAttemptAtMs?: number;
	/** When the answer to its last attempt was given up; absent when its process died before. */
	lostAtMs?: number;
	/** No request for it left after this moment, epoch milliseconds; from the register, for a dead process. */
	quietSinceMs?: number;
}
