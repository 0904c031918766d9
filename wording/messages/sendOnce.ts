import type { Message, Phrase } from '../words';

/** Two items that look the same. */
export const sameItems = {
	sameVoucher: {
		title: 'The same voucher for the same customer is asked for by {item}',
		hint: "Nothing was sent for this one. If the customer really gets both, give the first of them the 'Quantity' of both, or tell the two gifts apart with 'Send Once Key', e.g. by the order's ID",
		titleZh: '{item}给同一顾客发同一种券',
		hintZh:
			'这一条没有发送。如果顾客确实两份都该得，请把两份的数量合到前一条的「发券数量」里，或用「防重复键」区分两份，例如用订单号',
		outcome: 'not_sent',
	},
	sameVoucherInOtherRun: {
		title:
			'The same voucher for the same customer was asked for by {item}, in run {run} of this node',
		hint: "Nothing was sent for this one: the node sends a voucher to a customer once in an execution, however often it runs. If the customer really gets two, tell the two apart with 'Send Once Key', e.g. by the order's ID",
		titleZh: '本节点第 {run} 次运行的{item}已要求给同一顾客发同一种券',
		hintZh:
			'这一条没有发送：在一次执行中，无论节点运行多少次，同一种券只给同一顾客发一次。如果顾客确实该得两张，请用「防重复键」区分两份，例如用订单号',
		outcome: 'not_sent',
	},
	sameRequestId: {
		title: "The same 'Request ID' is used by {item}",
		hint: "Nothing was sent for this one. Give every item its own 'Request ID', or leave it empty to have one made",
		titleZh: '{item}用了相同的「请求 ID」',
		hintZh: '这一条没有发送。请给每条数据各自的「请求 ID」，或留空由节点生成',
		outcome: 'not_sent',
	},
	otherQuantity: {
		title:
			'This customer {was} {quantity} of this voucher earlier in this execution, and now {asked} are asked for',
		hint: "Nothing was sent this time. Set 'Quantity' back to have the earlier result, or run the workflow anew for what is to be sent on top",
		titleZh: '本次执行中该顾客{was} {quantity} 张这种券，而现在要发 {asked} 张',
		hintZh: '这次没有发送。把「发券数量」改回去可得到之前的结果；要补发，请重新运行工作流',
	},
} as const satisfies Record<string, Message>;

export const sameItemParts = {
	wasSent: { en: 'was sent', zh: '已经得到' },
	mayHaveBeenSentSome: { en: 'may have been sent', zh: '可能已经得到' },
} as const satisfies Record<string, Phrase>;

