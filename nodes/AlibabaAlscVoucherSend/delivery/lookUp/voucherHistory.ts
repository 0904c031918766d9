import { timings } from '../timings';

/** A request of this process for vouchers of one template for one customer. */
export interface SentRequest {
	requestId: string;
	/** When it left, epoch milliseconds. */
	leftAtMs: number;
	/** When its answer came or was given up, epoch milliseconds; Infinity until then. */
	endedAtMs: number;
	/** How many vouchers it is known to have given. */
	given: number;
	/** How many more it may have given. */
	mayHaveGiven: number;
}

/**
 * The requests of this process, by voucher (app, customer and template). A voucher in a customer's list does
 * not name the request that made it, so a look-up that counts vouchers must know of all other requests.
 *
 * As long as one of them is in doubt, all requests for that voucher are kept, up to {@link MOST_IN_DOUBT}
 * vouchers. Otherwise they are kept only as long as a request that gets lost now could overlap with them.
 */
const inDoubt = new Map<string, SentRequest[]>();
const recent = new Map<string, SentRequest[]>();
const MOST_IN_DOUBT = 10_000;
/** Kept so much longer than needed, because the platform's clock may be read wrongly by some seconds. */
const KEPT_BEYOND_MS = 30_000;

/** Remembers a request; replaces what was known of the same one. */
export function recordRequest(voucher: string, request: SentRequest): void {
	store(voucher, [...otherRequests(voucher, request.requestId), request]);
}

/** Forgets a request that gave nothing. */
export function forgetRequest(voucher: string, requestId: string): void {
	store(voucher, otherRequests(voucher, requestId));
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

function store(voucher: string, requests: SentRequest[]): void {
	inDoubt.delete(voucher);
	recent.delete(voucher);
	if (requests.some(({ mayHaveGiven: perhaps }) => perhaps > 0)) inDoubt.set(voucher, requests);
	else if (requests.length > 0) recent.set(voucher, requests);
	const [oldest] = inDoubt.keys();
	if (inDoubt.size > MOST_IN_DOUBT && oldest !== undefined) inDoubt.delete(oldest);
	const forgetBefore = Date.now() - timings.executableForMs - KEPT_BEYOND_MS;
	for (const [old, oldRequests] of recent) {
		if (oldRequests.some(({ endedAtMs }) => endedAtMs >= forgetBefore)) break;
		recent.delete(old);
	}
}
