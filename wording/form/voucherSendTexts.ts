/** What the form of Voucher Send says beside its labels, in English and in Chinese. */
export const VOUCHER_SEND_TEXTS = {
	'Send vouchers to customers of an Alibaba local-life (ALSC) CRM through the Taobao Open Platform':
		'通过淘宝开放平台，向阿里本地生活（ALSC）CRM 的顾客发券',
	'={{ "send voucher " + ($parameter.toJSON().voucherId?.cachedResultName?.split(" · ")[0] || $parameter["voucherId"] || "") }}':
		'={{ "发券 " + ($parameter.toJSON().voucherId?.cachedResultName?.split(" · ")[0] || $parameter["voucherId"] || "") }}',
	"The customer's ID in the CRM (用户ID)": '顾客在 CRM 里的 ID（用户ID）',
	'Drag it in from the input. Keep long IDs as text: spreadsheets round long numbers.':
		'从左侧输入拖进来。长 ID 请保持为文本：电子表格会把长数字四舍五入。',
	'The voucher template to send (券模板ID), not the ID of a voucher that a customer already holds':
		'要发的券模板，而不是顾客手中某张券的 ID',
	'Select a voucher template…': '请选择券模板…',
	'A template ID has only digits or letters, e.g. 3243421':
		'券模板 ID 只含数字或字母，例如 3243421',
	'How many vouchers the customer gets (发券数量)': '每位顾客得到几张券',
	'A text that stands for this one gift. What was sent once with this key is not sent to the same customer again, not even by another execution of this workflow. Use it for webhooks that may arrive twice and schedules that may run twice. For a key with {{ }} choose Expression. Left empty, every execution sends.':
		'代表这一份礼的一段文字。用同一个键发过一次，就不会再发给同一位顾客，即使是本工作流的另一次执行。适用于可能重复到达的 Webhook 和可能重复运行的定时任务。键里有 {{ }} 时请选 Expression。留空则每次执行都会发。',
	'Safety cap: if all items together ask for more vouchers than this, nothing is sent at all. 0 means no cap.':
		'安全上限：所有数据要发的券加起来超过它，就一张都不发。0 表示不限。',
	'Who sends the voucher (操作人ID), as it should stand in the records of the CRM':
		'发券的操作人，会记在 CRM 的记录里',
	'Your own ID for this one request (请求ID), at most 64 characters. Leave empty to have one made that stays the same when the item is tried again.':
		'这一次请求的自定义 ID，最多 64 个字符。留空则由节点生成，重试同一条数据时保持不变。',
	'Whether to accept long customer IDs that end in 000. Spreadsheets round long numbers that way, so such IDs are held back unless you have checked them.':
		'是否接受以 000 结尾的长顾客 ID。电子表格会把长数字四舍五入成这样，所以未经核对时不发给这些 ID。',
	'Whether to check all items, and the template where the app may read the list of templates, and show what would be sent, without sending any voucher':
		'是否只检查所有数据（应用有模板列表权限时还检查模板）并显示将会发什么，而不真的发券',
	"Whether the fields of the input item stand beside the result, e.g. the customer's name. No field of the result is overwritten.":
		'是否在结果旁边带上输入数据的字段，例如顾客姓名。结果里的字段不会被覆盖。',
	'Do not send again. The item fails and says that the voucher may or may not have been sent.':
		'不再发送。该条数据失败，并说明券可能已发出，也可能没有。',
	'Look at the vouchers the customer holds: there means sent. Not there after about a minute, in which other items are sent, means send again. Needs permission for alibaba.alsc.crm.customer.voucher.list.':
		'查看顾客手中的券：有就是已发；大约一分钟后（其间照常发其他数据）仍然没有，就再发。需要 alibaba.alsc.crm.customer.voucher.list 的权限。',
	"Only if Alibaba confirmed to you that a repeated request ID is not executed twice. Otherwise a customer may get the voucher as often as 'Max Attempts' says.":
		'仅当阿里向你确认过，相同的请求 ID 不会执行两次。否则顾客得到的券可能多达「最多尝试次数」那么多份。',
	'What to do when a request left but its answer did not arrive':
		'请求已发出、答复却没有收到时怎么办',
	"How often one item is tried at most. What provably did not arrive is tried again; with 'Send Again With the Same Request ID' also what may have arrived.":
		'一条数据最多尝试几次。可以证明没有送达的会重试；选择「用同一请求 ID 重发」时，可能已送达的也会重试。',
	'The store of n8n itself, for one n8n process: per workflow and node, 100,000 keys. Nothing to set up.':
		'n8n 自带的存储，只适合单个 n8n 进程：每个工作流的每个节点 100,000 个键。无需设置。',
	'A database of your own, for any number of n8n processes: per app, whatever workflow or node. Shown to people as a table.':
		'你自己的数据库，适合任意多个 n8n 进程：按应用记录，与工作流和节点无关。是一张可以直接查看的表。',
	"Where 'Send Once Key' remembers what was sent. With more than one n8n process (queue mode, a second n8n on the same database, the command line beside a running n8n) choose PostgreSQL.":
		'「防重复键」把发过的记在哪里。有多个 n8n 进程时（队列模式、同一数据库上的第二个 n8n、n8n 运行时又用命令行执行），请选 PostgreSQL。',
} as const;
