import type { CallOptions, TopClient } from '../client';
import { isJsonObject, readBoolean, type JsonObject } from '../protocol/json';
import { responseKey } from '../protocol/response';
import { readCommonResult, type CommonResult } from './commonResult';

export const VOUCHER_SEND = 'alibaba.alsc.crm.voucher.send';

/** `VoucherSendOpenReq` (apiId 46460), by the platform's own field names. Ids are text. */
export interface VoucherSendRequest {
	customer_id: string;
	/** The voucher template's id. */
	voucher_id: string;
	voucher_num: number;
	request_id?: string;
	brand_id?: string;
	out_brand_id?: string;
	shop_id?: string;
	out_shop_id?: string;
	operator_id?: string;
}

/** What the CRM decided, as far as its answer proves it. */
export type VoucherSendDecision = 'sent' | 'refused' | 'unclear';

export interface VoucherSendAnswer extends CommonResult {
	decision: VoucherSendDecision;
	result?: boolean;
	/** The id under which the platform logged the call; '' when it sent none. */
	requestId: string;
	raw: JsonObject;
}

/** The form field the request travels in: one JSON text, signed exactly as it is sent. */
export function voucherSendParameters(request: VoucherSendRequest): Record<string, string> {
	return { param_voucher_send_open_req: JSON.stringify(request) };
}

/** Sends vouchers to one customer: 发送券给指定用户. */
export async function voucherSend(
	client: TopClient,
	request: VoucherSendRequest,
	options?: CallOptions,
): Promise<VoucherSendAnswer> {
	const { raw, requestId } = await client.call(
		VOUCHER_SEND,
		voucherSendParameters(request),
		options,
	);
	return readVoucherSendAnswer(raw, requestId);
}

/** Reads the whole answer to one voucher.send call, wrapper included. */
export function readVoucherSendAnswer(raw: JsonObject, requestId: string): VoucherSendAnswer {
	const wrapper = raw[responseKey(VOUCHER_SEND)];
	const content = isJsonObject(wrapper) ? wrapper : {};
	const fields = isJsonObject(content.result) ? content.result : {};
	const common = readCommonResult(fields);
	const result = readBoolean(fields.result);
	return { ...common, result, decision: decide(result, common.bizSuccess), requestId, raw };
}

/**
 * `result` and `biz_success` decide together. The result codes are not documented and differ between
 * sister calls, so they are passed on and never judged by. Two fields that contradict each other, or
 * a yes that stands alone, prove nothing.
 */
function decide(result: boolean | undefined, bizSuccess: boolean | undefined): VoucherSendDecision {
	if (result === true && bizSuccess === true) return 'sent';
	if (result === true || bizSuccess === true) return 'unclear';
	return result === false || bizSuccess === false ? 'refused' : 'unclear';
}
