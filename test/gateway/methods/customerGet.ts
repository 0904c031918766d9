import { List, Struct, Value } from '../answer';
import { text } from '../businessObject';
import { Settings } from '../settings';
import { Customer } from '../world';
import { Method, MethodContext, businessResult, idValue } from './method';

/** What a customer can be found by; the first one given decides. */
const KEYS = [
	'customer_id',
	'mobile',
	'wechat_open_id',
	'alipay_id',
	'physical_card_id',
	'card_id',
	'phone',
] as const;

/** One customer's record. */
export const customerGet: Method = {
	name: 'alibaba.alsc.crm.customer.get',
	parameter: {
		name: 'param_customer_id_query_open_req',
		required: true,
		fields: [
			{ name: 'options', type: 'string[]', required: true, among: ['CARD', 'RECHARGE', 'POINT'] },
			{ name: 'brand_id', type: 'string' },
			{ name: 'out_brand_id', type: 'string' },
			{ name: 'shop_id', type: 'string' },
			{ name: 'out_shop_id', type: 'string' },
			{ name: 'wechat_app_id', type: 'string' },
			...KEYS.map((name) => ({ name, type: 'string' as const })),
		],
	},
	act: (context) => ({ result: get(context) }),
};

/** The codes are made up: the platform documents none for this method. */
function get(context: MethodContext): Struct {
	const { object, world, settings } = context;
	if (!text(object, 'brand_id') && !text(object, 'out_brand_id')) {
		return refused('PARAM_ERROR', '品牌ID和外部品牌ID必须传一个');
	}
	if (!text(object, 'shop_id') && !text(object, 'out_shop_id')) {
		return refused('PARAM_ERROR', '店铺ID和外部门店ID必须传一个');
	}
	if (!world.knowsBrand(object)) return refused('BRAND_NOT_EXIST', '品牌不存在');
	const key = KEYS.find((name) => text(object, name) !== '');
	if (!key) return refused('PARAM_ERROR', '查询条件不能为空');
	const value = text(object, key);
	if (key === 'mobile' && !/^1\d{10}$/.test(value)) {
		return refused('PARAM_ERROR', '手机号格式不正确');
	}
	const customer = world.findCustomer(key, value);
	if (customer) return { ...found(settings), result: details(customer, settings) };
	return settings.unknownCustomers === 'refuse'
		? refused('CUSTOMER_NOT_EXIST', '顾客不存在')
		: { ...found(settings), result: {} };
}

function refused(code: string, description: string): Struct {
	const { result: _none, ...answer } = businessResult(false, code, description);
	return answer;
}

function found({ successCode }: Settings): Struct {
	const { result: _flag, ...answer } = businessResult(true, successCode, '');
	return answer;
}

function details({ tags = [], ...customer }: Customer, { idsAs }: Settings): Struct {
	return {
		customer_open_info: {
			...(customer as Record<string, Value>),
			customer_id: idValue(customer.customer_id, 'string', idsAs),
			state: customer.state ?? 1,
			deleted: false,
			tags: new List('string', tags),
		},
		customer_voucher_full_open_info_list: new List('customer_voucher_full_open_info', []),
	};
}
