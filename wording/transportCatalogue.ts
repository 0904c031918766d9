import type { LostStage, UnreadableKind, UnwrittenStage } from '../top';
import type { Words } from './words';

/** The words for calls that never reached the gateway. */
export const UNWRITTEN_WORDS: Readonly<Record<UnwrittenStage, Words>> = {
	policy: {
		title: "This n8n's outbound rules do not allow the gateway's address",
		hint: "Ask whoever runs this n8n to allow the gateway's host in its outbound (SSRF) rules, or correct 'Gateway URL' in the credential",
		titleZh: '本 n8n 的出站规则不允许访问网关地址',
		hintZh: '请让 n8n 管理员在出站（SSRF）规则中放行网关主机，或更正凭证中的「网关地址」',
	},
	lookup: {
		title: "The gateway's name could not be found on the network: {host}, {reason}",
		hint: "Check the network and name service (DNS) of the machine n8n runs on, and 'Gateway URL' in the credential if you set one",
		titleZh: '无法解析网关域名：{host}，{reason}',
		hintZh: '请检查 n8n 所在机器的网络和 DNS；若填写了「网关地址」，请核对其拼写',
	},
	connect: {
		title: 'No connection to the gateway could be made: {host}, {reason}',
		hint: "Check the network and firewall of the machine n8n runs on, and 'Gateway URL' in the credential if you set one",
		titleZh: '无法连接网关：{host}，{reason}',
		hintZh: '请检查 n8n 所在机器的网络和防火墙；若填写了「网关地址」，请核对',
	},
	tls: {
		title: 'No secure connection to the gateway could be made: {host}, {reason}',
		hint: "The gateway's certificate is not trusted, or something between n8n and the gateway takes its place; a company's own certificate authority must be made known to n8n with NODE_EXTRA_CA_CERTS",
		titleZh: '无法与网关建立安全连接：{host}，{reason}',
		hintZh:
			'网关证书不受信任，或中间有设备冒充网关；企业自有的证书颁发机构需通过 NODE_EXTRA_CA_CERTS 告知 n8n',
	},
	proxy: {
		title: 'The proxy did not let the connection to the gateway through: {host}, {reason}',
		hint: "Check HTTPS_PROXY and NO_PROXY where n8n is started, the user and password in it, and that the proxy allows the gateway's host",
		titleZh: '代理未放行到网关的连接：{host}，{reason}',
		hintZh:
			'请检查启动 n8n 时的 HTTPS_PROXY 和 NO_PROXY、其中的用户名和密码，以及代理是否放行网关主机',
	},
};

/** The words for requests that were sent and whose answer did not come whole. */
export const LOST_WORDS: Readonly<Record<LostStage, Words>> = {
	'headers-timeout': {
		title: 'The gateway got the request and did not answer in time',
		hint: "If this happens often, set 'Timeout (Ms)' in 'Options' higher or 'Max Concurrency' lower",
		titleZh: '请求已发出，网关未在时限内答复',
		hintZh: '若经常出现，请在「选项」中调高「超时（毫秒）」或调低「最大并发数」',
	},
	'body-timeout': {
		title: "The gateway's answer began and did not end in time",
		hint: "If this happens often, check the network between n8n and the gateway, or set 'Timeout (Ms)' in 'Options' higher",
		titleZh: '网关的答复开始后未在时限内结束',
		hintZh: '若经常出现，请检查 n8n 与网关之间的网络，或在「选项」中调高「超时（毫秒）」',
	},
	closed: {
		title: 'The connection was closed before the whole answer had come',
		hint: 'If this happens often, check the network and the proxy between n8n and the gateway',
		titleZh: '答复尚未完整，连接已被关闭',
		hintZh: '若经常出现，请检查 n8n 与网关之间的网络和代理',
	},
	reset: {
		title: 'The connection was cut before the whole answer had come',
		hint: 'If this happens often, check the network, firewall and proxy between n8n and the gateway',
		titleZh: '答复尚未完整，连接被切断',
		hintZh: '若经常出现，请检查 n8n 与网关之间的网络、防火墙和代理',
	},
};

