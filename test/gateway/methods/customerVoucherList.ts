import { Struct } from '../answer';
import { number, text } from '../businessObject';
import { formatGmt8 } from '../clock';
import { Voucher } from '../vouchers';
import { Method, MethodContext, businessResult, idValue } from './method';
import { pageResult } from './page';

/** The vouchers in one customer's hands, paged; a voucher may take a while to show up here. */
export const customerVoucherList: Method = {
	name: 'alibaba.alsc.crm.customer.voucher.list',
	parameter: {
		name: 'customer_voucher_full_open_req',
		required: true,
		fields: [
			{ name: 'brand_id', type: 'string' },
			{ name: 'customer_id', type: 'string' },
			{ name: 'out_brand_id', type: 'string' },
			{ name: 'out_shop_id', type: 'string' },
			{ name: 'page_no', type: 'integer', least: 1 },
			{ name: 'page_size', type: 'integer', least: 1 },
			{ name: 'shop_id', type: 'string' },
			{ name: 'voucher_status_list', type: 'string[]' },
		],
	},
	act: (context) => ({ result: list(context) }),
};

function list(context: MethodContext): Struct {
	const { object, settings, vouchers, now } = context;
	const customer = text(object, 'customer_id');
	if (!customer) return businessResult(false, 'PARAM_ERROR', '顾客ID不能为空');
	const statuses = object.voucher_status_list;
	const held = vouchers
		.of(customer, now - settings.voucherLagMs)
		.filter(({ status }) => !Array.isArray(statuses) || statuses.includes(status));
	if (settings.voucherOrder === 'newest-first') held.reverse();
	return pageResult(
		held,
		number(object, 'page_no', 1),
		number(object, 'page_size', 20),
		'customer_voucher_full_open_info',
		(voucher) => show(context, customer, voucher),
		settings.successCode,
	);
}

function show({ settings, world }: MethodContext, customer: string, voucher: Voucher): Struct {
	const template = world.templates.get(voucher.voucher_template_id);
	const days = template?.valid_day_count ?? 30;
	return {
		amount: Number(template?.denomination ?? 0),
		customer_id: idValue(customer, 'number', settings.idsAs),
		end_time: template?.end_time ?? formatGmt8(voucher.at + days * 24 * 3600_000),
		gmt_created: formatGmt8(voucher.at),
		start_fee: template?.min_charge ?? 0,
		start_time: template?.start_time ?? formatGmt8(voucher.at),
		status: voucher.status,
		title: template?.name ?? '',
		voucher_id: idValue(voucher.voucher_id, 'string', settings.idsAs),
		voucher_template_id: idValue(voucher.voucher_template_id, 'string', settings.idsAs),
	};
}
