import type { IConnections, INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowDefinition } from './engine';
import { CUSTOMER_NODE_TYPE, VOUCHER_NODE_TYPE } from './package';

export interface VoucherNodeOptions {
	name?: string;
	parameters?: INodeParameters;
	onError?: INode['onError'];
	retryOnFail?: boolean;
	maxTries?: number;
}

/** The node under test, reading customer and template from each item unless told otherwise. */
export function voucherNode({
	name = 'Send',
	parameters,
	...rest
}: VoucherNodeOptions = {}): INode {
	return {
		id: `node-${name}`,
		name,
		type: VOUCHER_NODE_TYPE,
		typeVersion: 1,
		position: [0, 0],
		credentials: {
			alibabaAlscApi: { id: '1', name: 'ALSC' },
			alibabaAlscRegister: { id: '2', name: 'Register' },
		},
		waitBetweenTries: 1,
		...rest,
		parameters: {
			customerId: '={{ $json.customer }}',
			// n8n checks what is typed in by ID against a pattern, with a time limit that a busy machine exceeds.
			voucherId: { __rl: true, mode: 'list', value: '3243421' },
			quantity: 1,
			...parameters,
		},
	};
}

/** The node's parameters for these settings, each where the form has it: in `options` or beside it. */
export function settingsOf({
	sendOnceKey,
	maxVouchers,
	...options
}: Readonly<Record<string, unknown>>): INodeParameters {
	return {
		...(sendOnceKey === undefined ? {} : { sendOnceKey }),
		...(maxVouchers === undefined ? {} : { maxVouchers }),
		options,
	} as INodeParameters;
}

/** Customer Get, reading a mobile number from each item unless told otherwise. */
export function customerNode({
	name = 'Find',
	parameters,
	...rest
}: VoucherNodeOptions = {}): INode {
	return {
		...voucherNode({ name, ...rest }),
		type: CUSTOMER_NODE_TYPE,
		parameters: {
			findBy: 'mobile',
			value: '={{ $json.mobile }}',
			additionalFields: { brandId: '5445', shopId: '424' },
			...parameters,
		},
	};
}

export function helperNode(type: string, name: string, parameters: INodeParameters = {}): INode {
	return { id: `node-${name}`, name, type, typeVersion: 1, position: [0, 0], parameters };
}

/** Start → Send → Collect, with the error output, if any, going to Failed. */
export function sendingWorkflow(options: VoucherNodeOptions = {}): WorkflowDefinition {
	return {
		nodes: [
			helperNode('test.start', 'Start'),
			voucherNode(options),
			helperNode('test.collect', 'Sent'),
			helperNode('test.collect', 'Failed'),
		],
		connections: {
			Start: connect(['Send']),
			Send: connect(['Sent'], ['Failed']),
		},
	};
}

/** The main outputs of a node, each with the nodes it leads to. */
export function connect(...outputs: string[][]): IConnections[string] {
	return {
		main: outputs.map((targets) =>
			targets.map((node) => ({ node, type: 'main' as const, index: 0 })),
		),
	};
}
