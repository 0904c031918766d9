import type { CatalogueRow } from './row';

const specific: readonly CatalogueRow[] = [
	{
		subCode: 'isv.missing-parameter*',
		quote: true,
		title: 'The request lacks a value that the platform needs',
		hint: "Check that the item has a customer and a voucher template; most brands also need 'Brand ID' or 'External Brand ID' in 'Additional Fields'",
		titleZh: '请求缺少平台要求的参数',
		hintZh:
			'请检查该条数据是否有顾客 ID 和券模板 ID；多数品牌还需要在「附加字段」中填写「品牌 ID」或「外部品牌 ID」',
	},
	{
		subCode: 'isv.invalid-paramete*',
		quote: true,
		title: 'The platform does not accept a value of the request',
		hint: "Check the item's customer ID, the voucher template (the template's ID, not the ID of one customer's voucher), and the brand and shop IDs",
		titleZh: '请求中有平台不接受的参数值',
		hintZh: '请检查该条数据的顾客 ID、券模板 ID（不是顾客手中那张券的 ID）以及品牌和门店 ID',
	},
	{
		subCode: 'isv.parameters-mismatch*',
		quote: true,
		title: 'Two values of the request do not belong together',
		hint: 'Check that the voucher template, the shop and the customer all belong to the given brand',
		titleZh: '请求中的参数彼此不匹配',
		hintZh: '请检查券模板、门店和顾客是否都属于所填的品牌',
	},
	{
		subCode: 'isv.not-allowed-parameter*',
		quote: true,
		title: 'The platform does not allow one of the values of the request',
		hint: "Remove the value that the platform's text in the details names from 'Additional Fields'",
		titleZh: '请求中有平台不允许的参数',
		hintZh: '请从「附加字段」中去掉详情里平台原文指出的参数',
	},
	{
		subCode: 'isv.*not-exist*',
		quote: true,
		title: 'The platform cannot find what the request names',
		hint: 'Check the customer, the voucher template, the brand and the shop: one of them does not exist, or not in this environment',
		titleZh: '平台找不到请求中指定的对象',
		hintZh: '请检查顾客、券模板、品牌和门店：其中之一不存在，或不在当前环境中',
	},
	{
		subCode: 'isv.*-service-error*',
		quote: true,
		title: 'The CRM declined the request',
		hint: "The platform's text in the details says why; check the template's stock and status and the limit per customer",
		titleZh: 'CRM 拒绝了请求',
		hintZh: '详情中平台的原文说明了原因；请检查券模板的库存、状态和每人限领数量',
	},
];

const families: readonly CatalogueRow[] = [
	{
		subCode: 'isv.*',
		quote: true,
		title: 'The platform declined the request',
		hint: "The platform's text in the details says why; put the item right, then run it again",
		titleZh: '平台拒绝了请求',
		hintZh: '详情中平台的原文说明了原因；请修正该条数据后重新运行',
	},
];

/** What was asked for: the request's own values (`isv`: the caller's side). */
export const requestSubCodes = { specific, families };
