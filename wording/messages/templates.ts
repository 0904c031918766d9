import type { Phrase } from '../words';

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
