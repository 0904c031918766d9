import type { Phrase } from '../words';

/** The line over the output of Customer Get. */
export const customerLine = {
	customersLine: { en: 'Customers: {parts}', zh: '顾客：{parts}' },
	customersFound: { en: '{count} found', zh: '找到 {count} 位' },
	customersFoundSwitchedOff: {
		en: '{count} found ({off} of them switched off: none of their benefits can be used)',
		zh: '找到 {count} 位（其中 {off} 位已停用：所有权益都不能使用）',
	},
	customersNotFound: { en: '{count} not found', zh: '{count} 位未找到' },
	customersRejected: { en: '{count} rejected', zh: '{count} 位被拒绝' },
	customersNoAnswer: { en: '{count} no answer', zh: '{count} 位没有答复' },
	customersNotAsked: { en: '{count} not asked', zh: '{count} 位没有查询' },
} as const satisfies Record<string, Phrase>;
