import type { CatalogueRow } from './row';

/** The service behind the platform did not do its part (`isp`: the platform's side). */
export const serviceSubCodes: readonly CatalogueRow[] = [
	{
		subCode: 'isp.*service-unavailable',
		title: 'The voucher service broke off when the platform called it',
		hint: 'It seems to be out of order; wait a few minutes before you run the rest of the items',
		titleZh: '平台调用发券服务时出错',
		hintZh: '服务可能暂时不可用；请等几分钟再运行剩余的数据',
	},
	{
		subCode: 'isp.*-connection-error',
		title: 'The platform lost its connection to the voucher service, or never had one',
		hint: 'It seems to be out of order; wait a few minutes before you run the rest of the items',
		titleZh: '平台与发券服务之间的连接出错或中断',
		hintZh: '服务可能暂时不可用；请等几分钟再运行剩余的数据',
	},
	{
		subCode: 'isp.*-timeout',
		title: 'The voucher service did not answer the platform in time',
		hint: 'The platform passed the request on and got no answer from the service',
		titleZh: '发券服务未在时限内答复平台',
		hintZh: '平台已转发请求，但没有等到服务的答复',
	},
	{
		subCode: 'isp.null-pointer-exception',
		title: 'The voucher service broke off while handling the request',
		hint: 'This mostly comes from an ID that does not exist or a value in the wrong form; check the customer, template, brand and shop IDs',
		titleZh: '发券服务处理请求时异常中断',
		hintZh: '多因 ID 不存在或参数格式不对；请检查顾客、券模板、品牌和门店 ID',
	},
	{
		subCode: 'isp.*-parse-error',
		title: 'The platform could not translate the request or its answer',
		hint: 'This mostly comes from a value in the wrong form; check the customer, template, brand and shop IDs',
		titleZh: '平台解析请求或答复失败',
		hintZh: '多因参数格式不对；请检查顾客、券模板、品牌和门店 ID',
	},
	{
		subCode: 'isp.*',
		quote: true,
		title: 'The service behind the platform did not work as it should',
		hint: "If it goes on, give the request ID in the details to the platform's support",
		titleZh: '平台背后的服务出现异常',
		hintZh: '若持续出现，请把详情中的 request_id 提供给平台技术支持',
	},
];
