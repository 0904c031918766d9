import { waitUntil } from '../support/waitUntil';
import { customerId } from '../support/customers';
import type {
	Execution,
	ExecutionStatus,
	ExecutionSummary,
	N8nRest,
	SavedWorkflow,
	WorkflowDefinition,
	WorkflowNode,
} from '../support/rest';
import { inARow, voucherNode } from '../support/workflows';
import type { SendingCredential } from './queueBench';

/** What the CRM sends for one customer. */
export interface Order {
	customer_id: string;
	/** Names the occasion: who gets it twice for one key got it once too often. */
	key: string;
}

const SPLIT = 'Split Out';
const SEND = 'Send';

/** `count` orders of customers that nobody else has, from number `first` on. */
export function orders(first: number, count: number): Order[] {
	return Array.from({ length: count }, (_, n) => ({
		customer_id: customerId(first + n),
		key: `order-${first + n}`,
	}));
}

/** CRM webhook → one item per order → voucher. */
export function webhookCampaign(
	path: string,
	credential: SendingCredential,
	send: Partial<WorkflowNode> = {},
): WorkflowDefinition {
	const webhook: WorkflowNode = {
		id: `node-webhook-${path}`,
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [-440, 0],
		webhookId: path,
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
	};
	return campaign(`CRM ${path}`, webhook, [splitOut('body.orders'), sending(credential, send)]);
}

/** CRM webhook → a loop over batches of one order → voucher. */
export function loopCampaign(path: string, credential: SendingCredential): WorkflowDefinition {
	const loop: WorkflowNode = {
		id: `node-loop-${path}`,
		name: 'Loop Over Items',
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		position: [0, 0],
		parameters: { batchSize: 1, options: {} },
	};
	const { nodes, connections, ...rest } = webhookCampaign(path, credential);
	const [webhook, split, send] = nodes;
	const main = (...outputs: string[][]) => ({
		main: outputs.map((names) => names.map((node) => ({ node, type: 'main', index: 0 }))),
	});
	return {
		...rest,
		nodes: [webhook, split, loop, send],
		connections: {
			...connections,
			[split.name]: main([loop.name]),
			[loop.name]: main([], [send.name]),
			[send.name]: main([loop.name]),
		},
	};
}

/** A schedule that sends the same orders every second. */
export function scheduledCampaign(
	name: string,
	today: Order[],
	credential: SendingCredential,
	send: Partial<WorkflowNode> = {},
): WorkflowDefinition {
	const schedule: WorkflowNode = {
		id: `node-schedule-${name}`,
		name: 'Schedule Trigger',
		type: 'n8n-nodes-base.scheduleTrigger',
		typeVersion: 1.2,
		position: [-660, 0],
		parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] } },
	};
	const list: WorkflowNode = {
		id: `node-list-${name}`,
		name: 'Orders of the day',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [-440, 0],
		parameters: { mode: 'raw', jsonOutput: JSON.stringify({ orders: today }), options: {} },
	};
	return campaign(name, schedule, [list, splitOut('orders'), sending(credential, send)]);
}

function campaign(
	name: string,
	trigger: WorkflowNode,
	followers: WorkflowNode[],
): WorkflowDefinition {
	const nodes = [trigger, ...followers];
	return { name, nodes, connections: inARow(nodes.map((node) => node.name)) };
}

function splitOut(field: string): WorkflowNode {
	return {
		id: `node-split-${field}`,
		name: SPLIT,
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		position: [-220, 0],
		parameters: { fieldToSplitOut: field, options: {} },
	};
}

export function sending(
	{ register, ...credential }: SendingCredential,
	send: Partial<WorkflowNode> = {},
): WorkflowNode {
	const { parameters, ...settings } = send;
	const node = voucherNode(credential, {
		name: SEND,
		onError: 'continueRegularOutput',
		...settings,
		parameters: {
			sendOnceKey: '={{ $json.key }}',
			...parameters,
			options: {
				unknownOutcome: 'verify',
				// The customers' ids are consecutive: some of them end in 000.
				acceptRoundedIds: true,
				...(register && { register: 'postgres' }),
				...(parameters?.options as object),
			},
		},
	});
	if (!register) return node;
	const { id, name, type } = register;
	return { ...node, credentials: { ...node.credentials, [type]: { id, name } } };
}

/** An active campaign that is waiting for the CRM. */
export class Crm {
	private constructor(
		private readonly n8n: N8nRest,
		readonly workflow: SavedWorkflow,
		private readonly path: string,
	) {}

	static async connect(
		n8n: N8nRest,
		path: string,
		credential: SendingCredential,
		send: Partial<WorkflowNode> = {},
	): Promise<Crm> {
		return await Crm.activate(n8n, path, webhookCampaign(path, credential, send));
	}

	static async activate(n8n: N8nRest, path: string, campaign: WorkflowDefinition): Promise<Crm> {
		const workflow = await n8n.createWorkflow(campaign);
		await n8n.activateWorkflow(workflow);
		return new Crm(n8n, workflow, path);
	}

	/** Delivers orders, as one request; n8n has taken them when this returns. */
	async deliver(delivery: Order[]): Promise<void> {
		const response = await fetch(`${this.n8n.url}/webhook/${this.path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ orders: delivery }),
		});
		if (!response.ok) throw new Error(`The webhook answered with HTTP ${response.status}`);
	}

	async executions(): Promise<ExecutionSummary[]> {
		return await executionsOf(this.n8n, this.workflow);
	}

	/** Waits until `count` executions have ended, without reading what they did. */
	async untilAllEnded(count: number): Promise<void> {
		await untilSomeEnded(this.n8n, this.workflow, count);
	}

	/** Waits until `count` executions have ended in whatever way; returns all, oldest first. */
	async untilEnded(count: number): Promise<Execution[]> {
		return await untilEnded(this.n8n, this.workflow, count);
	}
}

const UNDER_WAY: ExecutionStatus[] = ['new', 'running', 'waiting'];
/** n8n takes up to a minute to notice that a worker is gone, and the node longer to take over its keys. */
const WAITING = { timeoutMs: 480_000, everyMs: 300 };

export async function executionsOf(
	n8n: N8nRest,
	{ id }: SavedWorkflow,
): Promise<ExecutionSummary[]> {
	const executions = await n8n.listExecutions({ workflowId: id });
	return executions.sort((a, b) => Number(a.id) - Number(b.id));
}

/** Waits until `count` executions of a workflow have ended and no other runs; oldest first. */
export async function untilEnded(
	n8n: N8nRest,
	workflow: SavedWorkflow,
	count: number,
): Promise<Execution[]> {
	const ended = await waitUntil(
		`${count} executions of "${workflow.name}" to end`,
		async () => {
			const executions = await executionsOf(n8n, workflow);
			const isOver = executions.every(({ status }) => !UNDER_WAY.includes(status));
			return isOver && executions.length >= count ? executions : undefined;
		},
		WAITING,
	);
	return await Promise.all(ended.map(async ({ id }) => await n8n.getExecution(id)));
}

/** Waits until `count` executions of a workflow have ended, whatever else runs. */
export async function untilSomeEnded(
	n8n: N8nRest,
	workflow: SavedWorkflow,
	count: number,
): Promise<void> {
	await waitUntil(
		`${count} executions of "${workflow.name}" to end`,
		async () => {
			const executions = await executionsOf(n8n, workflow);
			return executions.filter(({ status }) => !UNDER_WAY.includes(status)).length >= count;
		},
		WAITING,
	);
}
