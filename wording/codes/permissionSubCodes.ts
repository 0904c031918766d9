import type { CatalogueRow } from './row';

/** Who may call: permissions, addresses, app keys, authorizations. */
export const permissionSubCodes: readonly CatalogueRow[] = [
	{
		subCode: 'isv.permission-ip-whitelist-limit',
		title: "This n8n's network address is not in the app's IP whitelist",
		hint: "Add the public IP address n8n calls from to the app's IP whitelist in the console of open.taobao.com; behind a proxy it is the proxy's address",
		titleZh: '本 n8n 的公网 IP 不在应用的 IP 白名单中',
		hintZh:
			'请在淘宝开放平台控制台把 n8n 出口的公网 IP 加入应用的 IP 白名单；若经过代理，则填代理的 IP',
	},
	{
		subCode: 'isv.permission-api-package-*',
		title: 'The app has no permission for this method',
		hint: 'Apply for the ALSC (本地生活) CRM permission package in the console of open.taobao.com, and wait until it is granted',
		titleZh: '应用没有调用该接口的权限包',
		hintZh: '请在淘宝开放平台控制台为应用申请本地生活（ALSC）CRM 权限包，审批通过后再试',
	},
	{
		subCode: 'isv.permission-*',
		quote: true,
		title: 'The app lacks a permission for this call',
		hint: "Check the app's permissions in the console of open.taobao.com; the platform's text in the details names the one that is missing",
		titleZh: '应用缺少本次调用所需的权限',
		hintZh: '请在淘宝开放平台控制台检查应用权限；详情中平台的原文会指出缺少哪一项',
	},
	{
		subCode: 'isv.invalid-permission*',
		quote: true,
		title: 'The app may not do this for the given brand or shop',
		hint: 'Check that the brand and the shop belong to the merchant who authorized the app',
		titleZh: '应用无权对该品牌或门店执行此操作',
		hintZh: '请确认品牌和门店属于已授权该应用的商家',
	},
	{
		subCode: 'isv.appkey-not-exists',
		title: 'The gateway does not know this app key',
		hint: "Check 'App Key' in the credential, and that 'Environment' is the one the app was registered in: a sandbox key works in the sandbox only",
		titleZh: '网关不认识这个 App Key',
		hintZh:
			'请检查凭证中的「App Key」，以及「环境」是否与应用所属环境一致：沙箱的 Key 只能用于沙箱',
	},
	{
		subCode: 'isv.invalid-signature',
		title: 'The signature does not match the app secret',
		hint: "Copy 'App Secret' from the app's page on open.taobao.com into the credential again, without spaces around it",
		titleZh: '签名与 App Secret 不符',
		hintZh: '请从淘宝开放平台的应用页面重新复制「App Secret」到凭证中，前后不要有空格',
	},
	{
		subCode: '*session*expired*',
		title: "The merchant's authorization has expired",
		hint: "Have the merchant authorize the app again and put the new session key into 'Session Token' in the credential",
		titleZh: '商家授权已过期',
		hintZh: '请商家重新授权该应用，并把新的 session key 填入凭证的「SessionKey（授权）」',
	},
	{
		subCode: 'sessionkey-not-generated-by-*',
		title: 'The session key belongs to another app',
		hint: "Put a session key into 'Session Token' that was made for this app key, or leave it empty if the app needs none",
		titleZh: 'session key 不属于当前应用',
		hintZh:
			'请在「SessionKey（授权）」中填写为当前 App Key 生成的 session key；若应用不需要授权，请留空',
	},
	{
		subCode: '*invalid-session*',
		title: 'The session key is not valid',
		hint: "Have the merchant authorize the app again and put the new session key into 'Session Token' in the credential, or leave it empty if the app needs none",
		titleZh: 'session key 无效',
		hintZh:
			'请商家重新授权该应用，并把新的 session key 填入凭证的「SessionKey（授权）」；若应用不需要授权，请留空',
	},
];
