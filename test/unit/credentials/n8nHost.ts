import '../../support/engine/userFolder';
import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteData,
	type IHttpRequestOptions,
	type INode,
	type INodeType,
	type INodeTypes,
	type IRequestOptions,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { AlibabaAlscApi } from '../../../credentials/AlibabaAlscApi.credentials';

export interface TestVerdict {
	status: 'OK' | 'Error';
	message: string;
}

const TYPE = 'alibabaAlscApi';

/** The very function that n8n reads an answer with. */
const get = require('lodash/get') as (value: unknown, path: string) => unknown;

/** The parts of n8n that use a credential, with n8n-core's own request helpers and real sockets. */
export class N8nHost {
	private readonly credential = new AlibabaAlscApi();

	constructor(private readonly data: ICredentialDataDecryptedObject) {}

	/** As n8n's credentials tester does it (n8n 2.41, `CredentialsTester.runRequestTest`). */
	async testCredential(): Promise<TestVerdict> {
		const { request, rules = [] } = this.credential.test;
		const nodeType = noOp([
			{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request }, default: '' },
		]);
		const { context, workflow } = this.open('n8n-nodes-base.noOp', nodeType);
		const routing = new RoutingNode(context, nodeType, {
			id: '1',
			name: 'Test',
			type: TYPE,
			data: this.data,
		});
		let response;
		try {
			await workflow.expression.acquireIsolate();
			response = await routing.runNode();
		} catch (thrown) {
			const error = thrown as Error & { cause?: { code?: string; response?: { status: number } } };
			const status = error.cause?.response?.status;
			if (status !== undefined) return { status: 'Error', message: `HTTP ${status}` };
			return { status: 'Error', message: error.cause?.code ?? error.message };
		} finally {
			await workflow.expression.releaseIsolate();
		}
		const json = response?.[0]?.[0]?.json;
		for (const rule of rules) {
			if (!('key' in rule.properties)) continue;
			if (get(json, rule.properties.key) === rule.properties.value) {
				return { status: 'Error', message: String(rule.properties.message) };
			}
		}
		return { status: 'OK', message: 'Connection successful!' };
	}

	/** As nodes of today call: `helpers.httpRequestWithAuthentication`. */
	async httpRequest(options: IHttpRequestOptions): Promise<unknown> {
		const { context } = this.open('n8n-nodes-base.httpRequest', noOp([]));
		return await context.helpers.httpRequestWithAuthentication.call(context, TYPE, options);
	}

	/** As the HTTP Request node calls: `helpers.requestWithAuthentication` with legacy options. */
	async legacyRequest(options: IRequestOptions): Promise<unknown> {
		const { context } = this.open('n8n-nodes-base.httpRequest', noOp([]));
		return await context.helpers.requestWithAuthentication.call(context, TYPE, options);
	}

	private open(type: string, nodeType: INodeType) {
		const node: INode = {
			id: '1',
			name: 'Node',
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			credentials: { [TYPE]: { id: '1', name: 'Test' } },
		};
		const nodeTypes: INodeTypes = {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: (): IDataObject => ({}),
		};
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
		const executeData: IExecuteData = { node, data: {}, source: null };
		const context = new ExecuteContext(
			workflow,
			node,
			this.additionalData(),
			'internal',
			createEmptyRunExecutionData(),
			0,
			[],
			{ main: [[{ json: {} }]] },
			executeData,
			[],
		);
		return { context, workflow };
	}

	private additionalData(): IWorkflowExecuteAdditionalData {
		return {
			credentialsHelper: {
				getParentTypes: () => [],
				isCredentialUsableByNode: () => true,
				getDecrypted: async () => this.data,
				preAuthentication: async () => undefined,
				authenticate: async (
					data: ICredentialDataDecryptedObject,
					_type: string,
					options: IHttpRequestOptions,
				) => {
					const { authenticate } = this.credential;
					if (typeof authenticate !== 'function') throw new Error('authenticate is no function');
					return await authenticate(data, options);
				},
			},
			currentNodeParameters: {},
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}

function noOp(properties: INodeType['description']['properties']): INodeType {
	return {
		description: {
			displayName: 'No Operation',
			name: 'n8n-nodes-base.noOp',
			group: [],
			version: 1,
			description: '',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: TYPE, required: true }],
			properties,
		},
	};
}
