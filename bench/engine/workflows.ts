import type { WorkflowDefinition, WorkflowNode } from '../../test/n8n/support/rest';

/** What is measured between making the items and the stopwatch. */
export type Subject =
	/** Two expressions that name an input field, as dragging a field into a parameter writes them. */
	| 'voucher node'
	/** Two expressions that only the engine can evaluate. */
	| 'voucher node, engine'
	/** The first with a Send Once Key, in n8n's store. */
	| 'voucher node, key'
	/** The same in PostgreSQL. */
	| 'voucher node, register'
	/** The same two expressions as the first, evaluated by n8n's Set node: the engine's own time. */
	| 'set node'
	/** What a user would build instead. */
	| 'code and http request';

export const SUBJECTS: readonly Subject[] = [
	'voucher node',
	'voucher node, engine',
	'voucher node, key',
	'voucher node, register',
	'set node',
	'code and http request',
];

const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown>,
	rest: Partial<WorkflowNode> = {},
): WorkflowNode => ({
	id: name.toLowerCase().replace(/\W/g, '-'),
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters,
	...rest,
});

/** The ids of the credentials in n8n. */
export interface BenchCredentials {
	api: string;
	register: string;
}

const voucherNode = (
	customerId: string,
	voucherId: string,
	{ api, register }: BenchCredentials,
	{ options, ...parameters }: { options?: object; sendOnceKey?: string } = {},
) =>
	node(
		'Send',
		'n8n-nodes-alibaba-alsc.alibabaAlscVoucherSend',
		1,
		{
			customerId,
			voucherId: { __rl: true, mode: 'id', value: voucherId },
			quantity: 1,
			...parameters,
			options: {
				maxConcurrency: "={{ $('Webhook').first().json.query.concurrency }}",
				...options,
			},
		},
		{
			credentials: {
				alibabaAlscApi: { id: api, name: 'Bench' },
				alibabaAlscRegister: { id: register, name: 'Bench' },
			},
		},
	);

const SIGN = `
const { createHmac } = require('crypto');
const pad = (n) => String(n).padStart(2, '0');
return $input.all().map((item, n) => {
	const t = new Date(Date.now() + 8 * 3600 * 1000);
	const parameters = {
		method: 'alibaba.alsc.crm.voucher.send', app_key: '12345678', v: '2.0', format: 'json',
		sign_method: 'hmac-sha256',
		timestamp: t.toISOString().slice(0, 19).replace('T', ' '),
		param_voucher_send_open_req: JSON.stringify({
			customer_id: item.json.customer, voucher_id: item.json.template, voucher_num: 1,
			request_id: 'baseline-' + item.json.customer,
		}),
	};
	const text = Object.keys(parameters).sort().map((k) => k + parameters[k]).join('');
	parameters.sign = createHmac('sha256', 'helloworld').update(text, 'utf8').digest('hex').toUpperCase();
	return { json: parameters };
});`;

const FORM_FIELDS = [
	'method',
	'app_key',
	'v',
	'format',
	'sign_method',
	'timestamp',
	'param_voucher_send_open_req',
	'sign',
];

/** Webhook → items → subject → stopwatch; the webhook answers with what the stopwatch says. */
export function benchWorkflow(
	subject: Subject,
	gatewayUrl: string,
	credentials: BenchCredentials,
): WorkflowDefinition {
	const subjects: Record<Subject, WorkflowNode[]> = {
		'voucher node': [voucherNode('={{ $json.customer }}', '={{ $json.template }}', credentials)],
		'voucher node, key': [
			voucherNode('={{ $json.customer }}', '={{ $json.template }}', credentials, {
				sendOnceKey: 'spring',
			}),
		],
		'voucher node, register': [
			voucherNode('={{ $json.customer }}', '={{ $json.template }}', credentials, {
				sendOnceKey: 'spring',
				options: { register: 'postgres' },
			}),
		],
		'voucher node, engine': [
			voucherNode('={{ $json.customer.trim() }}', '={{ $json.template.trim() }}', credentials),
		],
		'set node': [
			node('Set', 'n8n-nodes-base.set', 3.4, {
				assignments: {
					assignments: [
						{ id: '1', name: 'customerId', type: 'string', value: '={{ $json.customer }}' },
						{ id: '2', name: 'voucherId', type: 'string', value: '={{ $json.template }}' },
					],
				},
			}),
		],
		'code and http request': [
			node('Sign', 'n8n-nodes-base.code', 2, { jsCode: SIGN }),
			node('Request', 'n8n-nodes-base.httpRequest', 4.2, {
				method: 'POST',
				url: gatewayUrl,
				sendBody: true,
				contentType: 'form-urlencoded',
				bodyParameters: {
					parameters: FORM_FIELDS.map((name) => ({ name, value: `={{ $json.${name} }}` })),
				},
				options: {},
			}),
		],
	};
	const path = webhookPath(subject);
	const nodes = [
		node(
			'Webhook',
			'n8n-nodes-base.webhook',
			2,
			{ path, httpMethod: 'GET', responseMode: 'lastNode' },
			{ webhookId: path },
		),
		node('Items', 'CUSTOM.benchItems', 1, {
			count: '={{ Number($json.query.count) }}',
			prefix: '={{ $json.query.prefix }}',
		}),
		...subjects[subject],
		node('Stopwatch', 'CUSTOM.benchStopwatch', 1, {}),
	];
	const connections = Object.fromEntries(
		nodes
			.slice(0, -1)
			.map(({ name }, at) => [
				name,
				{ main: [[{ node: nodes[at + 1].name, type: 'main', index: 0 }]] },
			]),
	);
	return {
		name: `Bench ${subject}`,
		nodes,
		connections,
		settings: {
			executionOrder: 'v1',
			saveDataSuccessExecution: 'none',
			saveDataErrorExecution: 'none',
			saveExecutionProgress: false,
		},
	};
}

export function webhookPath(subject: Subject): string {
	return subject.replace(/\W/g, '-');
}
