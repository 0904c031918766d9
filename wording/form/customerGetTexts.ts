/** What the form of Customer Get says beside its labels, in English and in Chinese. */
export const CUSTOMER_GET_TEXTS = {
	'Find the customer of an Alibaba local-life (ALSC) CRM that a phone number, an OpenID or a card belongs to':
		'按手机号、OpenID 或卡号，在阿里本地生活（ALSC）CRM 中查找顾客',
	'={{ "get customer by " + { mobile: "mobile number", customerId: "customer ID", wechatOpenId: "WeChat OpenID", alipayId: "Alipay ID", physicalCardId: "physical card", cardId: "card", phone: "landline" }[$parameter["findBy"]] }}':
		'={{ "查询顾客：" + { mobile: "手机号", customerId: "顾客 ID", wechatOpenId: "微信 OpenID", alipayId: "支付宝 ID", physicalCardId: "实体卡号", cardId: "电子卡号", phone: "座机号码" }[$parameter["findBy"]] }}',
	'What you know of the customer': '你知道顾客的哪一项',
	"The customer's ID at Alipay (支付宝ID)": '顾客的支付宝 ID',
	"The number of the customer's digital card (电子卡号)": '顾客电子会员卡的卡号',
	"The customer's ID in the CRM (用户ID), to see who it is":
		'顾客在 CRM 里的 ID（用户ID），用来查看是谁',
	'The landline number (座机), as it stands in the CRM': '座机号码，与 CRM 中登记的一致',
	'The mobile number (手机号码): 11 digits. Blanks, dashes, +86 and what a spreadsheet adds are taken off.':
		'11 位手机号。空格、短横线、+86 以及电子表格添上的内容会自动去掉。',
	'The number printed on the card (物理卡号)': '印在卡面上的卡号（物理卡号）',
	"The customer's OpenID (微信openID). It holds for one mini program: give 'WeChat App ID' in 'Additional Fields', too.":
		'顾客的 OpenID。它只在一个小程序内有效：请同时在「附加字段」中填写「微信小程序 AppID」。',
	'The mini program that the OpenID belongs to (微信小程序ID)': 'OpenID 所属的微信小程序',
	'Each n8n process finds its own pace. Nothing to set up.':
		'每个 n8n 进程各自找到合适的速度。无需设置。',
	'All n8n processes with the same register share the pace, its bans and the limit. Nothing of the customers is kept there.':
		'使用同一登记库的所有 n8n 进程共用速度、限流等待和上限。其中不保存任何顾客信息。',
	"Which n8n processes share the app's pace. With more than one (queue mode, a second n8n) choose PostgreSQL, and the same credential as in Voucher Send.":
		'哪些 n8n 进程共用应用的调用速度。有多个进程时（队列模式、第二个 n8n）请选 PostgreSQL，并使用与发券节点相同的凭证。',
} as const;
