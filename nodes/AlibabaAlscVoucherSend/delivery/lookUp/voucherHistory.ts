import { timings } from '../timings';

/** A request of this process for vouchers of one template for one customer. */
export interface SentRequest {
	requestId: string;
	/** When it left and when its answer came or was given up, epoch milliseconds. */
	leftAtMs: number;
	/** Infinity while it is under way. */
	endedAtMs: number;
	/** How many vouchers it is known to have given. */
	given: number;
	/** How many more it may have given. */
	perhaps: number;
}

/**
 * What this process sent, by voucher (app, customer and template). A voucher that is found at a
 * customer does not say which request made it, so whoever counts them must know of all the others.
 *
 * Vouchers in doubt are remembered for as long as a person may ask about them, and with them all others
 * of the same customer; the rest only while a request that is in doubt may be executed beside them.
 */
const inDoubt = new Map<string, SentRequest[]>();
const recent = new Map<string, SentRequest[]>();
const MOST_IN_DOUBT = 10_000;
/** Requests that lie further apart are told apart by the platform's clock, however badly it was read. */
const KEPT_BEYOND_MS = 30_000;

/** Remembers a request; replaces what was known of the same one. */
export function recordRequest(voucher: string, request: SentRequest): void {
	keep(voucher, [...otherRequests(voucher, request.requestId), request]);
}

/** Forgets a request that gave nothing. */
export function forgetRequest(voucher: string, requestId: string): void {
	keep(voucher, otherRequests(voucher, requestId));
}

/** The requests for a voucher but the one with this request id. */
export function otherRequests(voucher: string, requestId: string): SentRequest[] {
	const requests = inDoubt.get(voucher) ?? recent.get(voucher) ?? [];
	return requests.filter((request) => request.requestId !== requestId);
}

/** Forgets everything; for tests. */
export function forgetAllRequests(): void {
	inDoubt.clear();
	recent.clear();
}

function keep(voucher: string, requests: SentRequest[]): void {
	inDoubt.delete(voucher);
	recent.delete(voucher);
	if (requests.some(({ perhaps }) => perhaps > 0)) inDoubt.set(voucher, requests);
	else if (requests.length > 0) recent.set(voucher, requests);
	const [oldest] = inDoubt.keys();
	if (inDoubt.size > MOST_IN_DOUBT && oldest !== undefined) inDoubt.delete(oldest);
	const forgetBefore = Date.now() - timings.executableForMs - KEPT_BEYOND_MS;
	for (const [old, oldGifts] of recent) {
		if (oldGifts.some(({ endedAtMs }) => endedAtMs >= forgetBefore)) break;
		recent.delete(old);
	}
}
