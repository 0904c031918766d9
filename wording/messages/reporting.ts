import type { Phrase } from '../words';

/** What stands in the output, over it, and in n8n's log. */
export const reporting = {
	oneVoucher: { en: '1 voucher', zh: '1 张券' },
	manyVouchers: { en: '{count} vouchers', zh: '{count} 张券' },
	oneCustomer: { en: '1 customer', zh: '1 位顾客' },
	manyCustomers: { en: '{count} customers', zh: '{count} 位顾客' },
	oneItem: { en: '1 item', zh: '1 条数据' },
	manyItems: { en: '{count} items', zh: '{count} 条数据' },
	nothingSent: { en: 'Nothing was sent: {reason}', zh: '什么都没有发送：{reason}' },
	sentTo: { en: '{vouchers} sent to {customers}', zh: '已向 {customers}发放 {vouchers}' },
	noneSentNow: { en: '0 sent now', zh: '这次发出 0 张' },
	noneSentForCertain: { en: 'No voucher sent for certain', zh: '没有确定发出的券' },
	noneSent: { en: 'No voucher sent', zh: '没有发出券' },
	hadItAlready: {
		en: '{count} had it already (Send Once Key)',
		zh: '{count} 条以前已发（防重复键）',
	},
	sentBeforeHere: { en: '{count} sent before in this execution', zh: '{count} 条在本次执行中已发' },
	itemsRejected: { en: '{items} rejected', zh: '{items}被拒绝' },
	itemsNotSent: { en: '{items} not sent', zh: '{items}未发送' },
	itemsUnknown: { en: '{items} unknown', zh: '{items}结果不明' },
	countSent: { en: '{count} sent', zh: '已发 {count} 条' },
	countRejected: { en: '{count} rejected', zh: '被拒 {count} 条' },
	countNotSent: { en: '{count} not sent', zh: '未发送 {count} 条' },
	countUnknown: { en: '{count} unknown', zh: '结果不明 {count} 条' },
	sameForAll: {
		en: 'It is the same for all {items}: {counts}.',
		zh: '{items}都是如此：{counts}。',
	},
	ofItems: { en: 'Of {items}: {counts}.', zh: '共 {items}：{counts}。' },
	anewWithKeys: {
		en: "Executing the node anew does not send it again either, as long as its 'Send Once Key' comes out the same.",
		zh: '重新执行节点也不会重发，只要「防重复键」得到的值不变。',
	},
	anewSendsAgain: {
		en: 'Executing the node anew would send it again.',
		zh: '重新执行节点则会重发。',
	},
	anewIsSafe: {
		en: 'Once the cause is mended, execute again: nothing is sent twice by it.',
		zh: '修正原因后重新执行即可：不会重复发券。',
	},
	dryRunOfRetry: {
		en: "The node stops here so that the execution can still be retried: switch 'Dry Run' off, save, and press 'Retry with currently saved workflow'",
		zh: '节点停在这里，是为了这次执行以后还能重试：请关掉「试运行」，保存，再点「Retry with currently saved workflow」',
	},
	/** n8n's editor counts from 0 where it names an item. */
	nthItem: {
		en: 'the {nth} item ([item {index}] in n8n)',
		zh: '第 {nth} 条数据（n8n 中为 [item {index}]）',
	},
	sentBeforeByKey: {
		en: "Nothing was sent this time: sent before with this 'Send Once Key'",
		zh: '这次没有发送：这个「防重复键」以前已经发过',
	},
	foundAtTheCustomer: {
		en: 'The answer got lost, and the voucher was found at the customer',
		zh: '答复丢失，但在顾客名下找到了这张券',
	},
	progressItems: { en: '{ended} of {all} items', zh: '共 {all} 条，已处理 {ended} 条' },
	progressSentBefore: { en: '{count} sent before', zh: '以前已发 {count} 条' },
	progressCalls: { en: '{count} calls a second', zh: '每秒 {count} 次调用' },
	progressBan: {
		en: 'the platform takes calls again in {time}',
		zh: '平台 {time}后才再接受调用',
	},
	progressLeft: { en: 'about {time} left', zh: '还需约 {time}' },
} as const satisfies Record<string, Phrase>;
