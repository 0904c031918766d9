import type { Message, Phrase } from '../words';

/** The list of voucher templates. */
export const templateList = {
	giveBrandFirst: {
		en: "Enter 'Brand ID' or 'External Brand ID' in 'Additional Fields' first (and the shop, if the platform asks for it): templates are listed per brand",
		zh: '请先在「附加字段」中填写「品牌 ID」或「外部品牌 ID」（平台要求时还有门店）：模板按品牌列出',
	},
	orById: {
		en: "Or choose 'By ID' and enter the template's ID, which the CRM's back office shows",
		zh: '也可以选「By ID」，填入 CRM 后台显示的券模板 ID',
	},
} as const satisfies Record<string, Phrase>;

/** What a dry run finds out about a template. */
export const templates = {
	templateRefuses: {
		title: 'The voucher template {state}: {name}, ID {id}',
		hint: "Put it right in the CRM's back office, or choose another one in 'Voucher Template'",
		titleZh: '券模板{state}：{name}，ID {id}',
		hintZh: '请在 CRM 后台处理，或在「券模板」中换一个模板',
		outcome: 'not_sent',
	},
	templateNotListed: {
		title: 'The list of voucher templates does not hold the ID {id}',
		hint: "It has to be the template's ID, not that of one customer's voucher; and 'Brand ID' in 'Additional Fields' has to be the brand it belongs to",
		titleZh: '券模板列表中没有 ID {id}',
		hintZh:
			'所填必须是券模板 ID，而不是顾客手中那张券的 ID；「附加字段」中的「品牌 ID」必须是该模板所属的品牌',
		outcome: 'not_sent',
	},
} as const satisfies Record<string, Message>;

/** A template in the list and in a dry run, and what was checked. */
export const templateParts = {
	templateDeleted: { en: 'was deleted', zh: '已删除' },
	templateInvalid: { en: 'is not valid any more', zh: '已失效' },
	templateExpired: { en: 'has expired', zh: '已过期' },
	templateOutOfStock: { en: 'is out of stock', zh: '已无库存' },
	markDeleted: { en: 'Deleted', zh: '已删除' },
	markInvalid: { en: 'No longer valid', zh: '已失效' },
	markExpired: { en: 'Expired', zh: '已过期' },
	markOutOfStock: { en: 'Out of stock', zh: '已无库存' },
	willNotBeGiven: { en: 'the CRM will not give it', zh: 'CRM 不会发放' },
	unnamedTemplate: { en: 'Unnamed', zh: '未命名' },
	giftVoucher: { en: 'gift voucher', zh: '礼品券' },
	discountVoucher: { en: 'discount voucher', zh: '折扣券' },
	cashVoucher: { en: 'cash voucher', zh: '代金券' },
	templateLeft: { en: '{count} left', zh: '剩 {count} 张' },
	validForOneDay: { en: 'valid for 1 day', zh: '有效期 1 天' },
	validForDays: { en: 'valid for {count} days', zh: '有效期 {count} 天' },
	validFromTo: { en: 'from {start} until {end}', zh: '{start} 至 {end}' },
	validFrom: { en: 'from {start}', zh: '{start} 起' },
	validUntil: { en: 'until {end}', zh: '至 {end}' },
	checkedItem: { en: 'IDs, quantity, duplicates', zh: 'ID、数量、重复' },
	checkedTemplate: { en: 'the voucher template {name}', zh: '券模板 {name}' },
	checkedTemplateState: {
		en: 'the voucher template {name} ({state})',
		zh: '券模板 {name}（{state}）',
	},
	checkedMoreTemplates: { en: '{count} more templates', zh: '另外 {count} 个模板' },
	uncheckedAlways: {
		en: 'whether the CRM knows the customer, the limit per customer, the permission to send',
		zh: 'CRM 中是否有这位顾客、每人限领数量、发券权限',
	},
	uncheckedTemplate: { en: 'the voucher template ({reason})', zh: '券模板（{reason}）' },
	uncheckedKeys: { en: 'what was sent before', zh: '以前是否已经发过' },
	dryRunTotals: {
		en: 'Dry run, nothing was sent: {vouchers} would go to {customers}',
		zh: '试运行，什么都没有发送：将发给 {customers} {vouchers}',
	},
	dryRunCannot: { en: '{items} cannot be sent as they are', zh: '{items}现在这样无法发送' },
	dryRunCannotOne: { en: '1 item cannot be sent as it is', zh: '1 条数据现在这样无法发送' },
	dryRunShortage: {
		en: '{name} has {stock} left, and {asked} are asked for',
		zh: '{name} 只剩 {stock} 张，而要发 {asked} 张',
	},
	dryRunChecked: { en: 'Checked: {what}', zh: '已检查：{what}' },
	dryRunNotChecked: { en: 'Not checked: {what}', zh: '没有检查：{what}' },
} as const satisfies Record<string, Phrase>;
