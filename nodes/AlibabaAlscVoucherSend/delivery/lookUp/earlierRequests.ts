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
 * What the items of a run are known to have given, or may have given, before the run began, at a time
 * nobody wrote down. Whoever counts vouchers of the same kind must allow for it.
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

/** Whoever counts this customer's vouchers must know what earlier runs may have given. */
export function recordEarlierRequest(
	{ earlierRequests, appIdentity, settings }: Recalling,
	request: VoucherSendRequest,
): void {
	if (settings.unknownOutcome !== 'verify') return;
	earlierRequests.add(voucherOf(appIdentity, request), request);
}

interface Recalling {
	earlierRequests: EarlierRequests;
	appIdentity: string;
	settings: Pick<RunSettings, 'unknownOutcome'>;
}
