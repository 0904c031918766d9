import type { CallOptions, TopClient } from '../client';
import { readText } from '../protocol/json';
import { parseTimestamp } from '../protocol/timestamp';
import { readPage, type Page } from './pages';

/** `CustomerVoucherFullOpenReq` (apiId 45901), the fields this package uses. */
export interface CustomerVoucherListRequest {
	customer_id: string;
	brand_id?: string;
	out_brand_id?: string;
	shop_id?: string;
	out_shop_id?: string;
	/** NORMAL, DELETED, ISUSED. */
	voucher_status_list?: string[];
	/** From 1. */
	page_no: number;
	page_size: number;
}

/** `CustomerVoucherFullOpenInfo`, the fields that identify one voucher a customer holds. */
export interface CustomerVoucher {
	voucherId: string;
	templateId: string;
	/** When it was given, in epoch milliseconds to the second. */
	createdAt?: number;
	status: string;
}

/** Lists the vouchers a customer holds, a page at a time: 获取顾客优惠券列表. */
export async function customerVoucherList(
	client: TopClient,
	request: CustomerVoucherListRequest,
	options?: CallOptions,
): Promise<Page<CustomerVoucher>> {
	const answer = await client.call(
		'alibaba.alsc.crm.customer.voucher.list',
		{ customer_voucher_full_open_req: JSON.stringify(request) },
		options,
	);
	return readPage(answer, (entry) => ({
		voucherId: readText(entry.voucher_id) ?? '',
		templateId: readText(entry.voucher_template_id) ?? '',
		createdAt: parseTimestamp(readText(entry.gmt_created) ?? ''),
		status: readText(entry.status) ?? '',
	}));
}
