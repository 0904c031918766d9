import type { VoucherSendRequest } from '../../../../top/calls/voucherSend';
import { describeFailure } from '../../../../wording/describeFailure';
import { phrase } from '../../../../wording/say';
import { pause } from '../../../shared/pause';
import { readingContext } from '../../../shared/readingCall';
import type { DeliveryContext } from '../context';
import { timings } from '../timings';
import { countShare, type LostRequest, type Others, type Share } from './count';
import { voucherOf } from './earlierRequests';
import { othersOf } from './others';
import { platformClock } from './platformClock';
import { IncompleteList, vouchersOf, type ListingContext } from './voucherList';

/** What the customer's vouchers prove about a request whose answer got lost. */
export type Finding =
	| { kind: 'sent'; voucherIds: string[] }
	| { kind: 'notSent' }
	| { kind: 'unclear'; because: string };

/**
 * Finds out whether a lost request was executed, by counting the vouchers of the template that the
 * customer got while it could be; see {@link countShare}. As many of its own as were asked for: sent, as
 * soon as they are seen. None, once it can no longer be executed and the list has caught up: not sent.
 * Anything else proves nothing.
 *
 * @param lostAtMs when the answer was given up; early looks are counted from it
 */
export async function lookUp(
	delivery: LookUpContext,
	request: VoucherSendRequest,
	lost: LostRequest,
	lostAtMs: number,
): Promise<Finding> {
	const { client, pacer, settings, stop } = delivery;
	const context: ListingContext = {
		client,
		...readingContext(pacer, settings, stop.signal, timings.backoffBaseMs),
	};
	const voucher = voucherOf(delivery.appIdentity, request);
	// Read anew at every look: other items may have been sent to the customer meanwhile.
	const others = () => othersOf(voucher, request.request_id, delivery.earlierRequests);
	try {
		const clock = await platformClock(context);
		if (clock.errorMs > MOST_CLOCK_ERROR_MS)
			return { kind: 'unclear', because: phrase('clockUnread') };
		for (const atMs of looksAt(lost, lostAtMs, others())) {
			if (!(await pause(atMs - Date.now(), context.signal))) return runEnded();
			const vouchers = await vouchersOf(context, request);
			const share = countShare(vouchers, lost, others(), clock);
			if (share.least === request.voucher_num) {
				return { kind: 'sent', voucherIds: idsOf(share, request) };
			}
			const isCertain = atMs >= certainFromMs(lost, others());
			if (isCertain && share.most <= 0) return { kind: 'notSent' };
			if (isCertain || share.least > request.voucher_num) {
				return { kind: 'unclear', because: unclearWords(share, request) };
			}
		}
		return { kind: 'unclear', because: phrase('gotMeanwhile') };
	} catch (error) {
		if (context.signal.aborted) return runEnded();
		const reason =
			error instanceof IncompleteList ? error.message : describeFailure(error, 'read').message;
		return { kind: 'unclear', because: phrase('notListed', { reason }) };
	}
}

type LookUpContext = Pick<
	DeliveryContext,
	'appIdentity' | 'client' | 'earlierRequests' | 'pacer' | 'settings' | 'stop'
>;

function runEnded(): Finding {
	return { kind: 'unclear', because: phrase('runEnded') };
}

/** With a larger error, vouchers that two requests gave one after the other could not be told apart. */
const MOST_CLOCK_ERROR_MS = 5_000;

/** From when on a voucher that is missing in the list was not given and never will be. */
function certainFromMs({ quietSinceMs }: LostRequest, { requests }: Others): number {
	const executableUntilMs = quietSinceMs + timings.executableForMs;
	// Vouchers of other requests must show as well, or they would be missing in the count.
	const ends = requests.map(({ endedAtMs }) => endedAtMs).filter((endMs) => endMs !== Infinity);
	return Math.max(executableUntilMs, ...ends) + timings.showsAfterMs;
}

/** When to look, in this machine's time; the last look decides. */
function looksAt(lost: LostRequest, lostAtMs: number, others: Others): number[] {
	const nowMs = Date.now();
	const lastMs = Math.max(nowMs, certainFromMs(lost, others));
	const early = timings.earlyLooksMs.map((afterMs) => lostAtMs + afterMs);
	return [...early.filter((atMs) => atMs > nowMs && atMs < lastMs), lastMs];
}

/** The ids of the request's vouchers; none where vouchers of other requests lie among them. */
function idsOf({ found }: Share, request: VoucherSendRequest): string[] {
	return found.length === request.voucher_num ? found.map(({ voucherId }) => voucherId) : [];
}

function unclearWords({ least, most }: Share, { voucher_num }: VoucherSendRequest): string {
	const count = least === most ? most : phrase('between', { least: Math.max(0, least), most });
	return phrase('someOfThem', { count, asked: voucher_num });
}
