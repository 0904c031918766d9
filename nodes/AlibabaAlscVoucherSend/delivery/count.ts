import type { CustomerVoucher } from '../../../top/calls/customerVoucherList';
import { timings } from './timings';
import type { Gift } from './voucherHistory';

/** When a request may have been executed, in this machine's epoch milliseconds. */
export interface Doubt {
	/** When its first attempt left; not known if only a claim is left of it. */
	firstAttemptAtMs?: number;
	/** When its last attempt was given up; not known if its process died. */
	lostAtMs?: number;
	/** Since when no request for it can have left any more, where that is known although its end is not. */
	quietSinceMs?: number;
}

/** Who else gave, or may have given, vouchers of the same template to the same customer. */
export interface Others {
	/** The requests this process sent. */
	gifts: readonly Gift[];
	/** Vouchers that other requests may have given at a time that is not known. */
	undated: number;
}

/** How the platform's clock and this machine's compare. */
export interface Clock {
	/** How far the platform's is ahead, in milliseconds. */
	skewMs: number;
	/** By how much that may be wrong in either direction, in milliseconds. */
	errorMs: number;
}

/** How many of the vouchers a customer holds can come from the request in doubt. */
export interface Share {
	/** At least so many are its own. */
	least: number;
	/** At most so many. */
	most: number;
	/** The vouchers given while it was in doubt, by whomever. */
	found: CustomerVoucher[];
}

/** The platform's times are in whole seconds, and so is what is known of its clock. */
const SECOND_MS = 1000;

/**
 * Counts what a request in doubt can have given: what was given while it was in doubt, less what is
 * known to come from others. Whatever could be either lowers `least` and does not lower `most`.
 *
 * @param vouchers all vouchers of the template that the customer was ever given
 */
export function countShare(
	vouchers: readonly CustomerVoucher[],
	{ firstAttemptAtMs, lostAtMs }: Doubt,
	{ gifts, undated }: Others,
	{ skewMs, errorMs }: Clock,
): Share {
	const sinceMs = firstAttemptAtMs ?? Infinity;
	const marginMs = timings.clockMarginMs + errorMs;
	const beginMs = sinceMs - marginMs;
	const endMs = (lostAtMs ?? sinceMs + timings.unwatchedMs) + timings.settledAfterMs;

	const found: CustomerVoucher[] = [];
	let late = 0;
	for (const voucher of vouchers) {
		const atMs = voucher.createdAt === undefined ? undefined : voucher.createdAt - skewMs;
		// Without a time that can be compared, or after the doubt, it may be its own and proves nothing.
		if (firstAttemptAtMs === undefined || atMs === undefined || atMs > endMs) late++;
		else if (atMs >= beginMs) found.push(voucher);
	}

	let theirs = 0;
	let unclear = undated;
	for (const { leftAtMs, endedAtMs, given, perhaps } of gifts) {
		const before = endedAtMs <= beginMs - SECOND_MS;
		const after = leftAtMs > endMs + marginMs;
		const during = leftAtMs >= sinceMs && endedAtMs <= endMs - marginMs;
		if (during) theirs += given;
		else if (after) late -= given;
		else if (!before) unclear += given;
		// A request in doubt may be executed some time after it was given up.
		if (!after && endedAtMs + timings.settledAfterMs > beginMs - SECOND_MS) unclear += perhaps;
	}
	const own = found.length - theirs;
	return { least: own - unclear, most: own + Math.max(0, late), found };
}
