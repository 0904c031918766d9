import type { Words } from './words';

/** One message that the node writes itself. */
export interface OwnMessage extends Words {
	/** How the item ends; left out where the message stands for a whole run or its ending varies. */
	outcome?: 'not_sent' | 'unknown';
}

/**
 * What the node says before it asks the platform, and when it stops by itself: for docs/failures.md
 * only. `…` stands for what varies. A test holds titles and hints against the code that says them.
 */
export const OWN_MESSAGES: ReadonlyArray<{
	heading: string;
	messages: readonly OwnMessage[];
}> = [
	{
		heading: 'IDs that cannot be right · 有问题的 ID',
		messages: [
			{
				title: "'…' is a rounded number: …. Its last digits are lost",
				hint: 'Keep the ID as text all the way: format the column as text in the spreadsheet, put it in quotes in JSON',
				titleZh: 'ID 是被四舍五入的数字，末尾几位已经丢失',
				hintZh: 'ID 必须始终是文本：在电子表格里把该列设为文本格式，在 JSON 里加引号',
				outcome: 'not_sent',
			},
			{
				title: '\'…\' ends in 000, as long numbers do after a spreadsheet has rounded them: "…"',
				hint: "Compare it with the CRM. If digits were lost, format the column as text and export the list again; if the ID is right, turn on 'Accept IDs Ending in 000' in the options",
				titleZh: 'ID 以 000 结尾，长数字被电子表格四舍五入后就是这样',
				hintZh:
					'请与 CRM 核对。如果丢了数字，请把该列设为文本格式并重新导出名单；如果 ID 本来就是这样，请在 Options 中打开「Accept IDs Ending in 000」',
				outcome: 'not_sent',
			},
			{
				title: '\'…\' is a decimal number: "…"',
				hint: 'The column was read as a number. Format it as text where the list comes from',
				titleZh: 'ID 是小数',
				hintZh: '该列被当作数字读取。请在名单的来源处把它设为文本格式',
				outcome: 'not_sent',
			},
			{
				title: '\'…\' has a blank inside: "…"',
				hint: 'Give one ID per item, without blanks',
				titleZh: 'ID 中间有空格',
				hintZh: '每条数据一个 ID，不要有空格',
				outcome: 'not_sent',
			},
			{
				title: '\'…\' has a comma inside: "…"',
				hint: "Give one ID per item, without thousands separators; split lists with the 'Split Out' node",
				titleZh: 'ID 中间有逗号',
				hintZh: '每条数据一个 ID，不要千位分隔符；列表请用「Split Out」节点拆开',
				outcome: 'not_sent',
			},
			{
				title: '\'…\' contains …: "…"',
				hint: "Take the sign away where the list comes from, or put .replace(/[^0-9A-Za-z_-]/g, '') behind the field in the expression; for full-width signs .normalize('NFKC')",
				titleZh: 'ID 中有不属于 ID 的符号（引号、反引号、等号、全角数字、看不见的字符等）',
				hintZh:
					"请在名单的来源处去掉该符号，或在表达式的字段后面加 .replace(/[^0-9A-Za-z_-]/g, '')；全角字符用 .normalize('NFKC')",
				outcome: 'not_sent',
			},
			{
				title: "'…' is … characters long; IDs have at most …",
				hint: "Check that '…' holds one ID and nothing else",
				titleZh: 'ID 太长',
				hintZh: '请确认该字段里只有一个 ID，没有别的内容',
				outcome: 'not_sent',
			},
			{
				title: "'…' holds an expression that n8n took for plain text: …",
				hint: "Point at '…' and switch it from Fixed to Expression",
				titleZh: '字段里的表达式被 n8n 当成了普通文字',
				hintZh: '请把鼠标移到该字段上，从 Fixed 切换到 Expression',
				outcome: 'not_sent',
			},
			{
				title: "'…' is …, not an ID",
				hint: "Point '…' at the one value that holds the ID",
				titleZh: '该字段得到的是列表或对象，而不是 ID',
				hintZh: '请让该字段指向存放 ID 的那一个值',
				outcome: 'not_sent',
			},
			{
				title: "'…' is the number …, which is not an ID",
				hint: "Point '…' at the value that holds the ID",
				titleZh: '该数字不是 ID',
				hintZh: '请让该字段指向存放 ID 的值',
				outcome: 'not_sent',
			},
		],
	},
	{
		heading: 'Fields of an item · 数据项的字段',
		messages: [
			{
				title: "'Customer ID' is empty",
				hint: 'Check the name of the column or field it comes from; an item without it cannot be sent…',
				titleZh: '没有顾客 ID',
				hintZh:
					'请检查它来自的列名或字段名（列名里可能有看不见的字符，例如 BOM）；没有顾客 ID 的数据无法发送',
				outcome: 'not_sent',
			},
			{
				title: "'Voucher Template' is empty",
				hint: 'Choose a template from the list, or give its ID',
				titleZh: '没有券模板',
				hintZh: '请从列表中选一个模板，或填写模板 ID',
				outcome: 'not_sent',
			},
			{
				title: "'…' and '…' are both given and may contradict each other",
				hint: "Keep '…' (the ID at Alibaba) or '…' (the ID in your own system) and remove the other",
				titleZh: '阿里的 ID 和外部 ID 都填了，可能互相矛盾',
				hintZh: '两个只保留一个：阿里的 ID，或自己系统里的外部 ID',
				outcome: 'not_sent',
			},
			{
				title: "'Quantity' must be a whole number from 1 to … (it is …)",
				hint: 'Give the number of vouchers the customer gets, e.g. 1',
				titleZh: '数量必须是 1 到 1,000,000 的整数',
				hintZh: '请填写顾客得到几张，例如 1',
				outcome: 'not_sent',
			},
			{
				title: "'Request ID' is … characters long; at most … are accepted",
				hint: 'Give a shorter ID, or leave it empty to have one made',
				titleZh: '请求 ID 太长',
				hintZh: '请填写更短的 ID，或留空由节点生成',
				outcome: 'not_sent',
			},
			{
				title: "'…' is empty",
				hint: 'Check the name of the column or field it comes from; without it nobody can be found',
				titleZh: '没有要查找的值',
				hintZh: '请检查它来自的列名或字段名；没有值就查不到任何人',
			},
			{
				title: "'Find By' must be one of the listed ways",
				hint: "Choose one in 'Find By'",
				titleZh: '「Find By」的值不在列表中',
				hintZh: '请在「Find By」中选一种',
			},
			{
				title: 'A parameter could not be read: …',
				hint: "Correct the node's expressions; nothing was sent for this item",
				titleZh: '表达式无法计算',
				hintZh: '请修正节点中的表达式；该条数据没有发送',
				outcome: 'not_sent',
			},
		],
	},
	{
		heading: 'Mobile numbers · 手机号',
		messages: [
			{
				title: '\'…\' is no mobile number: "…" has … digits',
				hint: 'A mobile number has 11 digits and begins with 1. Correct it in the list',
				titleZh: '手机号位数不对',
				hintZh: '手机号是以 1 开头的 11 位数字。请在名单中更正',
			},
			{
				title: '\'…\' is no mobile number: "…"',
				hint: 'A mobile number has 11 digits and begins with 1. Correct it in the list',
				titleZh: '不是手机号',
				hintZh: '手机号是以 1 开头的 11 位数字。请在名单中更正',
			},
			{
				title: "'…' has been rounded by a spreadsheet: …",
				hint: 'Format the column as text in the spreadsheet and export the list again',
				titleZh: '手机号被电子表格四舍五入了',
				hintZh: '请在电子表格里把该列设为文本格式，重新导出名单',
			},
			{
				title: "'…' is …, not a number",
				hint: "Point '…' at the one value that holds the number",
				titleZh: '该字段得到的是列表或对象，而不是手机号',
				hintZh: '请让该字段指向存放手机号的那一个值',
			},
			{
				title: 'The run was stopped before this customer was looked up',
				hint: 'Run the workflow again for it',
				titleZh: '还没查询到这位顾客，运行就被停止了',
				hintZh: '请为它重新运行工作流',
			},
		],
	},
	{
		heading: 'Two items that look the same · 两条相同的数据',
		messages: [
			{
				title: 'Item … asks for the same voucher for the same customer',
				hint: "Nothing was sent for this one. If the customer really gets both, give the first one the 'Quantity' of both, or tell the two gifts apart with 'Send Once Key', e.g. by the order's ID",
				titleZh: '前面已有一条数据给同一顾客发同一种券',
				hintZh:
					'这一条没有发送。如果顾客确实两份都该得，请把两份的数量合到前一条的「Quantity」里，或用「Send Once Key」区分两份，例如用订单号',
				outcome: 'not_sent',
			},
			{
				title: 'Item … in run … of this node asked for the same voucher for the same customer',
				hint: "Nothing was sent for this one: the node sends a voucher to a customer once in an execution, however often it runs. If the customer really gets two, tell the two apart with 'Send Once Key', e.g. by the order's ID",
				titleZh: '在这次执行中，本节点的另一次运行已有一条数据给同一顾客发同一种券',
				hintZh:
					'这一条没有发送：在一次执行中，无论节点运行多少次，同一种券只给同一顾客发一次。如果顾客确实该得两张，请用「Send Once Key」区分两份，例如用订单号',
				outcome: 'not_sent',
			},
			{
				title: "Item … uses the same 'Request ID'",
				hint: "Nothing was sent for this one. Give every item its own 'Request ID', or leave it empty to have one made",
				titleZh: '前面已有一条数据用了相同的请求 ID',
				hintZh: '这一条没有发送。请给每条数据各自的「Request ID」，或留空由节点生成',
				outcome: 'not_sent',
			},
			{
				title:
					'This customer … … of this voucher earlier in this execution, and now … are asked for',
				hint: "Nothing was sent this time. Set 'Quantity' back to have the earlier result, or run the workflow anew for what is to be sent on top",
				titleZh: '本次执行中该顾客已经（或可能已经）得到过这种券，而现在的数量不同',
				hintZh: '这次没有发送。把「Quantity」改回去可得到之前的结果；要补发，请重新运行工作流',
			},
		],
	},
	{
		heading: 'Send Once Key · 防重复键',
		messages: [
			{
				title: "'Send Once Key' is empty for this item",
				hint: 'Without a key nothing protects the customer from a second voucher. Check the expression, or empty the field to send without a key',
				titleZh: '这条数据的防重复键为空',
				hintZh: '没有键就无法防止顾客得到第二张券。请检查表达式；确实不需要键时，请清空该字段',
				outcome: 'not_sent',
			},
			{
				title: "'Send Once Key' must be a text of at most … characters",
				hint: "Combine what makes the gift unique, e.g. the occasion and the customer's ID",
				titleZh: '防重复键必须是文本，且不能太长',
				hintZh: '请用能区分这份礼的内容组成，例如活动名和订单号',
				outcome: 'not_sent',
			},
			{
				title:
					'The voucher may or may not have been sent: an execution that took this key ended without saying how',
				hint: "Look in the CRM whether the customer has the voucher, or set 'If the Answer Gets Lost' to verify and run again",
				titleZh: '券可能已经发出：占用这个键的执行没有留下结果就结束了',
				hintZh:
					'请在 CRM 中查看该顾客是否已有这张券，或把「If the Answer Gets Lost」设为「Verify, Then Decide」后重新运行',
				outcome: 'unknown',
			},
			{
				title:
					'The voucher may or may not have been sent: another execution has this key under way and has not said yet how it ended',
				hint: 'Run again later: by then the key tells how it ended',
				titleZh: '券可能已经发出：另一次执行正在处理这个键，还没有结果',
				hintZh: '请稍后重新运行：到时这个键会给出结果',
				outcome: 'unknown',
			},
			{
				title:
					"What was sent before could not be looked up, so nothing more is sent ('Send Once Key'): …",
				hint: "…. Then run again; a key that could not be given back comes out as unknown, which 'Verify, Then Decide' settles",
				titleZh: '查不到以前发过什么，所以不再发送',
				hintZh:
					'请按提示处理后重新运行；没能释放的键会显示为 unknown，可用「Verify, Then Decide」查清',
				outcome: 'not_sent',
			},
			{
				title:
					"Nothing more is sent: the register or this n8n process did not answer for so long that another process may have taken over ('Send Once Key')",
				hint: 'Run again: what was sent is not sent again',
				titleZh: '不再发送：登记库或本进程太久没有响应，可能已有其他进程接手',
				hintZh: '请重新运行：发过的不会再发',
				outcome: 'not_sent',
			},
			{
				title: "'Register' must be n8n or postgres",
				hint: "Choose one of the listed ways in 'Register'",
				titleZh: '「Register」的值只能是 n8n 或 postgres',
				hintZh: '请从「Register」列出的方式中选一个',
				outcome: 'not_sent',
			},
			{
				title:
					"In queue mode 'Send Once Key' needs a register that several n8n processes can share",
				hint: "Nothing was sent. Set 'Register' in the options to PostgreSQL and choose a credential for it, or clear 'Send Once Key'",
				titleZh: '队列模式下，「Send Once Key」需要多个 n8n 进程共用的登记库',
				hintZh:
					'什么都没有发送。请在 Options 中把「Register」设为 PostgreSQL 并选择凭证，或清空「Send Once Key」',
				outcome: 'not_sent',
			},
			{
				title:
					"Another n8n process uses the same keys at the same time, and n8n's own store cannot keep the two apart",
				hint: "Set 'Register' in the options to PostgreSQL: any number of processes can share it",
				titleZh: '另一个 n8n 进程同时在用相同的键，而 n8n 自带的存储无法区分两者',
				hintZh: '请在 Options 中把「Register」设为 PostgreSQL：任意多个进程都可以共用',
				outcome: 'not_sent',
			},
			{
				title: "n8n's own store remembers … keys, and this run brings …",
				hint: "Set 'Register' in the options to PostgreSQL, or send the list in parts with a node for each",
				titleZh: 'n8n 自带的存储记不下这么多键',
				hintZh:
					'请在 Options 中把「Register」设为 PostgreSQL，或把名单分成几部分，各用一个节点发送',
				outcome: 'not_sent',
			},
		],
	},
	{
		heading: 'The register in PostgreSQL · PostgreSQL 登记库',
		messages: [
			{
				title: 'The register\'s host "…" is not known',
				hint: "Check 'Host' in the register's credential",
				titleZh: '找不到登记库的主机名',
				hintZh: '请检查登记库凭证中的「Host」',
				outcome: 'not_sent',
			},
			{
				title: 'The register\'s host "…" could not be looked up',
				hint: "Check 'Host' in the register's credential and the network's name service",
				titleZh: '无法解析登记库的主机名',
				hintZh: '请检查登记库凭证中的「Host」和网络的域名解析',
				outcome: 'not_sent',
			},
			{
				title: 'Nothing answers at …:…',
				hint: "Check 'Host' and 'Port' in the register's credential, and that PostgreSQL runs there and listens to other machines",
				titleZh: '该地址没有响应',
				hintZh:
					'请检查登记库凭证中的「Host」和「Port」，并确认 PostgreSQL 在运行且允许其他机器连接',
				outcome: 'not_sent',
			},
			{
				title: 'The register\'s database does not accept the password of user "…"',
				hint: "Check 'User' and 'Password' in the register's credential",
				titleZh: '登记库的密码不对',
				hintZh: '请检查登记库凭证中的「User」和「Password」',
				outcome: 'not_sent',
			},
			{
				title: 'The register\'s database does not let user "…" in',
				hint: "Check 'User' and 'SSL' in the register's credential, and the server's pg_hba.conf",
				titleZh: '登记库不允许该用户连接',
				hintZh: '请检查登记库凭证中的「User」和「SSL」，以及服务器的 pg_hba.conf',
				outcome: 'not_sent',
			},
			{
				title: 'There is no database "…" on the register\'s server',
				hint: "Check 'Database' in the register's credential, or create it: create database …",
				titleZh: '登记库的服务器上没有这个数据库',
				hintZh: '请检查登记库凭证中的「Database」，或先创建它：create database …',
				outcome: 'not_sent',
			},
			{
				title: 'User "…" may not create or use the register\'s tables',
				hint: "Have the database's owner run this once: …",
				titleZh: '该用户没有权限创建或使用登记库的表',
				hintZh: '请让数据库的所有者执行一次提示中的语句',
				outcome: 'not_sent',
			},
			{
				title: "The register's database can only be read",
				hint: "Point 'Host' in the register's credential at the primary server, not at a replica",
				titleZh: '登记库是只读的',
				hintZh: '登记库凭证中的「Host」应指向主库，而不是只读副本',
				outcome: 'not_sent',
			},
			{
				title: "The register's database has no connection left",
				hint: 'Raise max_connections there: each n8n process takes up to four',
				titleZh: '登记库的连接数已用完',
				hintZh: '请调高 max_connections：每个 n8n 进程最多用四个连接',
				outcome: 'not_sent',
			},
			{
				title: 'The certificate of the register\'s server is not for "…"',
				hint: "Give the name that stands in the certificate as 'Host' in the register's credential",
				titleZh: '登记库服务器的证书与主机名不符',
				hintZh: '登记库凭证中的「Host」请填写证书里的名称',
				outcome: 'not_sent',
			},
			{
				title: "The certificate of the register's server has expired",
				hint: 'Have it renewed there',
				titleZh: '登记库服务器的证书已过期',
				hintZh: '请在服务器上更新证书',
				outcome: 'not_sent',
			},
			{
				title: "The certificate of the register's server is not trusted",
				hint: "Paste the certificate of the authority that signed it into 'CA Certificate' in the register's credential",
				titleZh: '登记库服务器的证书不受信任',
				hintZh: '请把签发它的 CA 证书粘贴到登记库凭证的「CA Certificate」',
				outcome: 'not_sent',
			},
			{
				title: "The register's server does not encrypt connections",
				hint: "Switch TLS on there, or, inside a network you trust, set 'SSL' in the register's credential to Disable",
				titleZh: '登记库的服务器不支持加密连接',
				hintZh: '请在服务器上开启 TLS；在可信的内网里也可把登记库凭证的「SSL」设为 Disable',
				outcome: 'not_sent',
			},
			{
				title: "The register's database does not answer as it should: …",
				hint: 'Check that PostgreSQL is running and can be reached from n8n',
				titleZh: '登记库没有正常响应',
				hintZh: '请确认 PostgreSQL 在运行，并且 n8n 能连接到它',
				outcome: 'not_sent',
			},
			{
				title: "The register's tables were made by a newer version of this package",
				hint: 'Update the package on this n8n process',
				titleZh: '登记库的表由更新版本的节点包创建',
				hintZh: '请更新这个 n8n 进程上的节点包',
				outcome: 'not_sent',
			},
		],
	},
	{
		heading: 'Retries of a failed execution · 重试失败的执行',
		messages: [
			{
				title:
					'The voucher may or may not have been sent: the failed execution was retried before, and that retry may have gone on with this item',
				hint: "Press 'Retry' on the failed execution that the earlier retry left behind: not on the first one, and not on this one. If there is none, look in the CRM who has the voucher: running the workflow anew sends it",
				titleZh: '不确定券是否已发出：这次失败的执行已经重试过，那次重试可能已经处理了这条数据',
				hintZh:
					'请在之前那次重试留下的失败执行上点「Retry」，不要点最初那次，也不要点这一次；如果没有，请在 CRM 中查看谁已经有券：重新运行工作流会再发',
				outcome: 'unknown',
			},
			{
				title:
					'Whether this execution was retried before could not be looked up, so nothing more is sent',
				hint: "…. Then press 'Retry' again",
				titleZh: '查不到这次执行以前是否重试过，所以不再发送',
				hintZh: '请检查 n8n 的数据库，然后再点一次「Retry」',
				outcome: 'not_sent',
			},
		],
	},
	{
		heading: 'The run as a whole · 整次运行',
		messages: [
			{
				title: "All items together ask for … vouchers…, and 'Max Vouchers' allows …",
				hint: "Nothing was sent. Check the list and 'Quantity'; if the number is right, raise 'Max Vouchers'",
				titleZh: '所有数据要发的券加起来超过了「Max Vouchers」',
				hintZh: '一张都没有发送。请检查名单和「Quantity」；如果数量没错，请调高「Max Vouchers」',
				outcome: 'not_sent',
			},
			{
				title: 'Not sent, because the run stopped at item …: …',
				hint: 'What stopped the run is behind the colon; mend it, then retry the execution',
				titleZh: '没有发送，因为运行停在了另一条数据上',
				hintZh: '冒号后面是停下的原因；修正后重试该执行',
				outcome: 'not_sent',
			},
			{
				title:
					'Something else than the platform has answered … times in a row, so nothing more is sent: …',
				hint: 'A front end, a proxy or a login page stands in between. Look at the answer in the details, wait until calls go through again, then run the rest of the items',
				titleZh: '连续多次答复都不是平台给出的，所以不再发送',
				hintZh:
					'中间有前置服务器、代理或登录页面在答复。请查看详情中的答复内容，等请求恢复正常后再运行剩余的数据',
				outcome: 'not_sent',
			},
			{
				title: 'The run ended before this item',
				hint: 'Run the workflow again for it',
				titleZh: '还没轮到这条数据，运行就结束了',
				hintZh: '请为它重新运行工作流',
				outcome: 'not_sent',
			},
			{
				title: "'…' must be a …number from … to …",
				hint: "Correct '…'",
				titleZh: '选项的值超出范围',
				hintZh: '请更正它',
				outcome: 'not_sent',
			},
			{
				title: "'…' is given by one expression for all its fields, and n8n drops it",
				hint: 'Add the fields one by one; each may be an expression',
				titleZh: '整个「Options」或「Additional Fields」由一个表达式给出，n8n 会把它丢掉',
				hintZh: '请逐个添加字段；每个字段都可以是表达式',
				outcome: 'not_sent',
			},
			{
				title: 'The credential holds expressions that may give each item another app or session',
				hint: 'Nothing was sent. Use a credential with fixed values here, one node for each merchant',
				titleZh: '凭证中有表达式，每条数据可能得到不同的应用或会话',
				hintZh: '没有发送任何请求。请在这里使用固定值的凭证，每个商家一个节点',
			},
			{
				title: "'…' must be true or false",
				hint: "Correct '…'",
				titleZh: '该选项只能是 true 或 false',
				hintZh: '请更正它',
				outcome: 'not_sent',
			},
			{
				title: "'If the Answer Gets Lost' must be report, verify or resend",
				hint: "Choose one of the listed ways in 'If the Answer Gets Lost'",
				titleZh: '「If the Answer Gets Lost」的值只能是 report、verify 或 resend',
				hintZh: '请从「If the Answer Gets Lost」列出的方式中选一个',
				outcome: 'not_sent',
			},
		],
	},
];
