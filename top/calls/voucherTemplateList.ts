import type { CallOptions, TopClient } from '../client';
import { readBoolean, readNumber, readText } from '../protocol/json';
import { readPage, type Page } from './pages';

/** `VoucherTemplateOpenReq` (apiId 45899), the fields this package uses. */
export interface VoucherTemplateListRequest {
	brand_id?: string;
	out_brand_id?: string;
	shop_id?: string;
	out_shop_id?: string;
	voucher_template_id?: string;
	/** From 1. */
	page_no: number;
	page_size: number;
}

/** `VoucherTemplateOpenInfo`, the fields that matter for choosing a template. */
export interface VoucherTemplate {
	id: string;
	name: string;
	/** GIFT, DISCOUNT or CASH. */
	type: string;
	/** UNUSED, USED (being given out), NO_INVENTORY or INVALID. */
	status: string;
	inventory?: number;
	/** How many one customer may get. */
	userLimit?: number;
	/** FIXED (startTime to endTime) or RELATIVE (dayCount days from the day it is given). */
	validDateType: string;
	startTime: string;
	endTime: string;
	dayCount?: number;
	deleted: boolean;
}

/** Lists voucher templates, a page at a time: 获取优惠券模版列表. */
export async function voucherTemplateList(
	client: TopClient,
	request: VoucherTemplateListRequest,
	options?: CallOptions,
): Promise<Page<VoucherTemplate>> {
	const answer = await client.call(
		'alibaba.alsc.crm.voucher.template.list',
		{ voucher_template_open_req: JSON.stringify(request) },
		options,
	);
	return readPage(answer, (entry) => ({
		id: readText(entry.voucher_template_id) ?? '',
		name: readText(entry.name) ?? '',
		type: readText(entry.type) ?? '',
		status: readText(entry.status) ?? '',
		inventory: readNumber(entry.inventory),
		userLimit: readNumber(entry.user_limit),
		validDateType: readText(entry.valid_date_type) ?? '',
		startTime: readText(entry.start_time) ?? '',
		endTime: readText(entry.end_time) ?? '',
		dayCount: readNumber(entry.valid_day_count),
		deleted: readBoolean(entry.deleted) === true,
	}));
}