/** The words for answers that are not the platform's. */
export const UNREADABLE_WORDS: Readonly<Record<UnreadableKind, Words>> = {
	empty: {
		title: "An empty answer came instead of the platform's",
		hint: "Check 'Gateway URL' in the credential and the proxy between n8n and the gateway",
		titleZh: '收到空答复',
		hintZh: '请检查凭证中的「网关地址」以及 n8n 与网关之间的代理',
	},
	html: {
		title: "A web page came instead of the platform's answer",
		hint: "A proxy, firewall or login page stands between n8n and the gateway, or 'Gateway URL' in the credential is not a TOP gateway; the beginning of the page is in the details",
		titleZh: '收到的是网页而不是平台的答复',
		hintZh:
			'n8n 与网关之间有代理、防火墙或登录页，或凭证中的「网关地址」不是 TOP 网关；详情中有页面开头的内容',
	},
	'not-json': {
		title: "Text that is not JSON came instead of the platform's answer",
		hint: "Check 'Gateway URL' in the credential and the proxy between n8n and the gateway; the beginning of the text is in the details",
		titleZh: '收到的内容不是 JSON',
		hintZh: '请检查凭证中的「网关地址」以及 n8n 与网关之间的代理；详情中有内容的开头',
	},
	oversized: {
		title: 'An answer came that is far larger than any the platform sends',
		hint: "Check 'Gateway URL' in the credential and the proxy between n8n and the gateway",
		titleZh: '收到的答复远大于平台的正常答复',
		hintZh: '请检查凭证中的「网关地址」以及 n8n 与网关之间的代理',
	},
	nested: {
		title: 'An answer came that is nested deeper than any the platform sends',
		hint: "Check 'Gateway URL' in the credential and the proxy between n8n and the gateway",
		titleZh: '收到的答复嵌套层数远超平台的正常答复',
		hintZh: '请检查凭证中的「网关地址」以及 n8n 与网关之间的代理',
	},
	redirect: {
		title: 'The gateway pointed to another address',
		hint: "Requests are never sent on to another address, because they carry a signature; correct 'Gateway URL' in the credential, or check the proxy or login page between n8n and the gateway",
		titleZh: '网关返回了重定向',
		hintZh:
			'请求带有签名，绝不会被转发到其他地址；请更正凭证中的「网关地址」，或检查 n8n 与网关之间的代理或登录页',
	},
	contradictory: {
		title: 'An answer came that refuses the call and says something else beside it',
		hint: "Check 'Gateway URL' in the credential and the proxy between n8n and the gateway; the beginning of the answer is in the details",
		titleZh: '同一答复中既拒绝调用又有其他内容',
		hintZh: '请检查凭证中的「网关地址」以及 n8n 与网关之间的代理；详情中有答复的开头',
	},
	'wrong-method': {
		title: 'An answer came that does not belong to this call',
		hint: "Check 'Gateway URL' in the credential and the proxy between n8n and the gateway; the beginning of the answer is in the details",
		titleZh: '收到的答复不属于本次调用',
		hintZh: '请检查凭证中的「网关地址」以及 n8n 与网关之间的代理；详情中有答复的开头',
	},
	unclear: {
		title: 'The CRM answered neither yes nor no',
		hint: "The answer's two fields that decide, 'result' and 'biz_success', are missing or contradict each other; the answer is in the details",
		titleZh: 'CRM 的答复既非成功也非失败',
		hintZh: '答复中起决定作用的 result 与 biz_success 缺失或互相矛盾；答复见详情',
	},
};

/** The words for a run that was stopped, by whether the request had left. */
export const ABORTED_WORDS: Readonly<Record<'before' | 'after', Words>> = {
	before: {
		title: 'The run was stopped before this request was sent',
		hint: 'Run the item again when you want it sent',
		titleZh: '请求发出前执行被停止',
		hintZh: '需要发送时请重新运行该条数据',
	},
	after: {
		title: 'The run was stopped while the answer was awaited',
		hint: 'The request had left already',
		titleZh: '等待答复时执行被停止',
		hintZh: '请求当时已经发出',
	},
};
