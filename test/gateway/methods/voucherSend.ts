import { Struct } from '../answer';
import { number, text } from '../businessObject';
import { Template } from '../world';
import { Method, MethodContext, businessResult } from './method';

/** Gives one customer `voucher_num` vouchers of one template. */
export const voucherSend: Method = {
	name: 'alibaba.alsc.crm.voucher.send',
	parameter: {
		name: 'param_voucher_send_open_req',
		required: true,
		fields: [
			{ name: 'customer_id', type: 'string', required: true },
			{ name: 'voucher_id', type: 'string', required: true },
			{ name: 'voucher_num', type: 'integer', required: true, least: 1 },
			{ name: 'brand_id', type: 'string' },
			{ name: 'out_brand_id', type: 'string' },
			{ name: 'shop_id', type: 'string' },
			{ name: 'out_shop_id', type: 'string' },
			{ name: 'operator_id', type: 'string' },
			{ name: 'request_id', type: 'string' },
		],
	},
	act: (context) => ({ result: send(context) }),
};

function send(context: MethodContext): Struct {
	const { app, call, executions, object, settings, vouchers, world, now } = context;
	const success = businessResult(true, settings.successCode, '');
	const request_id = text(object, 'request_id');
	if (app.honoursRequestId && request_id) {
		const before = executions.ofRequest(request_id);
		if (before.some(({ app_key }) => app_key === app.key)) return success;
	}
	const customer_id = text(object, 'customer_id');
	const voucher_id = text(object, 'voucher_id');
	const voucher_num = number(object, 'voucher_num', 0);
	const template = world.templates.get(voucher_id);
	const refusal = refuse(context, customer_id, voucher_id, voucher_num, template);
	if (refusal) return refusal;

	if (template?.inventory !== undefined) {
		template.inventory -= voucher_num;
		if (template.inventory === 0) template.status = 'NO_INVENTORY';
	}
	vouchers.grant(customer_id, voucher_id, voucher_num, now);
	executions.add({
		n: executions.all.length + 1,
		customer_id,
		voucher_id,
		voucher_num,
		request_id,
		app_key: app.key,
		at: now,
		attempt: call.attempt,
		call: call.n,
	});
	call.executed = true;
	return success;
}

/** The codes are made up: the platform documents none for this method. */
function refuse(
	{ object, settings, vouchers, world }: MethodContext,
	customer: string,
	voucher: string,
	count: number,
	template: Template | undefined,
): Struct | undefined {
	if (!world.knowsBrand(object)) return businessResult(false, 'BRAND_NOT_EXIST', '品牌不存在');
	if (!world.knows(customer)) {
		return businessResult(false, 'CUSTOMER_NOT_EXIST', '顾客不存在');
	}
	if (!template) {
		return settings.unknownTemplates === 'refuse'
			? businessResult(false, 'VOUCHER_TEMPLATE_NOT_EXIST', '券模板不存在')
			: undefined;
	}
	if (template.status === 'INVALID' || template.deleted) {
		return businessResult(false, 'VOUCHER_TEMPLATE_INVALID', '券模板已失效');
	}
	if (template.inventory !== undefined && template.inventory < count) {
		return businessResult(false, 'NO_INVENTORY', '券库存不足');
	}
	const held = vouchers.countHeld(customer, voucher);
	if (template.user_limit !== undefined && held + count > template.user_limit) {
		return businessResult(false, 'USER_LIMIT', `超过每人限领数量${template.user_limit}张`);
	}
	return undefined;
}
