import type { Phrase } from '../words';

/** What is known of a request whose answer got lost. */
export const doubts = {
	/** Before the hint wherever the answer leaves open whether the voucher was given. */
	mayHaveBeenSent: {
		en: "The voucher may have been sent: look at the customer's vouchers in the CRM before you send it again",
		zh: '这张券可能已经发出：再次发送之前，请先在 CRM 中查看该顾客的优惠券',
	},
	/** The same for a look-up. */
	nothingChanged: { en: 'Nothing was changed; try again', zh: '没有改动任何东西；请重试' },
	mayOrMayNot: {
		en: 'The voucher may or may not have been sent: {reason}',
		zh: '券可能已发出，也可能没有：{reason}',
	},
	laterAttempt: {
		en: 'A later attempt ended with: {reason}',
		zh: '之后的一次尝试结果是：{reason}',
	},
	checkedInVain: { en: 'Checked, but {because}', zh: '已核对，但{because}' },
	notThere: {
		en: "The customer's vouchers were looked at, and this one is not among them: it was not sent. Run the item again",
		zh: '已查看该顾客的券，其中没有这一张：没有发出。请重新运行该条数据',
	},
	gotMeanwhile: {
		en: 'others gave the customer the same voucher meanwhile',
		zh: '这期间还有别人给该顾客发过同一种券',
	},
	notListed: {
		en: "the customer's vouchers could not be listed: {reason}",
		zh: '无法列出该顾客的券：{reason}',
	},
	runEnded: { en: 'the run ended before it could be known', zh: '还没查清，运行就结束了' },
	clockUnread: {
		en: 'the platform took too long to say what time it is',
		zh: '平台返回时间太慢，无法比较时钟',
	},
	someOfThem: {
		en: '{count} of the vouchers the customer holds may come from this request, which asked for {asked}',
		zh: '该顾客的券中有 {count} 张可能来自这次请求，而它要发的是 {asked} 张',
	},
	between: { en: 'between {least} and {most}', zh: '{least} 到 {most}' },
	someMissing: {
		en: 'of {total} vouchers only {came} came',
		zh: '共 {total} 张券，只返回了 {came} 张',
	},
	listWithoutEnd: {
		en: 'the list does not end after {pages} pages',
		zh: '列表翻了 {pages} 页还没有结束',
	},
} as const satisfies Record<string, Phrase>;

/** Why no connection to the gateway was made. */
export const connections = {
	theGateway: { en: 'the gateway', zh: '网关' },
	connectionRefused: { en: 'connection refused', zh: '连接被拒绝' },
	noAnswerInTime: { en: 'no answer in time', zh: '超时没有响应' },
	noWayThere: { en: 'no way there', zh: '网络不可达' },
	connectionCut: { en: 'connection cut', zh: '连接被切断' },
	connectionFailed: { en: 'it failed', zh: '连接失败' },
	nameUnknown: { en: 'no such name', zh: '没有这个域名' },
	nameServiceSilent: { en: 'the name service does not answer', zh: '域名服务器没有响应' },
} as const satisfies Record<string, Phrase>;

/** Around what the platform or the CRM answered. */
export const answers = {
	bannedFor: {
		en: '{reason}; it takes calls again in {wait}',
		zh: '{reason}；{wait}后恢复调用',
	},
	withHttpStatus: { en: '{what} (HTTP {status})', zh: '{what}（HTTP {status}）' },
	withoutReason: { en: '{what} and gave no reason', zh: '{what}，没有说明原因' },
} as const satisfies Record<string, Phrase>;
