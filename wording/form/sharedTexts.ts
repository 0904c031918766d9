/** What both nodes' forms say beside their labels, in English and in Chinese. */
export const SHARED_TEXTS = {
	"The brand's ID at Alibaba (品牌ID). For the ID in your own system, use 'External Brand ID'.":
		'品牌在阿里的 ID。如果是自己系统里的 ID，请用「外部品牌 ID」。',
	"The brand's ID in your own system (外部品牌ID). Give this or 'Brand ID', not both.":
		'品牌在自己系统里的 ID。与「品牌 ID」二选一。',
	"The shop's ID at Alibaba (门店ID). For the ID in your own system, use 'External Shop ID'.":
		'门店在阿里的 ID。如果是自己系统里的 ID，请用「外部门店 ID」。',
	"The shop's ID in your own system (外部门店ID). Give this or 'Shop ID', not both.":
		'门店在自己系统里的 ID。与「门店 ID」二选一。',
	'How many requests are under way at the same time at most. Without this option the node begins with 32, and goes up to 128 where answers are far away but stay quick.':
		'同时进行的请求最多有多少个。不设这一项时从 32 个开始；答复路途远但仍然快时，最多增加到 128 个。',
	'How long to wait at most when the platform refuses for too many calls. A longer wait ends the run; what was not done by then is reported.':
		'平台因调用过多而拒绝时，最多等多久。需要等更久时运行结束，没做完的会在结果中列出。',
	'How long to wait for an answer, in milliseconds': '等待答复的时间，以毫秒为单位',
	'Whether to return a simplified version of the response instead of the raw data':
		'是否返回精简后的结果，而不是平台的原始数据',
	'Add Field': '添加字段',
	'Add Option': '添加选项',
	"A little below your app's quota, if you know it; with several n8n workers that share no register, each one's share. 0 means no limit of your own: the node then finds the pace by itself.":
		'略低于应用的调用额度（如果知道的话）；有多个 n8n worker 又没有共用登记库时，填每个 worker 分到的部分。0 表示不设上限：节点会自己找到合适的速度。',
} as const;
