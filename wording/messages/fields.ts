import type { Message, Phrase } from '../words';

/** Fields of an item. */
export const fields = {
	customerIdEmpty: {
		title: "'Customer ID' is empty",
		hint: 'Check the name of the column or field it comes from; an item without it cannot be sent{column}',
		titleZh: '「顾客 ID」为空',
		hintZh: '请检查它来自的列名或字段名；没有顾客 ID 的数据无法发送{column}',
		outcome: 'not_sent',
	},
	templateEmpty: {
		title: "'Voucher Template' is empty",
		hint: 'Choose a template from the list, or give its ID',
		titleZh: '「券模板」为空',
		hintZh: '请从列表中选一个模板，或填写模板 ID',
		outcome: 'not_sent',
	},
	twoIds: {
		title: "'{own}' and '{external}' are both given and may contradict each other",
		hint: "Keep '{own}' (the ID at Alibaba) or '{external}' (the ID in your own system) and remove the other",
		titleZh: '「{own}」和「{external}」都填了，可能互相矛盾',
		hintZh: '两个只保留一个：「{own}」（阿里的 ID）或「{external}」（自己系统里的 ID）',
		outcome: 'not_sent',
	},
	quantityOdd: {
		title: "'Quantity' must be a whole number from 1 to {most} (it is {value})",
		hint: 'Give the number of vouchers the customer gets, e.g. 1',
		titleZh: '「发券数量」必须是 1 到 {most} 的整数（现在是 {value}）',
		hintZh: '请填写顾客得到几张，例如 1',
		outcome: 'not_sent',
	},
	requestIdTooLong: {
		title: "'Request ID' is {length} characters long; at most {most} are accepted",
		hint: 'Give a shorter ID, or leave it empty to have one made',
		titleZh: '「请求 ID」有 {length} 个字符，最多 {most} 个',
		hintZh: '请填写更短的 ID，或留空由节点生成',
		outcome: 'not_sent',
	},
	valueEmpty: {
		title: "'{field}' is empty",
		hint: 'Check the name of the column or field it comes from; without it nobody can be found{column}',
		titleZh: '「{field}」为空',
		hintZh: '请检查它来自的列名或字段名；没有值就查不到任何人{column}',
	},
	findByUnknown: {
		title: "'Find By' must be one of the listed ways",
		hint: "Choose one in 'Find By'",
		titleZh: '「查找方式」的值不在列表中',
		hintZh: '请在「查找方式」中选一种',
	},
	parameterUnread: {
		title: 'A parameter could not be read: {reason}',
		hint: "Correct the node's expressions; nothing was sent for this item",
		titleZh: '有一个参数无法读取：{reason}',
		hintZh: '请修正节点中的表达式；该条数据没有发送',
		outcome: 'not_sent',
	},
	expressionUnread: {
		title: 'A parameter could not be read: {reason}',
		hint: "Correct the expression in '{parameter}'; nothing was sent for this item",
		titleZh: '有一个参数无法读取：{reason}',
		hintZh: '请修正「{parameter}」中的表达式；该条数据没有发送',
		outcome: 'not_sent',
	},
} as const satisfies Record<string, Message>;

/** Mobile numbers. */
export const mobileNumbers = {
	mobileLength: {
		title: '\'{field}\' is no mobile number: "{value}" has {digits} digits',
		hint: 'A mobile number has 11 digits and begins with 1. Correct it in the list',
		titleZh: '「{field}」不是手机号：“{value}”有 {digits} 位数字',
		hintZh: '手机号是以 1 开头的 11 位数字。请在名单中更正',
	},
	mobileOdd: {
		title: '\'{field}\' is no mobile number: "{value}"',
		hint: 'A mobile number has 11 digits and begins with 1. Correct it in the list',
		titleZh: '「{field}」不是手机号：“{value}”',
		hintZh: '手机号是以 1 开头的 11 位数字。请在名单中更正',
	},
	mobileRounded: {
		title: "'{field}' has been rounded by a spreadsheet: {value}",
		hint: 'Format the column as text in the spreadsheet and export the list again',
		titleZh: '「{field}」被电子表格四舍五入了：{value}',
		hintZh: '请在电子表格里把该列设为文本格式，重新导出名单',
	},
	mobileOfOtherKind: {
		title: "'{field}' is {what}, not a number",
		hint: "Point '{field}' at the one value that holds the number",
		titleZh: '「{field}」得到的是{what}，而不是手机号',
		hintZh: '请让「{field}」指向存放手机号的那一个值',
	},
} as const satisfies Record<string, Message>;

