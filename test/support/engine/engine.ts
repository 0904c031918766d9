import { DataDeduplicationService, ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type PCancelable from 'p-cancelable';
import {
	createRunExecutionData,
	Workflow,
	type IConnections,
	type ICredentialDataDecryptedObject,
	type IDataDeduplicator,
	type INode,
	type INodeExecutionData,
	type IRun,
	type IRunExecutionData,
	type ITaskData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { TestCredentials, type CredentialRead } from './credentials';
import type { LoadedPackage } from './package';

export interface WorkflowDefinition {
	nodes: INode[];
	connections: IConnections;
	id?: string;
	settings?: Record<string, string>;
}

export interface ExecutionOptions {
	/** The output of nodes that are not to be run. */
	pinned: Record<string, INodeExecutionData[]>;
	credentials: ICredentialDataDecryptedObject;
	/** Takes down what is asked for of credentials. */
	credentialReads?: CredentialRead[];
	/** As an n8n that does not hand out what is stored of a credential. */
	hidesStoredCredential?: boolean;
	/** The credential of a register in PostgreSQL. */
	register?: ICredentialDataDecryptedObject;
	executionId?: string;
	mode?: WorkflowExecuteMode;
	/** Hears what n8n would send to the editor, while somebody sits before it. */
	toEditor?: (type: string, data: unknown) => void;
	/** Data of an earlier execution, to be retried. */
	retryOf?: IRunExecutionData;
	/** Data of this execution, as it was stored when it was put to wait. */
	resumed?: IRunExecutionData;
}

let processedData: { delegate?: IDataDeduplicator } | undefined;

/** Chooses the store behind n8n's processed-data helpers; n8n allows one service per process. */
export async function useProcessedData(store: IDataDeduplicator): Promise<void> {
	if (!processedData) {
		const holder: { delegate?: IDataDeduplicator } = {};
		processedData = holder;
		const delegating = new Proxy({} as IDataDeduplicator, {
			get: (_target, name: keyof IDataDeduplicator) => {
				const { delegate } = holder;
				return (...values: unknown[]) =>
					(delegate?.[name] as (...all: unknown[]) => unknown).apply(delegate, values);
			},
		});
		await DataDeduplicationService.init(delegating);
	}
	processedData.delegate = store;
}

/** An execution that is under way. */
export interface RunningExecution {
	finished: PCancelable<IRun>;
	/** What n8n would store now. */
	data: IRunExecutionData;
}

const BASE_URL = 'http://localhost:5678';

let executions = 0;

/** Runs a workflow with n8n's own engine. */
export function startExecution(
	{ nodeTypes, credentialTypes }: LoadedPackage,
	definition: WorkflowDefinition,
	options: ExecutionOptions,
): RunningExecution {
	const workflow = new Workflow({
		id: definition.id ?? 'workflow-1',
		name: 'Test',
		nodes: definition.nodes,
		connections: definition.connections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', ...definition.settings },
	});
	const mode = options.mode ?? (options.retryOf ? 'retry' : 'trigger');
	const executionId = options.executionId ?? String(++executions);
	const additionalData = {
		credentialsHelper: new TestCredentials(
			credentialTypes,
			{
				alibabaAlscApi: options.credentials,
				...(options.register && { alibabaAlscRegister: options.register }),
			},
			options.credentialReads,
			options.hidesStoredCredential,
		),
		executionId,
		sendDataToUI: options.toEditor,
		currentNodeExecutionIndex: 0,
		restApiUrl: `${BASE_URL}/rest`,
		instanceBaseUrl: BASE_URL,
		formWaitingBaseUrl: `${BASE_URL}/form-waiting`,
		webhookBaseUrl: `${BASE_URL}/webhook`,
		webhookWaitingBaseUrl: `${BASE_URL}/webhook-waiting`,
		webhookTestBaseUrl: `${BASE_URL}/webhook-test`,
		variables: {},
		hooks: new ExecutionLifecycleHooks(mode, executionId, {
			id: workflow.id,
			name: 'Test',
			active: false,
			isArchived: false,
			nodes: definition.nodes,
			connections: definition.connections,
			createdAt: new Date(),
			updatedAt: new Date(),
		} as never),
	} as unknown as IWorkflowExecuteAdditionalData;

	if (options.retryOf) {
		const data = options.retryOf;
		// "Retry with currently saved workflow": n8n puts the nodes as they are now onto the stack.
		for (const entry of data.executionData?.nodeExecutionStack ?? []) {
			entry.node = workflow.getNode(entry.node.name) ?? entry.node;
		}
		const execute = new WorkflowExecute(additionalData, mode, data);
		return { finished: execute.processRunExecutionData(workflow), data };
	}
	if (options.resumed) {
		const data = options.resumed;
		const execute = new WorkflowExecute(additionalData, mode, data);
		return { finished: execute.processRunExecutionData(workflow), data };
	}
	const start = definition.nodes[0];
	const data = createRunExecutionData({
		startData: {},
		resultData: { runData: {}, pinData: options.pinned },
		executionData: {
			contextData: {},
			nodeExecutionStack: [
				{
					node: workflow.getNode(start.name) ?? start,
					data: { main: [[{ json: {} }]] },
					source: null,
				},
			],
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	});
	const execute = new WorkflowExecute(additionalData, mode, data);
	return { finished: execute.processRunExecutionData(workflow), data };
}

/**
 * What n8n does with the data of a failed execution when a person presses Retry: it was stored as
 * JSON, the error is taken out and so is the failed run of the last node.
 */
export function dataForRetry(data: IRunExecutionData): IRunExecutionData {
	const copy = JSON.parse(JSON.stringify(data)) as IRunExecutionData;
	const { resultData } = copy;
	const last = resultData.lastNodeExecuted;
	if (last !== undefined && resultData.error !== undefined) {
		delete resultData.error;
		const runs: ITaskData[] | undefined = resultData.runData[last];
		if (runs?.at(-1)?.error !== undefined) runs.pop();
	}
	return copy;
}