/** Keys across executions. */
export const keys = {
	keyEmpty: {
		title: "'{field}' is empty for this item",
		hint: 'Without a key nothing protects the customer from a second voucher. Check the expression, or empty the field to send without a key',
		titleZh: '这条数据的「{field}」为空',
		hintZh: '没有键就无法防止顾客得到第二张券。请检查表达式；确实不需要键时，请清空该字段',
		outcome: 'not_sent',
	},
	keyOdd: {
		title: "'{field}' must be a text of at most {most} characters",
		hint: "Combine what makes the gift unique, e.g. the occasion and the customer's ID",
		titleZh: '「{field}」必须是文本，最多 {most} 个字符',
		hintZh: '请用能区分这份礼的内容组成，例如活动名和顾客 ID',
		outcome: 'not_sent',
	},
	keyAbandoned: {
		title:
			'The voucher may or may not have been sent: an execution that took this key ended without saying how',
		hint: "Look in the CRM whether the customer has the voucher, or set 'If the Answer Gets Lost' to verify and run again",
		titleZh: '券可能已发出，也可能没有：占用这个键的执行没有留下结果就结束了',
		hintZh: '请在 CRM 中查看该顾客是否已有这张券，或把「答复丢失时」设为「先核对再决定」后重新运行',
		outcome: 'unknown',
	},
	keyUnderWay: {
		title:
			'The voucher may or may not have been sent: another execution has this key under way and has not said yet how it ended',
		hint: 'Run again later: by then the key tells how it ended',
		titleZh: '券可能已发出，也可能没有：另一次执行正在处理这个键，还没有结果',
		hintZh: '请稍后重新运行：到时这个键会给出结果',
		outcome: 'unknown',
	},
	keysNotLookedUp: {
		title:
			"What was sent before could not be looked up, so nothing more is sent ('Send Once Key'): {reason}",
		hint: "{hint}. Then run again; a key that could not be given back comes out as unknown, and 'Verify, Then Decide' finds out what became of it",
		titleZh: '查不到以前发过什么，所以不再发送（「防重复键」）：{reason}',
		hintZh: '{hint}。然后重新运行；没能释放的键会显示为 unknown，可用「先核对再决定」查清',
		outcome: 'not_sent',
	},
	claimsLapsed: {
		title:
			"Nothing more is sent: the register or this n8n process did not answer for so long that another process may have taken over ('Send Once Key')",
		hint: 'Run again: what was sent is not sent again',
		titleZh: '不再发送：登记库或本 n8n 进程太久没有响应，可能已有其他进程接手（「防重复键」）',
		hintZh: '请重新运行：发过的不会再发',
		outcome: 'not_sent',
	},
	queueModeNeedsRegister: {
		title: "In queue mode 'Send Once Key' needs a register that several n8n processes can share",
		hint: "Nothing was sent. Set 'Register' in the options to PostgreSQL and choose a credential for it, or clear 'Send Once Key'",
		titleZh: '队列模式下，「防重复键」需要多个 n8n 进程共用的登记库',
		hintZh:
			'什么都没有发送。请在「选项」中把「登记库」设为 PostgreSQL 并选择凭证，或清空「防重复键」',
		outcome: 'not_sent',
	},
	storeShared: {
		title:
			"Another n8n process uses the same keys at the same time, and n8n's own store cannot keep the two apart",
		hint: "Set 'Register' in the options to PostgreSQL: any number of processes can share it",
		titleZh: '另一个 n8n 进程同时在用相同的键，而 n8n 自带的存储无法区分两者',
		hintZh: '请在「选项」中把「登记库」设为 PostgreSQL：任意多个进程都可以共用',
		outcome: 'not_sent',
	},
	storeTooSmall: {
		title: "n8n's own store remembers {most} keys, and this run brings {items}",
		hint: "Set 'Register' in the options to PostgreSQL, or send the list in parts with a node for each",
		titleZh: 'n8n 自带的存储只能记住 {most} 个键，而这次运行有 {items} 个',
		hintZh: '请在「选项」中把「登记库」设为 PostgreSQL，或把名单分成几部分，各用一个节点发送',
		outcome: 'not_sent',
	},
} as const satisfies Record<string, Message>;

/** About keys, over the output and in messages. */
export const keyLines = {
	checkStore: {
		en: "Save the workflow and check n8n's database",
		zh: '请保存工作流，并检查 n8n 的数据库',
	},
	storeForgets: {
		en: "'Send Once Key': n8n's own store is full and forgets the oldest keys. Set 'Register' in the options to PostgreSQL.",
		zh: '「防重复键」：n8n 自带的存储已满，最早的键会被忘记。请在「选项」中把「登记库」设为 PostgreSQL。',
	},
	storeTakesLong: {
		en: "'Send Once Key': n8n's own store took longer than the sending. Set 'Register' in the options to PostgreSQL.",
		zh: '「防重复键」：n8n 自带的存储花的时间比发券还长。请在「选项」中把「登记库」设为 PostgreSQL。',
	},
	keysNotSettled: {
		en: "'Send Once Key': how some items ended could not be written down ({reason}). Nothing is sent twice for it, but the next run calls these items unknown; set 'If the Answer Gets Lost' to verify to have it found out.",
		zh: '「防重复键」：部分数据的结果没能记下来（{reason}）。不会因此重发，但下次运行会把它们显示为 unknown；把「答复丢失时」设为「先核对再决定」即可查清。',
	},
} as const satisfies Record<string, Phrase>;
