import type { Message, Phrase } from '../words';

/** What the credential's test and its signing say. */
export const credential = {
	notThePlatformHere: {
		title: 'Whatever answered at this address is not the Taobao Open Platform',
		hint: "Check 'Environment' and 'Gateway URL', and whether a proxy, firewall or login page stands between n8n and the gateway",
		titleZh: '该地址的答复不是淘宝开放平台给出的',
		hintZh: '请检查「环境」和「网关地址」，以及 n8n 与网关之间是否有代理、防火墙或登录页',
	},
	refusedWithUnknownCode: {
		title: 'The platform declined, with a code that this package does not know',
		hint: "Check every field of the credential, and the app's state in the console of open.taobao.com",
		titleZh: '平台拒绝了请求，错误码未知',
		hintZh: '请检查凭证的每个字段，以及淘宝开放平台控制台中应用的状态',
	},
	notSetInCredential: {
		title: "'{field}' is not set in the credential",
		hint: 'Fill it in from the page of your app on open.taobao.com',
		titleZh: '凭证中没有填写「{field}」',
		hintZh: '请从淘宝开放平台的应用页面复制过来',
	},
	noMethod: {
		title: "The request has no 'method' parameter",
		hint: 'Add the method to call to the form parameters, e.g. method = alibaba.alsc.crm.voucher.template.list',
		titleZh: '请求中没有 method 参数',
		hintZh: '请在表单参数中加上要调用的接口，例如 method = alibaba.alsc.crm.voucher.template.list',
	},
	noWebAddress: {
		title: '"{address}" is not a web address',
		hint: "Enter the gateway's full address, e.g. https://gw.api.taobao.com/router/rest",
		titleZh: '“{address}”不是网址',
		hintZh: '请填写网关的完整地址，例如 https://gw.api.taobao.com/router/rest',
	},
	strangeTarget: {
		title: 'This credential signs requests to {gateway} only, and this one goes to {target}',
		hint: "Nothing was sent. Correct the URL, or 'Environment' in the credential",
		titleZh: '该凭证只为发往 {gateway} 的请求签名，而这个请求发往 {target}',
		hintZh: '没有发送。请更正网址，或凭证中的「环境」',
	},
	notNamedValues: {
		title: 'Only named values can be signed',
		hint: "Send the parameters as 'Form URL Encoded' or as a JSON object, one field per parameter",
		titleZh: '只能为有名称的参数签名',
		hintZh: '请以「Form URL Encoded」或 JSON 对象发送参数，每个参数一个字段',
	},
} as const satisfies Record<string, Message>;

export const credentialParts = {
	testLater: {
		en: 'This says nothing about the credential: test it again later',
		zh: '这与凭证无关：请稍后再测试',
	},
} as const satisfies Record<string, Phrase>;

/** The app, the gateway's address or a number that cannot be used; see `TopConfigurationError`. */
export const configuration = {
	appKeyMissing: {
		title: 'The credential has no app key',
		hint: "Fill in 'App Key' in the Alibaba ALSC API credential",
		titleZh: '凭证中没有 App Key',
		hintZh: '请在 Alibaba ALSC API 凭证中填写「App Key」',
		outcome: 'not_sent',
	},
	appSecretMissing: {
		title: 'The credential has no app secret',
		hint: "Fill in 'App Secret' in the Alibaba ALSC API credential",
		titleZh: '凭证中没有 App Secret',
		hintZh: '请在 Alibaba ALSC API 凭证中填写「App Secret」',
		outcome: 'not_sent',
	},
	signMethodUnknown: {
		title: 'The sign method "{value}" is not known',
		hint: "Choose one of the listed methods in the credential's 'Sign Method'",
		titleZh: '签名方式“{value}”无法识别',
		hintZh: '请在凭证的「签名方式」中选择列出的一种',
		outcome: 'not_sent',
	},
	environmentUnknown: {
		title: 'The environment "{value}" is not known',
		hint: "Choose 'Production', 'Overseas', 'Sandbox' or 'Custom' in the credential",
		titleZh: '环境“{value}”无法识别',
		hintZh: '请在凭证中选择「正式环境」、「海外」、「沙箱」或「自定义」',
		outcome: 'not_sent',
	},
	gatewayNoAddress: {
		title: 'The gateway URL "{value}" is not a web address',
		hint: "Enter the full address in the credential's 'Gateway URL', e.g. https://gw.api.taobao.com/router/rest",
		titleZh: '网关地址“{value}”不是网址',
		hintZh: '请在凭证的「网关地址」中填写完整地址，例如 https://gw.api.taobao.com/router/rest',
		outcome: 'not_sent',
	},
	gatewayNotHttps: {
		title: 'The gateway URL must start with https:// (it is {value})',
		hint: "Change the credential's 'Gateway URL' to https; without it anybody on the way could read the session key",
		titleZh: '网关地址必须以 https:// 开头（现在是 {value}）',
		hintZh: '请把凭证的「网关地址」改为 https；否则途中任何人都能读到 SessionKey',
		outcome: 'not_sent',
	},
	gatewayMoreThanAddress: {
		title: 'The gateway URL must be an address only, without user name, query or #',
		hint: "Remove everything after the path from the credential's 'Gateway URL'",
		titleZh: '网关地址只能是地址本身，不能带用户名、查询参数或 #',
		hintZh: '请删去凭证的「网关地址」中路径之后的所有内容',
		outcome: 'not_sent',
	},
	proxyNoAddress: {
		title: 'The proxy address in the environment is not a web address',
		hint: 'Correct HTTPS_PROXY, HTTP_PROXY or ALL_PROXY where n8n is started, e.g. http://proxy.example:3128',
		titleZh: '环境变量中的代理地址不是网址',
		hintZh:
			'请更正启动 n8n 时的 HTTPS_PROXY、HTTP_PROXY 或 ALL_PROXY，例如 http://proxy.example:3128',
		outcome: 'not_sent',
	},
	proxyOtherProtocol: {
		title:
			'The proxy address in the environment starts with {protocol}//, and only HTTP proxies can be used',
		hint: 'Correct HTTPS_PROXY, HTTP_PROXY or ALL_PROXY where n8n is started, e.g. http://proxy.example:3128',
		titleZh: '环境变量中的代理地址以 {protocol}// 开头，而只能使用 HTTP 代理',
		hintZh:
			'请更正启动 n8n 时的 HTTPS_PROXY、HTTP_PROXY 或 ALL_PROXY，例如 http://proxy.example:3128',
		outcome: 'not_sent',
	},
	proxyUnescapedPercent: {
		title:
			'The proxy address in the environment has a % in its user name or password that is not written as %25',
		hint: 'Correct HTTPS_PROXY, HTTP_PROXY or ALL_PROXY where n8n is started, e.g. http://proxy.example:3128',
		titleZh: '环境变量中代理地址的用户名或密码里有 %，请写成 %25',
		hintZh:
			'请更正启动 n8n 时的 HTTPS_PROXY、HTTP_PROXY 或 ALL_PROXY，例如 http://proxy.example:3128',
		outcome: 'not_sent',
	},
	numberUnusable: {
		title: '{name} must be a whole number from 1 to {most}, and is {value}',
		hint: 'Correct {name}',
		titleZh: '{name} 必须是 1 到 {most} 的整数，现在是 {value}',
		hintZh: '请更正 {name}',
		outcome: 'not_sent',
	},
} as const satisfies Record<string, Message>;
