import type { VoucherSendRequest } from '../../../../top/calls/voucherSend';
import type { LostAttempts } from '../lostAttempts';
import type { Outcome } from '../outcome';
import { forgetRequest, recordRequest } from './voucherHistory';

/**
 * Records what a request gave, or may yet give, for the look-ups that count this customer's vouchers.
 *
 * @param lost the attempts at it that may have been executed
 * @param leftAtMs when its last attempt left, epoch milliseconds
 * @param outcome left out while it is under way
 */
export function recordDelivery(
	voucher: string,
	{ voucher_num, request_id: requestId = '' }: VoucherSendRequest,
	lost: LostAttempts,
	leftAtMs = 0,
	outcome?: Outcome,
): void {
	const given = outcome?.kind === 'sent' ? voucher_num : 0;
	const verified = outcome?.kind === 'sent' && outcome.proof.by === 'verification';
	const inDoubt = lost.count + (outcome ? 0 : 1);
	if (given + inDoubt === 0) {
		forgetRequest(voucher, requestId);
		return;
	}
	const endedAtMs = outcome?.kind === 'unknown' ? lost.givenUpAtMs : Date.now();
	const byEarlierAttempt = verified || lost.count > 0;
	recordRequest(voucher, {
		requestId,
		leftAtMs: byEarlierAttempt ? (lost.firstAtMs ?? 0) : leftAtMs,
		endedAtMs: outcome ? (endedAtMs ?? Infinity) : Infinity,
		given,
		mayHaveGiven: inDoubt * voucher_num,
	});
}
