import type { Others } from './count';
import type { EarlierRequests } from './earlierRequests';
import { otherRequests } from './voucherHistory';

/**
 * The other requests that gave, or may have given, the customer the same voucher: those of this process,
 * and those of earlier runs that this process does not know by their request id.
 */
export function othersOf(
	voucher: string,
	requestId = '',
	earlierRequests: EarlierRequests,
): Others {
	const requests = otherRequests(voucher, requestId);
	const known = new Set([requestId, ...requests.map((request) => request.requestId)]);
	const undated = earlierRequests.of(voucher).filter((earlier) => !known.has(earlier.requestId));
	return { requests, undated: undated.reduce((sum, { quantity }) => sum + quantity, 0) };
}
