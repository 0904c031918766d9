import type { CatalogueRow } from './row';

/** Refusals for too many calls; the platform's text often says for how long. */
export const throttlingCodes: readonly CatalogueRow[] = [
	{
		subCode: 'accesscontrol.limited-by-app-access-count',
		title: "The app's quota of calls for the day is used up",
		hint: 'Wait until it is given anew (at midnight, Beijing time), or raise or reset the quota in the console of open.taobao.com',
		titleZh: '应用当日的调用次数已用完',
		hintZh: '请等到北京时间零点额度恢复，或在淘宝开放平台控制台提升或重置调用额度',
	},
	{
		subCode: 'accesscontrol.limited-by-app-api-access-count',
		title: 'The app calls this method more often than the platform allows it',
		hint: "Set 'Max Requests per Second' lower; for an app that is not online yet, finish its release on open.taobao.com to lift this limit",
		titleZh: '应用调用该接口的频率超过了平台限制',
		hintZh: '请调低「每秒最多请求数」；若应用尚未上线，在淘宝开放平台完成上线后该限制会解除',
	},
	{
		subCode: 'accesscontrol.limited-by-api-access-count',
		title: 'The method is called too often at the moment, by all apps together',
		hint: 'Nothing is wrong with the app; wait a little',
		titleZh: '该接口当前被所有应用调用得过于频繁',
		hintZh: '应用本身没有问题；请稍等',
	},
	{
		subCode: 'accesscontrol.*',
		title: 'The platform receives more calls than it allows',
		hint: "Set 'Max Requests per Second' lower, or wait a little",
		titleZh: '调用频率超过了平台限制',
		hintZh: '请调低「每秒最多请求数」，或稍等',
	},
	{
		subCode: 'isp.call-limited',
		title: 'The service behind the platform receives more calls than it allows',
		hint: "Set 'Max Requests per Second' lower, or wait a little",
		titleZh: '平台背后的服务调用过于频繁',
		hintZh: '请调低「每秒最多请求数」，或稍等',
	},
	{
		codes: [4, 5, 6, 7, 8],
		title: 'The app calls more often than the platform allows',
		hint: "Set 'Max Requests per Second' lower, or raise the app's quota in the console of open.taobao.com",
		titleZh: '应用的调用次数或频率超过了平台限制',
		hintZh: '请调低「每秒最多请求数」，或在淘宝开放平台控制台提升调用额度',
	},
];
