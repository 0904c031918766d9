import type { Phrase } from '../words';

/** What stands in the output, over it, and in n8n's log. */
export const reporting = {
	oneVoucher: { en: '1 voucher', zh: '1 张券' },
	manyVouchers: { en: '{count} vouchers', zh: '{count} 张券' },
	oneCustomer: { en: '1 customer', zh: '1 位顾客' },
	manyCustomers: { en: '{count} customers', zh: '{count} 位顾客' },
	oneItem: { en: '1 item', zh: '1 条数据' },
	manyItems: { en: '{count} items', zh: '{count} 条数据' },
	sentBeforeByKey: {
		en: "Nothing was sent this time: sent before with this 'Send Once Key'",
		zh: '这次没有发送：这个「防重复键」以前已经发过',
	},
	foundAtTheCustomer: {
		en: 'The answer got lost, and the voucher was found at the customer',
		zh: '答复丢失，但在顾客名下找到了这张券',
	},
	progressItems: { en: '{ended} of {all} items', zh: '共 {all} 条，已处理 {ended} 条' },
	progressSent: { en: '{count} sent', zh: '发出 {count} 条' },
	progressSentBefore: { en: '{count} sent before', zh: '以前已发 {count} 条' },
	progressRejected: { en: '{count} rejected', zh: '被拒 {count} 条' },
	progressNotSent: { en: '{count} not sent', zh: '未发送 {count} 条' },
	progressUnknown: { en: '{count} unknown', zh: '结果不明 {count} 条' },
	progressCalls: { en: '{count} calls a second', zh: '每秒 {count} 次调用' },
	progressBan: {
		en: 'the platform takes calls again in {time}',
		zh: '平台 {time}后才再接受调用',
	},
	progressLeft: { en: 'about {time} left', zh: '还需约 {time}' },
} as const satisfies Record<string, Phrase>;
