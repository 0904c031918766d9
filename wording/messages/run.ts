import type { Message, Phrase } from '../words';

/** Retries of a failed execution. */
export const retries = {
	retriedBefore: {
		title:
			'The voucher may or may not have been sent: the failed execution was retried before, and that retry may have gone on with this item',
		hint: "Press 'Retry' on the failed execution that the earlier retry left behind: not on the first one, and not on this one. If there is none, look in the CRM who has the voucher: running the workflow anew sends it",
		titleZh: '券可能已发出，也可能没有：这次失败的执行已经重试过，那次重试可能已经处理了这条数据',
		hintZh:
			'请在之前那次重试留下的失败执行上点「Retry」，不要点最初那次，也不要点这一次；如果没有，请在 CRM 中查看谁已经有券：重新运行工作流会再发',
		outcome: 'unknown',
	},
	retriesNotLookedUp: {
		title:
			'Whether this execution was retried before could not be looked up, so nothing more is sent',
		hint: "{hint}. Then press 'Retry' again",
		titleZh: '查不到这次执行以前是否重试过，所以不再发送',
		hintZh: '{hint}。然后再点一次「Retry」',
		outcome: 'not_sent',
	},
} as const satisfies Record<string, Message>;

export const retryParts = {
	checkDatabase: {
		en: "Check n8n's database. n8n says: {reason}",
		zh: '请检查 n8n 的数据库。n8n 的提示：{reason}',
	},
	goOnHere: {
		en: "To go on, press 'Retry' on this execution in the 'Executions' tab: what was sent is not sent again.",
		zh: '要继续，请在「Executions」页对这次执行点「Retry」：已发的不会再发。',
	},
	goOnInSubWorkflow: {
		en: "To go on, press 'Retry' on the sub-workflow's own execution, in the 'Executions' tab of the sub-workflow: what was sent is not sent again. 'Retry' of the workflow that called it, and 'Retry On Fail' on the node that did, start it anew.",
		zh: '要继续，请在子工作流的「Executions」页对子工作流自己的执行点「Retry」：已发的不会再发。对上级工作流点「Retry」，或上级节点的「Retry On Fail」，都会从头开始。',
	},
	goOnNowhere: {
		en: "n8n does not keep this execution, so there is no 'Retry' that goes on with it. Let the workflow's settings save failed executions the next time, and look in the CRM who has the voucher.",
		zh: 'n8n 没有保存这次执行，所以没有可以接着做的「Retry」。下次请在工作流设置中保存失败的执行；这一次请在 CRM 中查看谁已经有券。',
	},
	goOnPastItemHere: {
		en: "'Retry' alone would stop at this item again, since it takes the list as it was. To go on, set 'On Error' in the node's settings to 'Continue (using error output)', save, and choose 'Retry with currently saved workflow' on this execution: the rest is sent, what was sent is not sent again, and this item comes out with its reason.",
		zh: '只点「Retry」会再停在这条数据上，因为它用的是当时的名单。要继续，请把节点设置里的「On Error」改为「Continue (using error output)」，保存，再对这次执行选「Retry with currently saved workflow」：其余的会发送，已发的不会再发，这条数据会带着原因输出。',
	},
	goOnPastItemInSubWorkflow: {
		en: "'Retry' alone would stop at this item again, since it takes the list as it was. To go on, set 'On Error' in the node's settings to 'Continue (using error output)', save, and choose 'Retry with currently saved workflow' on the sub-workflow's own execution: the rest is sent, what was sent is not sent again, and this item comes out with its reason.",
		zh: '只点「Retry」会再停在这条数据上，因为它用的是当时的名单。要继续，请把节点设置里的「On Error」改为「Continue (using error output)」，保存，再对子工作流自己的执行选「Retry with currently saved workflow」：其余的会发送，已发的不会再发，这条数据会带着原因输出。',
	},
	earlierTry: {
		en: 'An earlier try of this execution has sent vouchers, or may have. Once this is mended: {goOn}',
		zh: '这次执行先前的尝试已经（或可能已经）发出券。修正之后：{goOn}',
	},
} as const satisfies Record<string, Phrase>;

/** The run as a whole. */
export const wholeRun = {
	tooManyVouchers: {
		title:
			"All items together ask for {asked} vouchers{others}, and 'Max Vouchers' allows {allowed}",
		hint: "Nothing was sent. Check the list and 'Quantity'; if the number is right, raise 'Max Vouchers'",
		titleZh: '所有数据共要发 {asked} 张券{others}，而「发券上限」只允许 {allowed} 张',
		hintZh: '一张都没有发送。请检查名单和「发券数量」；如果数量没错，请调高「发券上限」',
		outcome: 'not_sent',
	},
	stoppedByItem: {
		title: 'Not sent, because the run stopped at {item}: {reason}',
		hint: 'What stopped the run is behind the colon; mend it, then retry the execution',
		titleZh: '没有发送，因为运行停在{item}：{reason}',
		hintZh: '冒号后面是停下的原因；修正后重试该执行',
		outcome: 'not_sent',
	},
	notThePlatform: {
		title:
			'Something else than the platform has answered {row} times in a row, so nothing more is sent: {reason}',
		hint: 'A front end, a proxy or a login page stands in between. Look at the answer in the details, wait until calls go through again, then run the rest of the items',
		titleZh: '连续 {row} 次答复都不是平台给出的，所以不再发送：{reason}',
		hintZh:
			'中间有前置服务器、代理或登录页面在答复。请查看详情中的答复内容，等请求恢复正常后再运行剩余的数据',
		outcome: 'not_sent',
	},
	notReached: {
		title: 'The run ended before this item',
		hint: 'Run the workflow again for it',
		titleZh: '还没轮到这条数据，运行就结束了',
		hintZh: '请为它重新运行工作流',
		outcome: 'not_sent',
	},
	customerNotReached: {
		title: 'The run was stopped before this customer was looked up',
		hint: 'Run the workflow again for it',
		titleZh: '还没查询到这位顾客，运行就被停止了',
		hintZh: '请为它重新运行工作流',
	},
} as const satisfies Record<string, Message>;

export const runParts = {
	besidesOtherRuns: {
		en: ', besides {elsewhere} of other runs of this node in this execution',
		zh: '（另有本次执行中本节点其他运行的 {elsewhere} 张）',
	},
	checkCredential: {
		en: "Check the node's credential and parameters",
		zh: '请检查节点的凭证和参数',
	},
	nothingSentCheckCredential: {
		en: "Nothing was sent this time. Check the node's credential and parameters",
		zh: '这次没有发送。请检查节点的凭证和参数',
	},
	waitTooLong: {
		en: "The wait is longer than 'Max Throttle Wait (Seconds)' allows ({seconds} s): raise it, or set 'Max Requests per Second' lower",
		zh: '需要等待的时间超过「限流最长等待（秒）」允许的 {seconds} 秒：请调高它，或调低「每秒最多请求数」',
	},
} as const satisfies Record<string, Phrase>;
