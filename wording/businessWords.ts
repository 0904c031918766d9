import type { Words } from './words';

/**
 * The words for a CRM that took the call and declined it. Its reason is put behind the title; its
 * result codes are not documented, so the hint names what usually stands behind a refusal.
 */
export const SEND_DECLINED: Words = {
	title: 'The CRM declined to send the voucher',
	hint: "Check the template's stock, status and dates, the limit per customer, that the ID is the template's and not that of one customer's voucher, and that the customer belongs to this brand",
	titleZh: 'CRM 拒绝发券',
	hintZh:
		'请检查券模板的库存、状态和有效期，每人限领数量，所填是否为券模板 ID（而不是顾客手中那张券的 ID），以及顾客是否属于该品牌',
};

/** The same for a look-up. */
export const READ_DECLINED: Words = {
	title: 'The CRM declined to answer',
	hint: "Check 'Brand ID' or 'External Brand ID', and the shop, in 'Additional Fields': they must belong to the merchant who authorized the app",
	titleZh: 'CRM 拒绝了查询',
	hintZh:
		'请检查「Additional Fields」中的「Brand ID」或「External Brand ID」以及门店：它们必须属于已授权该应用的商家',
};

/** Appended to the hint wherever the answer leaves open whether the voucher was given. */
export const MAY_HAVE_BEEN_SENT = {
	en: "The voucher may have been sent: look at the customer's vouchers in the CRM before you send it again",
	zh: '这张券可能已经发出：再次发送之前，请先在 CRM 中查看该顾客的优惠券',
};

/** The same for a look-up, which changes nothing. */
export const NOTHING_CHANGED = 'Nothing was changed; try again';

/** The words for anything this package did not expect. */
export const UNEXPECTED: Words = {
	title: 'The node stopped at something it did not expect',
	hint: 'Please report it to the maintainers of n8n-nodes-alibaba-alsc, with the text in the details',
	titleZh: '节点遇到了意料之外的情况',
	hintZh: '请把详情中的内容报告给 n8n-nodes-alibaba-alsc 的维护者',
};
