import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowDefinition } from '../test/support/engine/engine';
import { REPOSITORY, VOUCHER_NODE_TYPE } from '../test/support/engine/package';

/** The node of examples/demo.json whose output is replaced by the customer list. */
export const LIST_NODE = 'Customer List';

export interface NodeOptions {
	dryRun?: boolean;
	maxConcurrency?: number;
	maxRequestsPerSecond?: number;
	maxVouchers?: number;
	sendOnceKey?: string;
}

/** The workflow of examples/demo.json, with these options set in its voucher node. */
export function demoWorkflow(options: NodeOptions): WorkflowDefinition {
	const text = readFileSync(join(REPOSITORY, 'examples', 'demo.json'), 'utf8');
	const workflow = JSON.parse(text) as WorkflowDefinition;
	return {
		...workflow,
		nodes: workflow.nodes.map((node) =>
			node.type === VOUCHER_NODE_TYPE ? withOptions(node, options) : node,
		),
	};
}

function withOptions(node: INode, { maxVouchers, sendOnceKey, ...options }: NodeOptions): INode {
	const before = node.parameters.options as INodeParameters;
	return {
		...node,
		parameters: {
			...node.parameters,
			...given({ maxVouchers, sendOnceKey }),
			options: { ...before, ...given(options) },
		},
	};
}

function given(values: NodeOptions): INodeParameters {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
