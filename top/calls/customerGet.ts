import type { CallOptions, TopClient } from '../client';
import { isJsonObject, readText, type JsonObject } from '../protocol/json';
import { BusinessRefusal, readCommonResult } from './commonResult';

export const CUSTOMER_GET = 'alibaba.alsc.crm.customer.get';

/** `CustomerIdQueryOpenReq` (apiId 45841), by the platform's own field names. Ids are text. */
export interface CustomerGetRequest {
	/** What to look up besides the customer: CARD, RECHARGE, POINT. The platform demands at least one. */
	options: string[];
	customer_id?: string;
	mobile?: string;
	phone?: string;
	wechat_open_id?: string;
	wechat_app_id?: string;
	alipay_id?: string;
	physical_card_id?: string;
	card_id?: string;
	brand_id?: string;
	out_brand_id?: string;
	shop_id?: string;
	out_shop_id?: string;
}

export interface CustomerGetAnswer {
	/** `CustomerOpenInfo` as the platform sent it; `undefined` when there is no such customer. */
	customer?: JsonObject & { customer_id: string };
	/** The id under which the platform logged the call; '' when it sent none. */
	requestId: string;
	raw: JsonObject;
}

/**
 * Looks one customer up: 查询顾客详情. A record without an ID counts as no customer.
 *
 * @throws what the client throws, and BusinessRefusal when the CRM declined to look
 */
export async function customerGet(
	client: TopClient,
	request: CustomerGetRequest,
	options?: CallOptions,
): Promise<CustomerGetAnswer> {
	const { content, requestId, raw } = await client.call(
		CUSTOMER_GET,
		{ param_customer_id_query_open_req: JSON.stringify(request) },
		options,
	);
	const result = isJsonObject(content.result) ? content.result : {};
	const common = readCommonResult(result);
	if (common.bizSuccess !== true) throw new BusinessRefusal(common, requestId);
	const found = isJsonObject(result.result) ? result.result.customer_open_info : undefined;
	const customerId = isJsonObject(found) ? readText(found.customer_id) : undefined;
	if (!isJsonObject(found) || !customerId) return { requestId, raw };
	return { customer: { ...found, customer_id: customerId }, requestId, raw };
}
