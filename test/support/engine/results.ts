import type { IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';

/** The items of the last run of a node, by output. */
export function outputOf(run: IRun, node: string, output = 0): INodeExecutionData[] {
	return run.data.resultData.runData[node]?.at(-1)?.data?.main[output] ?? [];
}

export function jsonOf(run: IRun, node: string, output = 0): IDataObject[] {
	return outputOf(run, node, output).map(({ json }) => json);
}

/** The error that ended the execution, as n8n stores and shows it. */
export interface StoredError {
	message: string;
	description?: string;
	context?: IDataObject;
}

export function errorOf(run: IRun): StoredError | undefined {
	return run.data.resultData.error as unknown as StoredError | undefined;
}
