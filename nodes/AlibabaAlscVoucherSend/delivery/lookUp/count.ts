import type { CustomerVoucher } from '../../../../top/calls/customerVoucherList';
import { timings } from '../timings';
import type { SentRequest } from './voucherHistory';

/** When a request may have been executed, in this machine's epoch milliseconds. */
export interface LostRequest {
	/** When its first attempt left; may be absent when only a claim is known. */
	firstAttemptAtMs?: number;
	/** When its last attempt left, or a little later; absent when its process died. */
	lastAttemptAtMs?: number;
	/** No attempt left after this. */
	quietSinceMs: number;
}

/** The other requests that gave, or may have given, vouchers of the same template to the same customer. */
export interface Others {
	/** The requests this process sent. */
	requests: readonly SentRequest[];
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

/** How many of the vouchers that a customer holds can come from the request in doubt. */
export interface Share {
	least: number;
	most: number;
	/** The vouchers given while it could be executed, from whatever request. */
	found: CustomerVoucher[];
}

/**
 * Counts what a request in doubt can have given: the vouchers given while it could be executed, less those
 * that other requests are known to have given. A voucher that may be either lowers `least`, but not `most`.
 *
 * @param vouchers all vouchers of the template that the customer was ever given
 */
export function countShare(
	vouchers: readonly CustomerVoucher[],
	lost: LostRequest,
	{ requests, undated }: Others,
	{ skewMs, errorMs }: Clock,
): Share {
	const marginMs = timings.clockMarginMs + errorMs;
	const span = spanOf(lost, requests, marginMs);

	const found: CustomerVoucher[] = [];
	const executableUntilMs = lost.quietSinceMs + timings.executableForMs + marginMs;
	let perhapsOwn = 0;
	for (const voucher of vouchers) {
		const atMs = voucher.createdAt === undefined ? undefined : voucher.createdAt - skewMs;
		// Without a time to compare, the voucher may come from this request; it proves nothing.
		if (span === undefined || atMs === undefined) perhapsOwn++;
		else if (atMs >= span.beginMs && atMs <= span.endMs) found.push(voucher);
		else if (atMs > span.endMs && atMs <= executableUntilMs) perhapsOwn++;
	}

	let theirs = 0;
	let unclear = undated;
	for (const { leftAtMs, endedAtMs, given, mayHaveGiven: perhaps } of requests) {
		if (span === undefined) continue;
		if (overlaps(span, leftAtMs - marginMs, endedAtMs + marginMs)) theirs += given;
		const untilMs = endedAtMs + timings.executableForMs + marginMs;
		if (overlaps(span, leftAtMs - marginMs, untilMs)) unclear += perhaps;
	}
	const own = found.length - theirs;
	return { least: own - unclear, most: own + perhapsOwn, found };
}

interface Span {
	beginMs: number;
	endMs: number;
}

/**
 * From when to when vouchers are counted: while the request could be executed, and so far beyond that every
 * other known request lies wholly inside or wholly outside. A voucher of a request that crossed the edge
 * might or might not be among those counted.
 *
 * @returns undefined when it is not known when the request left
 */
function spanOf(
	{ firstAttemptAtMs, lastAttemptAtMs }: LostRequest,
	requests: readonly SentRequest[],
	marginMs: number,
): Span | undefined {
	if (firstAttemptAtMs === undefined) return undefined;
	const lastMs = lastAttemptAtMs ?? firstAttemptAtMs + timings.unwatchedMs;
	const span: Span = {
		beginMs: firstAttemptAtMs - marginMs,
		endMs: lastMs + timings.executableForMs + marginMs,
	};
	for (let grew = true; grew;) {
		grew = false;
		for (const { leftAtMs, endedAtMs, given } of requests) {
			const [fromMs, toMs] = [leftAtMs - marginMs, endedAtMs + marginMs];
			if (given === 0 || !overlaps(span, fromMs, toMs)) continue;
			if (fromMs >= span.beginMs && toMs <= span.endMs) continue;
			span.beginMs = Math.min(span.beginMs, fromMs);
			span.endMs = Math.max(span.endMs, toMs);
			grew = true;
		}
	}
	return span;
}

function overlaps({ beginMs, endMs }: Span, fromMs: number, toMs: number): boolean {
	return fromMs <= endMs && toMs >= beginMs;
}
