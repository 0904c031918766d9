import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

const common: Omit<INodeTypeDescription, 'displayName' | 'name' | 'inputs' | 'outputs'> = {
	group: ['transform'],
	version: 1,
	description: 'Helper for tests',
	defaults: {},
	properties: [],
};

/** Where a workflow begins; its output is pinned. */
class Start implements INodeType {
	description: INodeTypeDescription = {
		...common,
		displayName: 'Start',
		name: 'start',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** Hands its input on; shows what arrived at the end of a connection. */
class Collect implements INodeType {
	description: INodeTypeDescription = {
		...common,
		displayName: 'Collect',
		name: 'collect',
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** Sends its items round `times` times: 'loop' first, then 'done'. */
class Repeat implements INodeType {
	description: INodeTypeDescription = {
		...common,
		displayName: 'Repeat',
		name: 'repeat',
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		properties: [{ displayName: 'Times', name: 'times', type: 'number', default: 1 }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const context = this.getContext('node');
		const items = (context.items as INodeExecutionData[] | undefined) ?? this.getInputData();
		context.items = items;
		const round = Number(context.round ?? 0) + 1;
		context.round = round;
		return round <= Number(this.getNodeParameter('times', 0)) ? [items, []] : [[], items];
	}
}

/** Puts the execution to wait, as n8n's Wait node does for a wait that is not short. */
class Wait implements INodeType {
	description: INodeTypeDescription = {
		...common,
		displayName: 'Wait',
		name: 'wait',
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		await this.putExecutionToWait(new Date('2100-01-01'));
		return [this.getInputData()];
	}
}

export const helperNodeTypes: Record<string, INodeType> = {
	'test.start': new Start(),
	'test.collect': new Collect(),
	'test.repeat': new Repeat(),
	'test.wait': new Wait(),
};
