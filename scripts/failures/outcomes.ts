import type { Words } from '../../wording/words';

/** The four ways an item can end, by the value that stands in the output. */
export const OUTCOMES: ReadonlyArray<Words & { value: string }> = [
	{
		value: 'sent',
		title: 'The customer has the voucher',
		hint: 'Nothing; the item stands in the normal output',
		titleZh: '券已发给顾客',
		hintZh: '无需处理；该条数据在正常输出中',
	},
	{
		value: 'rejected',
		title: 'The platform or the CRM said no; the customer has nothing from this item',
		hint: 'Read the reason, put the item or the credential right, and run the item again; trying again unchanged is useless',
		titleZh: '平台或 CRM 拒绝；顾客没有因该条数据得到券',
		hintZh: '查看原因，修正数据或凭证后重新运行该条；原样重试没有意义',
	},
	{
		value: 'not_sent',
		title: 'The request provably never took effect; the customer has nothing from this item',
		hint: 'Run the item again; it is safe',
		titleZh: '可以证明请求没有生效；顾客没有因该条数据得到券',
		hintZh: '重新运行该条数据即可，是安全的',
	},
	{
		value: 'unknown',
		title: 'The answer was lost; the customer may have the voucher or not',
		hint: "Look at the customer's vouchers in the CRM first; send again only if it is not there, or let the node look by itself with 'If the Answer Gets Lost' set to 'Verify, Then Decide'",
		titleZh: '答复丢失；顾客可能已经得到券，也可能没有',
		hintZh:
			'请先在 CRM 中查看该顾客的优惠券，确认没有后再发；也可以把「答复丢失时」设为「先核对再决定」，由节点自行核对',
	},
];
