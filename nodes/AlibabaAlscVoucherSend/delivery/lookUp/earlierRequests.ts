import type { VoucherSendRequest } from '../../../../top/calls/voucherSend';
import type { RunSettings } from '../../reading/settings';

/** Names a voucher: the app, the customer and the template. */
export function voucherOf(appIdentity: string, request: VoucherSendRequest): string {
	return `${appIdentity}\n${request.customer_id}\n${request.voucher_id}`;
}

/** A request of an earlier run or execution that may have been executed. */
export interface EarlierRequest {
	requestId: string;
	quantity: number;
}

/**
 * The requests that are known to have been sent, or may have been, for this run's items before it began, at
 * a time that was not recorded. A look-up that counts vouchers of the same kind must allow for them.
 */
export class EarlierRequests {
	private readonly requests = new Map<string, EarlierRequest[]>();

	add(voucher: string, { request_id = '', voucher_num }: VoucherSendRequest): void {
		const earlier = { requestId: request_id, quantity: voucher_num };
		const others = this.of(voucher).filter(({ requestId }) => requestId !== request_id);
		this.requests.set(voucher, [...others, earlier]);
	}

	of(voucher: string): readonly EarlierRequest[] {
		return this.requests.get(voucher) ?? [];
	}
}

/** Tells this run's look-ups, which `verify` makes, that an earlier run may have given this voucher. */
export function recordEarlierRequest(
	{ earlierRequests, appIdentity, settings }: EarlierRequestsContext,
	request: VoucherSendRequest,
): void {
	if (settings.unknownOutcome !== 'verify') return;
	earlierRequests.add(voucherOf(appIdentity, request), request);
}

interface EarlierRequestsContext {
	earlierRequests: EarlierRequests;
	appIdentity: string;
	settings: Pick<RunSettings, 'unknownOutcome'>;
}
