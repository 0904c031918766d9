import type { VoucherSendRequest } from '../../../../top/calls/voucherSend';
import type { RunSettings } from '../../reading/settings';

/** Names a voucher: the app, the customer and the template. */
export function voucherOf(appIdentity: string, request: VoucherSendRequest): string {
	return `${appIdentity}\n${request.customer_id}\n${request.voucher_id}`;
}

/** A request of an earlier run or execution that may have been executed. */
export interface RecalledGift {
	requestId: string;
	quantity: number;
}

/**
 * What the items of a run are known to have given, or may have given, before the run began, at a time
 * nobody wrote down. Whoever counts vouchers of the same kind must allow for it.
 */
export class Recalled {
	private readonly gifts = new Map<string, RecalledGift[]>();

	add(voucher: string, { request_id = '', voucher_num }: VoucherSendRequest): void {
		const gift = { requestId: request_id, quantity: voucher_num };
		const others = this.of(voucher).filter(({ requestId }) => requestId !== request_id);
		this.gifts.set(voucher, [...others, gift]);
	}

	of(voucher: string): readonly RecalledGift[] {
		return this.gifts.get(voucher) ?? [];
	}
}

/** Whoever counts this customer's vouchers must know what earlier runs may have given. */
export function recall(
	{ recalled, appIdentity, settings }: Recalling,
	request: VoucherSendRequest,
): void {
	if (settings.unknownOutcome !== 'verify') return;
	recalled.add(voucherOf(appIdentity, request), request);
}

interface Recalling {
	recalled: Recalled;
	appIdentity: string;
	settings: Pick<RunSettings, 'unknownOutcome'>;
}
