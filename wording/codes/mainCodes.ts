import type { CatalogueRow } from './row';

const UPDATE_THE_NODE = {
	hint: 'The node sets this itself: update n8n-nodes-alibaba-alsc, and check that no proxy changes the request on its way',
	hintZh: '该值由节点自动设置：请更新 n8n-nodes-alibaba-alsc，并检查是否有代理改动了请求',
};

/** The platform's main codes, below 100, that say what is wrong by themselves (doc 101617). */
export const mainCodes: readonly CatalogueRow[] = [
	{
		codes: [9],
		title: 'The gateway does not accept this kind of HTTP request',
		hint: 'The node always sends POST: check that no proxy changes the request on its way',
		titleZh: '网关不接受该 HTTP 请求方式',
		hintZh: '节点始终使用 POST：请检查是否有代理改动了请求',
	},
	{
		codes: [11],
		title: 'The app lacks a permission for this call',
		hint: "In the console of open.taobao.com, check the app's permission packages (ALSC CRM) and its IP whitelist",
		titleZh: '应用（开发者）权限不足',
		hintZh: '请在淘宝开放平台控制台检查应用的权限包（本地生活 CRM）和 IP 白名单',
	},
	{
		codes: [12],
		title: 'The merchant who authorized the app may not make this call',
		hint: "Use an account with more rights to authorize the app, and put the new session key into 'Session Token' in the credential",
		titleZh: '授权用户权限不足',
		hintZh: '请用权限更高的账号授权该应用，并把新的 session key 填入凭证的「SessionKey（授权）」',
	},
	{
		codes: [13],
		title: 'The app may not call this value-added method',
		hint: 'Apply for the permission in the console of open.taobao.com',
		titleZh: '应用无权调用该增值接口',
		hintZh: '请在淘宝开放平台控制台申请相应权限',
	},
	{
		codes: [21],
		title: 'The request names no method',
		...UPDATE_THE_NODE,
		titleZh: '请求缺少 method',
	},
	{
		codes: [22],
		title: 'The gateway does not know the method',
		hint: "Check 'Environment' or 'Gateway URL' in the credential: this gateway does not offer the ALSC CRM methods",
		titleZh: '网关不认识该接口（method）',
		hintZh: '请检查凭证中的「环境」或「网关地址」：该网关不提供本地生活 CRM 接口',
	},
	{
		codes: [23],
		title: 'The gateway does not know the answer format asked for',
		...UPDATE_THE_NODE,
		titleZh: '返回格式（format）无效',
	},
	{
		codes: [24],
		title: 'The request arrived without a signature',
		...UPDATE_THE_NODE,
		titleZh: '请求缺少签名',
	},
	{
		codes: [25],
		title: 'The signature does not match the app secret',
		hint: "Copy 'App Secret' from the app's page on open.taobao.com into the credential again, without spaces around it, and check that it belongs to 'App Key'",
		titleZh: '签名无效，与 App Secret 不符',
		hintZh:
			'请从淘宝开放平台的应用页面重新复制「App Secret」到凭证中，前后不要有空格，并确认它与「App Key」属于同一应用',
	},
	{
		codes: [26],
		title: 'The call needs the authorization of the merchant',
		hint: "Have the merchant authorize the app and put the session key into 'Session Token' in the credential",
		titleZh: '缺少 session，该调用需要商家授权',
		hintZh: '请商家授权该应用，并把 session key 填入凭证的「SessionKey（授权）」',
	},
	{
		codes: [27],
		title: 'The session key is not valid or has expired',
		hint: "Have the merchant authorize the app again and put the new session key into 'Session Token' in the credential, or leave it empty if the app needs none",
		titleZh: 'session key 无效或已过期',
		hintZh:
			'请商家重新授权该应用，并把新的 session key 填入凭证的「SessionKey（授权）」；若应用不需要授权，请留空',
	},
	{
		codes: [28],
		title: 'The request arrived without an app key',
		hint: "Fill in 'App Key' in the credential",
		titleZh: '请求缺少 App Key',
		hintZh: '请在凭证中填写「App Key」',
	},
	{
		codes: [29],
		title: 'The gateway does not know this app key',
		hint: "Check 'App Key' in the credential, and that 'Environment' is the one the app was registered in: a sandbox key works in the sandbox only",
		titleZh: '网关不认识这个 App Key',
		hintZh:
			'请检查凭证中的「App Key」，以及「环境」是否与应用所属环境一致：沙箱的 Key 只能用于沙箱',
	},
	{
		codes: [30],
		title: 'The request arrived without a time',
		...UPDATE_THE_NODE,
		titleZh: '请求缺少时间戳',
	},
	{
		codes: [31],
		quote: true,
		title: "The clock of this n8n's machine is wrong",
		hint: 'Set the clock of the machine n8n runs on: the platform allows a difference of 10 minutes. The time zone plays no part',
		titleZh: '时间戳无效：n8n 所在机器的时钟不准',
		hintZh: '请校准 n8n 所在机器的时钟：平台允许的误差为 10 分钟。与时区设置无关',
	},
	{
		codes: [32],
		title: 'The request names no protocol version',
		...UPDATE_THE_NODE,
		titleZh: '请求缺少版本号',
	},
	{
		codes: [33],
		title: "The request's protocol version is not valid",
		...UPDATE_THE_NODE,
		titleZh: '版本号无效',
	},
	{
		codes: [34],
		title: "The gateway does not support the request's protocol version",
		...UPDATE_THE_NODE,
		titleZh: '网关不支持该版本号',
	},
	{
		codes: [40],
		quote: true,
		title: 'The request lacks a value that the platform needs',
		hint: "Check that the item has a customer and a voucher template; most brands also need 'Brand ID' or 'External Brand ID' in 'Additional Fields'",
		titleZh: '请求缺少必选参数',
		hintZh:
			'请检查该条数据是否有顾客 ID 和券模板 ID；多数品牌还需要在「附加字段」中填写「品牌 ID」或「外部品牌 ID」',
	},
	{
		codes: [41, 43],
		quote: true,
		title: 'The platform does not accept a value of the request',
		hint: "Check the item's customer ID, the voucher template (the template's ID, not the ID of one customer's voucher), and the brand and shop IDs",
		titleZh: '请求参数格式或取值不正确',
		hintZh: '请检查该条数据的顾客 ID、券模板 ID（不是顾客手中那张券的 ID）以及品牌和门店 ID',
	},
	{
		codes: [42],
		title: "The merchant's authorization does not cover this call",
		hint: "Have the merchant authorize the app again, with all rights it asks for, and put the new session key into 'Session Token' in the credential",
		titleZh: '授权（短授权）权限不足',
		hintZh:
			'请商家重新授权并授予全部所需权限，再把新的 session key 填入凭证的「SessionKey（授权）」',
	},
	{
		codes: [44],
		title: 'The access token is not valid',
		hint: "Have the merchant authorize the app again and put the new session key into 'Session Token' in the credential",
		titleZh: 'access token 无效',
		hintZh: '请商家重新授权该应用，并把新的 session key 填入凭证的「SessionKey（授权）」',
	},
	{
		codes: [47],
		title: 'The request did not arrive as UTF-8 text',
		hint: 'The node always sends UTF-8: check that no proxy changes the request on its way',
		titleZh: '请求编码不是 UTF-8',
		hintZh: '节点始终使用 UTF-8：请检查是否有代理改动了请求',
	},
	{
		codes: [53],
		title: "The app's security level is too low for this call",
		hint: "Raise the app's security level in the console of open.taobao.com, or ask the platform's support what this method demands",
		titleZh: '应用的安全等级不足',
		hintZh: '请在淘宝开放平台控制台提升应用的安全等级，或向平台技术支持咨询该接口的要求',
	},
];

/** Main codes that leave open what happened; they are asked last, after every sub-code. */
export const unspecificCodes: readonly CatalogueRow[] = [
	{
		codes: [3],
		title: 'The platform could not take in an upload',
		hint: 'The node uploads nothing: check that no proxy changes the request on its way',
		titleZh: '上传失败',
		hintZh: '节点不上传任何文件：请检查是否有代理改动了请求',
	},
	{
		codes: [10],
		quote: true,
		title: 'The platform is not available at the moment',
		hint: "If it goes on, check the item's values, and give the request ID in the details to the platform's support",
		titleZh: '服务暂不可用，多由未知异常引起',
		hintZh: '若持续出现，请检查该条数据的参数，并把详情中的 request_id 提供给平台技术支持',
	},
	{
		codes: [15, 50],
		quote: true,
		title: 'The service behind the platform did not work as it should',
		hint: "The platform gave no reason; if it goes on, give the request ID in the details to the platform's support",
		titleZh: '平台背后的远程服务出错',
		hintZh: '平台没有给出原因；若持续出现，请把详情中的 request_id 提供给平台技术支持',
	},
];
