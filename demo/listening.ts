import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { VOUCHER_NODE_TYPE, type LoadedPackage } from '../test/support/engine/package';

/** What the voucher node returns, heard where n8n's engine calls it. */
export interface Hearing {
	/** The node was called. */
	began: boolean;
	/** What it returned; also when the execution was cancelled and n8n no longer listens. */
	items: Promise<INodeExecutionData[]>;
}

/** The package for one execution: with an ear at the voucher node, and the example's built-in nodes. */
export function listenTo(loaded: LoadedPackage): { loaded: LoadedPackage; hearing: Hearing } {
	const { nodeTypes } = loaded;
	let hear: (items: Promise<INodeExecutionData[]>) => void = () => {};
	const hearing: Hearing = {
		began: false,
		items: new Promise((resolve) => (hear = resolve)),
	};
	const find = (name: string, version?: number): INodeType => {
		const builtIn = BUILT_IN[name];
		if (builtIn) return builtIn;
		const type = nodeTypes.getByNameAndVersion(name, version);
		if (name !== VOUCHER_NODE_TYPE) return type;
		return listening(type, (items) => {
			hearing.began = true;
			// A copy: the engine shares the items out between the two outputs.
			hear(items.then(([first]) => first.map((item) => ({ ...item }))));
		});
	};
	return {
		loaded: {
			...loaded,
			nodeTypes: { ...nodeTypes, getByName: find, getByNameAndVersion: find },
		},
		hearing,
	};
}

function listening(
	type: INodeType,
	called: (items: Promise<INodeExecutionData[][]>) => void,
): INodeType {
	const heard = Object.create(type) as INodeType;
	heard.execute = async function (this: IExecuteFunctions) {
		const items = type.execute?.call(this) as Promise<INodeExecutionData[][]>;
		called(items);
		return await items;
	};
	return heard;
}

/** Hands its input on, which is all that the built-in nodes of the example do. */
class PassThrough implements INodeType {
	description: INodeTypeDescription;

	constructor(name: string, inputs: INodeTypeDescription['inputs']) {
		this.description = {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: 'Stands in for the built-in node of this name',
			defaults: {},
			inputs,
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		};
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

const BUILT_IN: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': new PassThrough('manualTrigger', []),
	'n8n-nodes-base.set': new PassThrough('set', [NodeConnectionTypes.Main]),
	'n8n-nodes-base.noOp': new PassThrough('noOp', [NodeConnectionTypes.Main]),
};
