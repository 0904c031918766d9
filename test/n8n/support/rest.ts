import { decodeFlatted } from './flatted';
import { waitUntil } from './waitUntil';

export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Voucher',
	lastName: 'Owner',
	password: 'Voucher-12345',
};

export interface WorkflowNode {
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	id?: string;
	credentials?: Record<string, { id: string; name: string }>;
	[setting: string]: unknown;
}

export interface WorkflowDefinition {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	pinData?: Record<string, unknown>;
}

export interface SavedWorkflow extends WorkflowDefinition {
	id: string;
	versionId: string;
	active: boolean;
}

export interface SavedCredential {
	id: string;
	name: string;
	type: string;
}

export type ExecutionStatus =
	'new' | 'running' | 'waiting' | 'success' | 'error' | 'canceled' | 'crashed' | 'unknown';

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	mode: string;
	status: ExecutionStatus;
	retryOf?: string | null;
	startedAt: string;
	stoppedAt?: string;
}

export interface ExecutionItem {
	json: Record<string, unknown>;
	pairedItem?: unknown;
	error?: unknown;
}

export interface NodeRun {
	executionStatus?: string;
	executionTime: number;
	error?: { message: string; description?: string | null; [key: string]: unknown };
	data?: Record<string, Array<ExecutionItem[] | null>>;
	hints?: unknown[];
}

export interface ExecutionData {
	resultData: {
		runData: Record<string, NodeRun[]>;
		error?: { message: string; description?: string | null; [key: string]: unknown };
		lastNodeExecuted?: string;
	};
	executionData?: {
		contextData: Record<string, Record<string, unknown>>;
		nodeExecutionStack: Array<{ node: { name: string }; data: unknown }>;
	};
}

export interface Execution extends ExecutionSummary {
	finished: boolean;
	data: ExecutionData;
}

export interface NodeTypeDescription {
	name: string;
	displayName: string;
	version: number | number[];
	iconUrl?: string | { light: string; dark: string };
	codex?: { categories?: string[]; subcategories?: Record<string, string[]>; alias?: string[] };
	[key: string]: unknown;
}

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

/** n8n answered a REST call with an error; `status` is the HTTP status. */
export class N8nRestError extends Error {
	constructor(
		call: string,
		readonly status: number,
		readonly body: string,
	) {
		super(`${call} was answered with HTTP ${status}: ${body.slice(0, 500)}`);
		this.name = 'N8nRestError';
	}
}

/** Speaks n8n's internal REST API, the one its editor uses, as the owner of the instance. */
export class N8nRest {
	private cookie = '';

	constructor(readonly url: string) {}

	/** Makes the owner account of an empty instance and is logged in afterwards. */
	async setUpOwner(owner: typeof OWNER = OWNER): Promise<void> {
		await this.call('POST', '/rest/owner/setup', owner);
	}

	async logIn({ email, password }: { email: string; password: string } = OWNER): Promise<void> {
		await this.call('POST', '/rest/login', { emailOrLdapLoginId: email, password });
	}

