import { readManifest } from './repository';
import {
	type Execution,
	type ExecutionItem,
	type N8nRest,
	type SavedCredential,
	type WorkflowDefinition,
	type WorkflowNode,
} from './rest';

export const VOUCHER_NODE_TYPE = `${readManifest().name}.alibabaAlscVoucherSend`;

export const CUSTOMER_NODE_TYPE = `${readManifest().name}.alibabaAlscCustomerGet`;

/** The trigger's name as n8n's editor gives it. */
export const TRIGGER = 'When clicking ‘Execute workflow’';

export type Item = Record<string, unknown>;

/** The node as the editor saves it, sending template 1 of the gateway's samples to `customer_id`. */
export function voucherNode(
	{ id, name, type }: SavedCredential,
	{ name: nodeName = 'Send', parameters, ...settings }: Partial<WorkflowNode> = {},
): WorkflowNode {
	return {
		id: `node-${nodeName}`,
		name: nodeName,
		type: VOUCHER_NODE_TYPE,
		typeVersion: 1,
		position: [220, 0],
		credentials: { [type]: { id, name } },
		...settings,
		parameters: {
			customerId: '={{ $json.customer_id }}',
			voucherId: { __rl: true, mode: 'id', value: '7104300007405429001' },
			...parameters,
		},
	};
}

/** A workflow that a person starts; `items` stand in for what an earlier node would bring. */
export function manualWorkflow(
	name: string,
	items: Item[],
	nodes: WorkflowNode[],
	connections: WorkflowDefinition['connections'] = inARow([TRIGGER, ...nodes.map((n) => n.name)]),
): WorkflowDefinition {
	return {
		name,
		nodes: [manualTrigger(), ...nodes],
		connections,
		pinData: { [TRIGGER]: items.map((json) => ({ json })) },
	};
}

export function manualTrigger(): WorkflowNode {
	return {
		id: 'node-trigger',
		name: TRIGGER,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
}

/** The main outputs of a node, each with the nodes it leads to. */
export function leadsTo(...outputs: string[][]): { main: object[][] } {
	return {
		main: outputs.map((targets) => targets.map((node) => ({ node, type: 'main', index: 0 }))),
	};
}

export function inARow(names: string[]): WorkflowDefinition['connections'] {
	return Object.fromEntries(
		names.slice(0, -1).map((name, index) => [name, leadsTo([names[index + 1]])]),
	);
}

/** Saves the workflow, presses "Execute workflow" and waits for the end. */
export async function executeManually(
	n8n: N8nRest,
	workflow: WorkflowDefinition,
	trigger = TRIGGER,
): Promise<Execution> {
	const saved = await n8n.createWorkflow(workflow);
	return await n8n.untilEnded(await n8n.runManually(saved, trigger));
}

/** The items that a node put out in its last run. */
export function itemsOf(execution: Execution, node: string, output = 0): ExecutionItem[] {
	return execution.data.resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [];
}
