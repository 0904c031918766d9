import { parse, stringify } from 'flatted';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	IRun,
	IRunExecutionData,
} from 'n8n-workflow';
import { startGateway, type Gateway, type GatewayOptions } from '../../gateway';
import {
	dataForRetry,
	startExecution,
	useProcessedData,
	type ExecutionOptions,
	type RunningExecution,
	type WorkflowDefinition,
} from './engine';
import { loadPackage, REPOSITORY, type LoadedPackage } from './package';
import { FileProcessedData } from './processedData';
import { scaled } from './timeScale';

type Timings = typeof import('../../../nodes/AlibabaAlscVoucherSend/delivery/timings').timings;

/** The built package, a gateway and n8n's engine, ready for tests. */
export interface TestBench {
	gateway: Gateway;
	credentials: ICredentialDataDecryptedObject;
	/** The credential of a register in PostgreSQL, if there is one. */
	register?: ICredentialDataDecryptedObject;
	processedData: FileProcessedData;
	/** The waits of the built package, to be shortened. */
	timings: Timings;
	registerTimings: RegisterTimings;
	progressTimings: ProgressTimings;
	start(
		workflow: WorkflowDefinition,
		items: IDataObject[],
		options?: Partial<ExecutionOptions>,
	): RunningExecution;
	run(
		workflow: WorkflowDefinition,
		items: IDataObject[],
		options?: Partial<ExecutionOptions>,
	): Promise<IRun>;
	/** Presses Retry on a failed execution. */
	retry(
		workflow: WorkflowDefinition,
		failed: IRun,
		options?: Partial<ExecutionOptions>,
	): Promise<IRun>;
	/** Goes on with an execution that waits, from what n8n has stored of it. */
	resume(
		workflow: WorkflowDefinition,
		waiting: IRun,
		options: Partial<ExecutionOptions> & { executionId: string },
	): Promise<IRun>;
	/** Forgets what only the memory of an n8n process holds, as if another one ran what comes next. */
	forgetProcess(): void;
	/** As if the package had just been loaded: no bans, no memory of sends; an untouched gateway. */
	reset(): void;
	close(): Promise<void>;
}

type RegisterTimings =
	typeof import('../../../nodes/shared/registerDatabase/timings').registerTimings;

type ProgressTimings = typeof import('../../../nodes/shared/progress').progressTimings;

const REGISTER = 'nodes/AlibabaAlscVoucherSend/memory/register';
const DELIVERY = 'nodes/AlibabaAlscVoucherSend/delivery';

const FAST: Timings = {
	backoffBaseMs: 2,
	backoffMostMs: 10,
	executableForMs: scaled(60_000),
	showsAfterMs: scaled(7_000),
	earlyLooksMs: [1_000, 4_000, 12_000, 30_000].map(scaled),
	// Beside the seconds of the platform's clock and the slots of the store, which no test shortens.
	unwatchedMs: 60_000,
	clockMarginMs: 2_000,
	cutAfterMs: scaled(2_000),
};

const FAST_REGISTER = {
	patienceMs: 200,
	firstPauseMs: 5,
	mostPauseMs: 20,
	gatherMs: 5,
	lookAgainMs: 5,
	mostLookAgainMs: 50,
};

export async function openTestBench(gatewayOptions: GatewayOptions = {}): Promise<TestBench> {
	const loaded: LoadedPackage = await loadPackage();
	const gateway = await startGateway({ https: false, ...gatewayOptions });
	const folder = mkdtempSync(join(tmpdir(), 'alsc-test-'));
	const processedData = new FileProcessedData(join(folder, 'processed.json'));
	await useProcessedData(processedData);
	const { timings } = builtModule<{ timings: Timings }>(`${DELIVERY}/timings`);
	Object.assign(timings, FAST);
	const { registerTimings } = builtModule<{ registerTimings: RegisterTimings }>(
		'nodes/shared/registerDatabase/timings',
	);
	const { progressTimings } = builtModule<{ progressTimings: ProgressTimings }>(
		'nodes/shared/progress',
	);
	const slowProgress = { ...progressTimings };
	const slowRegister = { ...registerTimings };
	Object.assign(registerTimings, FAST_REGISTER);
	const credentials = {
		appKey: '12345678',
		appSecret: 'helloworld',
		environment: 'custom',
		gatewayUrl: gateway.url,
		signMethod: 'hmac-sha256',
		sessionToken: '',
	};
	const optionsFor = (
		items: IDataObject[],
		options: Partial<ExecutionOptions>,
	): ExecutionOptions => ({
		pinned: { Start: asItems(items) },
		credentials,
		register: bench.register,
		...options,
	});
	const forgetProcess = () => {
		builtModule<{ forgetPacers: () => void }>('top/pacing/registry').forgetPacers();
		builtModule<{ forgetAllRequests: () => void }>(
			`${DELIVERY}/lookUp/voucherHistory`,
		).forgetAllRequests();
		builtModule<{ forgetMarkLists: () => void }>(`${REGISTER}/n8nStore/markList`).forgetMarkLists();
	};
	const bench: TestBench = {
		gateway,
		credentials,
		processedData,
		timings,
		registerTimings,
		progressTimings,
		start: (workflow, items, options = {}) =>
			startExecution(loaded, workflow, optionsFor(items, options)),
		run: async (workflow, items, options = {}) =>
			await startExecution(loaded, workflow, optionsFor(items, options)).finished,
		retry: async (workflow, failed, options = {}) =>
			await startExecution(loaded, workflow, {
				...optionsFor([], options),
				retryOf: dataForRetry(failed.data),
			}).finished,
		resume: async (workflow, waiting, options) =>
			await startExecution(loaded, workflow, {
				...optionsFor([], options),
				resumed: parse(stringify(waiting.data)) as IRunExecutionData,
			}).finished,
		forgetProcess,
		reset: () => {
			gateway.reset();
			forgetProcess();
			Object.assign(timings, FAST);
			Object.assign(progressTimings, slowProgress);
			Object.assign(registerTimings, slowRegister, FAST_REGISTER);
			rmSync(join(folder, 'processed.json'), { force: true });
		},
		close: async () => {
			await builtModule<{ closeDispatchers: () => Promise<void> }>(
				'top/transport/dispatchers',
			).closeDispatchers();
			await gateway.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
	return bench;
}

export function asItems(items: IDataObject[]): INodeExecutionData[] {
	return items.map((json) => ({ json }));
}

/** Customers c1, c2, … */
export function customers(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, at) => ({ customer: `c${at + 1}` }));
}

/** A module of the built package, the same instance that n8n's loader gets. */
export function builtModule<T>(path: string): T {
	return require(join(REPOSITORY, 'dist', path)) as T;
}
