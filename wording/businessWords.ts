import type { CommonResult } from '../top/calls/commonResult';
import { inLanguage } from './say';
import type { Phrase, Words } from './words';

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

/** What to do where the CRM's own words say why it declined; its codes and texts are not documented. */
export const SEND_REASONS: ReadonlyArray<{ pattern: RegExp } & Phrase> = [
	{
		pattern: /库存|NO_?INVENTORY|out of stock/i,
		en: "The template is out of stock: raise its stock in the CRM's back office, or choose another template",
		zh: '券模板库存不足：请在 CRM 后台增加库存，或换一个模板',
	},
	{
		pattern: /限领|领取上限|USER_?LIMIT/i,
		en: "The customer already has as many as one customer may get; raise the template's limit in the CRM's back office if that is too few",
		zh: '该顾客已达到每人限领数量；如果限制太低，请在 CRM 后台调高',
	},
	{
		pattern: /(顾客|会员|用户|客户).{0,6}不存在|CUSTOMER_NOT_EXIST/i,
		en: "The CRM does not know this customer: compare the ID with the CRM, and 'Brand ID' with the brand the customer belongs to",
		zh: 'CRM 中没有这位顾客：请与 CRM 核对 ID，并确认「品牌 ID」是该顾客所属的品牌',
	},
	{
		pattern: /(券|模[板版]).{0,6}(失效|过期|不存在)|TEMPLATE_(INVALID|NOT_EXIST)/i,
		en: "The template is not valid any more, or does not exist: choose another one; the ID must be the template's and not that of one customer's voucher",
		zh: '券模板已失效或不存在：请换一个模板；所填必须是券模板 ID，而不是顾客手中那张券的 ID',
	},
];

/** What to do about a refusal, where the CRM's own words say why. */
export function sendDeclinedHint(result: CommonResult): string | undefined {
	const { resultCode, resultDesc, resultView } = result;
	const said = [resultCode, resultDesc, resultView].join('\n');
	const reason = SEND_REASONS.find(({ pattern }) => pattern.test(said));
	return reason && inLanguage(reason);
}

/** The same for a look-up. */
export const READ_DECLINED: Words = {
	title: 'The CRM declined to answer',
	hint: "Check 'Brand ID' or 'External Brand ID', and the shop, in 'Additional Fields': they must belong to the merchant who authorized the app",
	titleZh: 'CRM 拒绝了查询',
	hintZh:
		'请检查「附加字段」中的「品牌 ID」或「外部品牌 ID」以及门店：它们必须属于已授权该应用的商家',
};

/** The words for anything this package did not expect. */
export const UNEXPECTED: Words = {
	title: 'The node stopped at something it did not expect',
	hint: 'Please report it to the maintainers of n8n-nodes-alibaba-alsc, with the text in the details',
	titleZh: '节点遇到了意料之外的情况',
	hintZh: '请把详情中的内容报告给 n8n-nodes-alibaba-alsc 的维护者',
};
