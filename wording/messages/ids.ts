import type { Message, Phrase } from '../words';

/** IDs that cannot be right. */
export const ids = {
	idRounded: {
		title: "'{field}' is a rounded number: {value}. Its last digits are lost",
		hint: 'Keep the ID as text all the way: format the column as text in the spreadsheet, put it in quotes in JSON',
		titleZh: '「{field}」是被四舍五入的数字：{value}，末尾几位已经丢失',
		hintZh: 'ID 必须始终是文本：在电子表格里把该列设为文本格式，在 JSON 里加引号',
		outcome: 'not_sent',
	},
	idEndsIn000: {
		title:
			'\'{field}\' ends in 000, as long numbers do after a spreadsheet has rounded them: "{value}"',
		hint: "Compare it with the CRM. If digits were lost, format the column as text and export the list again; if the ID is right, turn on 'Accept IDs Ending in 000' in the options",
		titleZh: '「{field}」以 000 结尾，长数字被电子表格四舍五入后就是这样：“{value}”',
		hintZh:
			'请与 CRM 核对。如果丢了数字，请把该列设为文本格式并重新导出名单；如果 ID 本来就是这样，请在「选项」中打开「接受以 000 结尾的 ID」',
		outcome: 'not_sent',
	},
	idDecimal: {
		title: '\'{field}\' is a decimal number: "{value}"',
		hint: 'The column was read as a number. Format it as text where the list comes from',
		titleZh: '「{field}」是小数：“{value}”',
		hintZh: '该列被当作数字读取。请在名单的来源处把它设为文本格式',
		outcome: 'not_sent',
	},
	idWithBlank: {
		title: '\'{field}\' has a blank inside: "{value}"',
		hint: 'Give one ID per item, without blanks',
		titleZh: '「{field}」中间有空格：“{value}”',
		hintZh: '每条数据一个 ID，不要有空格',
		outcome: 'not_sent',
	},
	idWithComma: {
		title: '\'{field}\' has a comma inside: "{value}"',
		hint: "Give one ID per item, without thousands separators; split lists with the 'Split Out' node",
		titleZh: '「{field}」中间有逗号：“{value}”',
		hintZh: '每条数据一个 ID，不要千位分隔符；列表请用「Split Out」节点拆开',
		outcome: 'not_sent',
	},
	idWithSign: {
		title: '\'{field}\' contains {sign}: "{value}"',
		hint: 'Take it away where the list comes from, e.g. with Find and Replace in the spreadsheet. Exports put such signs around long numbers',
		titleZh: '「{field}」中含有{sign}：“{value}”',
		hintZh:
			'请在名单的来源处去掉它，例如用电子表格的「查找和替换」。导出时常会在长数字两边加上这类符号',
		outcome: 'not_sent',
	},
	idWithFullWidthSign: {
		title: '\'{field}\' contains {sign}: "{value}"',
		hint: 'Write it with half-width digits and letters where the list comes from',
		titleZh: '「{field}」中含有{sign}：“{value}”',
		hintZh: '请在名单的来源处改用半角数字和字母',
		outcome: 'not_sent',
	},
	idTooLong: {
		title: "'{field}' is {length} characters long; IDs have at most {most}",
		hint: "Check that '{field}' holds one ID and nothing else",
		titleZh: '「{field}」有 {length} 个字符；ID 最多 {most} 个字符',
		hintZh: '请确认「{field}」里只有一个 ID，没有别的内容',
		outcome: 'not_sent',
	},
	expressionAsText: {
		title: "'{field}' holds an expression that n8n took for plain text: {value}",
		hint: "Point at '{field}' and switch it from Fixed to Expression",
		titleZh: '「{field}」里的表达式被 n8n 当成了普通文字：{value}',
		hintZh: '请把鼠标移到「{field}」上，从 Fixed 切换到 Expression',
		outcome: 'not_sent',
	},
	idOfOtherKind: {
		title: "'{field}' is {what}, not an ID",
		hint: "Point '{field}' at the one value that holds the ID",
		titleZh: '「{field}」得到的是{what}，而不是 ID',
		hintZh: '请让「{field}」指向存放 ID 的那一个值',
		outcome: 'not_sent',
	},
	idOddNumber: {
		title: "'{field}' is the number {value}, which is not an ID",
		hint: "Point '{field}' at the value that holds the ID",
		titleZh: '「{field}」是数字 {value}，不是 ID',
		hintZh: '请让「{field}」指向存放 ID 的值',
		outcome: 'not_sent',
	},
} as const satisfies Record<string, Message>;

/** What stands where an ID should be, and signs that do not belong into one. */
export const kinds = {
	aList: { en: 'a list', zh: '一个列表' },
	anObject: { en: 'an object', zh: '一个对象' },
	aListOrObject: { en: 'a list or an object', zh: '一个列表或对象' },
	aBoolean: { en: 'a boolean', zh: '一个布尔值' },
	anotherKind: { en: 'a {type}', zh: '{type} 类型的值' },
	emptyValue: { en: 'empty', zh: '空' },
	backtick: { en: 'a backtick', zh: '反引号' },
	apostrophe: { en: 'an apostrophe', zh: '撇号' },
	quotationMark: { en: 'a quotation mark', zh: '引号' },
	equalsSign: { en: 'an equals sign', zh: '等号' },
	tab: { en: 'a tab', zh: '制表符' },
	lineBreak: { en: 'a line break', zh: '换行符' },
	softHyphen: { en: 'a soft hyphen', zh: '软连字符' },
	zeroWidthSpace: { en: 'a zero-width space', zh: '零宽空格' },
	byteOrderMark: { en: 'a byte order mark', zh: '字节顺序标记（BOM）' },
	invisibleSign: { en: 'an invisible sign', zh: '看不见的字符' },
	fullWidthSign: { en: 'the full-width sign "{sign}"', zh: '全角字符“{sign}”' },
	someSign: { en: 'the sign "{sign}"', zh: '符号“{sign}”' },
} as const satisfies Record<string, Phrase>;
