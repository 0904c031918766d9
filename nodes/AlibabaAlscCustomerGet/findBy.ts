import type { CustomerGetRequest } from '../../top/calls/customerGet';
import type { Label } from '../../wording/form/labels';

/** One way to find a customer. */
export interface FindByField {
	/** In the form's 'Find By'. */
	value: string;
	/** The platform's field. */
	field: keyof Omit<CustomerGetRequest, 'options'>;
	/** What the form calls the value. */
	name: Label;
	placeholder: string;
	description: string;
}

/** In the order of the menu, which is by name. */
export const FIND_BY_FIELDS: readonly FindByField[] = [
	{
		value: 'alipayId',
		field: 'alipay_id',
		name: 'Alipay ID',
		placeholder: 'e.g. 2088102146225135',
		description: "The customer's ID at Alipay (支付宝ID)",
	},
	{
		value: 'cardId',
		field: 'card_id',
		name: 'Card Number',
		placeholder: 'e.g. 8800123456789',
		description: "The number of the customer's digital card (电子卡号)",
	},
	{
		value: 'customerId',
		field: 'customer_id',
		name: 'Customer ID',
		placeholder: 'e.g. 7027365937982563912',
		description: "The customer's ID in the CRM (用户ID), to see who it is",
	},
	{
		value: 'phone',
		field: 'phone',
		name: 'Landline Number',
		placeholder: 'e.g. 057188158198',
		description: 'The landline number (座机), as it stands in the CRM',
	},
	{
		value: 'mobile',
		field: 'mobile',
		name: 'Mobile Number',
		placeholder: 'e.g. 13800138000',
		description:
			'The mobile number (手机号码): 11 digits. Blanks, dashes, +86 and what a spreadsheet adds are taken off.',
	},
	{
		value: 'physicalCardId',
		field: 'physical_card_id',
		name: 'Physical Card Number',
		placeholder: 'e.g. 6600123456',
		description: 'The number printed on the card (物理卡号)',
	},
	{
		value: 'wechatOpenId',
		field: 'wechat_open_id',
		name: 'WeChat OpenID',
		placeholder: 'e.g. oX1cC5HbE2vKq7aT0fJ9',
		description:
			"The customer's OpenID (微信openID). It holds for one mini program: give 'WeChat App ID' in 'Additional Fields', too.",
	},
];