/** Options and other settings of a whole run. */
export const settings = {
	numberOutOfRange: {
		title: "'{field}' must be a number from {least} to {most}",
		hint: "Correct '{field}'",
		titleZh: '「{field}」必须是 {least} 到 {most} 的数字',
		hintZh: '请更正「{field}」',
		outcome: 'not_sent',
	},
	wholeNumberOutOfRange: {
		title: "'{field}' must be a whole number from {least} to {most}",
		hint: "Correct '{field}'",
		titleZh: '「{field}」必须是 {least} 到 {most} 的整数',
		hintZh: '请更正「{field}」',
		outcome: 'not_sent',
	},
	notTrueOrFalse: {
		title: "'{field}' must be true or false",
		hint: "Correct '{field}'",
		titleZh: '「{field}」只能是 true 或 false',
		hintZh: '请更正「{field}」',
		outcome: 'not_sent',
	},
	oneExpression: {
		title: "'{field}' is given by one expression for all its fields, and n8n drops it",
		hint: 'Add the fields one by one; each may be an expression',
		titleZh: '整个「{field}」由一个表达式给出，n8n 会把它丢掉',
		hintZh: '请逐个添加字段；每个字段都可以是表达式',
		outcome: 'not_sent',
	},
	unknownOutcomeUnknown: {
		title: "'If the Answer Gets Lost' must be report, verify or resend",
		hint: "Choose one of the listed ways in 'If the Answer Gets Lost'",
		titleZh: '「答复丢失时」的值只能是 report、verify 或 resend',
		hintZh: '请从「答复丢失时」列出的方式中选一个',
		outcome: 'not_sent',
	},
	registerUnknown: {
		title: "'Register' must be n8n or postgres",
		hint: "Choose one of the listed ways in 'Register'",
		titleZh: '「登记库」的值只能是 n8n 或 postgres',
		hintZh: '请从「登记库」列出的方式中选一个',
		outcome: 'not_sent',
	},
	credentialVaries: {
		title: 'The credential holds expressions that may give each item another app or session',
		hint: 'Nothing was sent. Use a credential with fixed values here, one node for each merchant',
		titleZh: '凭证中有表达式，每条数据可能得到不同的应用或 SessionKey',
		hintZh: '没有发送任何请求。请在这里使用固定值的凭证，每个商家一个节点',
	},
} as const satisfies Record<string, Message>;

export const fieldParts = {
	columnGarbled: {
		en: '. The name of the column "{name}" is garbled: the file is not UTF-8. Save it as \'CSV UTF-8\' in Excel, or open it with Notepad and save it with the encoding UTF-8',
		zh: '。列名“{name}”是乱码：文件不是 UTF-8 编码。请在 Excel 中另存为「CSV UTF-8（逗号分隔）」，或用记事本打开后另存为 UTF-8 编码',
	},
	columnsThere: { en: '. The input has: {names}', zh: '。输入里有：{names}' },
	columnWithUnseenSign: {
		en: ". The name of the column \"{name}\" contains {sign}: drag the column into the field, or turn on 'Exclude Byte Order Mark (BOM)' in 'Extract From File'",
		zh: '。列名“{name}”中含有{sign}：请把该列拖入字段，或在「Extract From File」中打开「Exclude Byte Order Mark (BOM)」',
	},
} as const satisfies Record<string, Phrase>;