	async createCredential(
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<SavedCredential> {
		return await this.call('POST', '/rest/credentials', { name, type, data });
	}

	/** Presses the credential's test button. */
	async testCredential(
		credential: SavedCredential,
		data: Record<string, unknown>,
	): Promise<CredentialTestResult> {
		return await this.call('POST', '/rest/credentials/test', {
			credentials: { ...credential, data },
		});
	}

	async createWorkflow(workflow: WorkflowDefinition): Promise<SavedWorkflow> {
		return await this.call('POST', '/rest/workflows', {
			active: false,
			...workflow,
			settings: { executionOrder: 'v1', ...workflow.settings },
		});
	}

	async updateWorkflow(
		id: string,
		changes: Partial<WorkflowDefinition> & { versionId: string },
	): Promise<SavedWorkflow> {
		return await this.call('PATCH', `/rest/workflows/${id}?forceSave=true`, changes);
	}

	/** Publishes the workflow as saved: its webhooks and schedules work when this returns. */
	async activateWorkflow({ id, versionId }: SavedWorkflow): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/activate`, { versionId });
		await waitUntil(`workflow ${id} to be published`, async () => {
			const status = await this.publicationStatus(id);
			if (status === 'failed') throw new Error(`Publishing workflow ${id} failed`);
			return status === 'published';
		});
	}

	// The 2.x line publishes in the background; the 1.x line knows no such status and has done
	// the work when it answers.
	private async publicationStatus(id: string): Promise<string> {
		try {
			const path = `/rest/workflows/${id}/publication-status`;
			return (await this.call<{ status: string }>('GET', path)).status;
		} catch (error) {
			if (error instanceof N8nRestError && error.status === 404) return 'published';
			throw error;
		}
	}

	async deactivateWorkflow(id: string): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/**
	 * Presses "Execute workflow" for the trigger named. Returns the execution's id at once.
	 * Throws if n8n waits for a test webhook instead.
	 */
	async runManually(workflow: SavedWorkflow, trigger: string): Promise<string> {
		const answer = await this.call<{ executionId?: string }>(
			'POST',
			`/rest/workflows/${workflow.id}/run`,
			// The 1.x line runs the workflow in the body, the 2.x line the saved one.
			{ workflowData: workflow, triggerToStartFrom: { name: trigger } },
		);
		if (!answer.executionId) throw new Error(`Not started: ${JSON.stringify(answer)}`);
		return answer.executionId;
	}

	/** Executions, newest first. */
	async listExecutions(
		filter: { workflowId?: string; status?: ExecutionStatus[] } = {},
		limit = 100,
	): Promise<ExecutionSummary[]> {
		const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: String(limit) });
		const page = await this.call<{ results: ExecutionSummary[] }>(
			'GET',
			`/rest/executions?${query}`,
		);
		return page.results;
	}

	async getExecution(id: string): Promise<Execution> {
		const answer = await this.call<Execution & { data: unknown }>('GET', `/rest/executions/${id}`);
		return { ...answer, data: decodeFlatted(String(answer.data)) as ExecutionData };
	}

	/** Waits until the execution has ended in whatever way and returns it. */
	async untilEnded(id: string, timeoutMs = 120_000): Promise<Execution> {
		return await waitUntil(
			`execution ${id} to end`,
			async () => {
				const execution = await this.getExecution(id);
				return ['new', 'running', 'waiting'].includes(execution.status) ? undefined : execution;
			},
			{ timeoutMs },
		);
	}

	/** Presses "Retry" in the executions list, waits for the end, returns the new execution. */
	async retryExecution(id: string, { loadWorkflow = false } = {}): Promise<Execution> {
		const retried = await this.call<{ id: string }>('POST', `/rest/executions/${id}/retry`, {
			loadWorkflow,
		});
		return await this.untilEnded(retried.id);
	}

	/** Presses "Stop". */
	async stopExecution(id: string): Promise<void> {
		await this.call('POST', `/rest/executions/${id}/stop`, {});
	}

	async nodeTypes(): Promise<NodeTypeDescription[]> {
		return await this.call('GET', '/types/nodes.json');
	}

	async credentialTypes(): Promise<NodeTypeDescription[]> {
		return await this.call('GET', '/types/credentials.json');
	}

	/** Fetches a file such as an icon by the path a type description names. */
	async file(path: string): Promise<{ contentType: string; body: string }> {
		const response = await this.fetch('GET', `/${path.replace(/^\//, '')}`);
		return {
			contentType: response.headers.get('content-type') ?? '',
			body: await response.text(),
		};
	}

	/** Any other call. Returns n8n's `data`, or the whole answer where there is none. */
	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await this.fetch(method, path, body);
		const answer = (await response.json()) as T | { data: T };
		const isWrapped = typeof answer === 'object' && answer !== null && 'data' in answer;
		return isWrapped ? answer.data : answer;
	}

	private async fetch(method: string, path: string, body?: unknown): Promise<Response> {
		const response = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				...(body !== undefined && { 'content-type': 'application/json' }),
				...(this.cookie && { cookie: this.cookie }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		if (!response.ok) {
			throw new N8nRestError(`${method} ${path}`, response.status, await response.text());
		}
		const login = response.headers.getSetCookie().find((value) => value.startsWith('n8n-auth='));
		if (login) this.cookie = login.split(';')[0];
		return response;
	}
}
