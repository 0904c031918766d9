import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, fetch } from 'undici';
import { DEFAULT_MAX_CONCURRENCY } from '../../nodes/shared/paceOptions';
import { spawnGateway, type SpawnedGateway } from '../../test/gateway';
import { ensureInstalled } from '../../test/n8n/support/installations';
import { startMain, type Instance } from '../../test/n8n/support/instance';
import { installAsN8nDoes, packPackage } from '../../test/n8n/support/packageInstall';
import { CURRENT } from '../../test/n8n/support/releases';
import { N8nRest } from '../../test/n8n/support/rest';
import { waitUntil } from '../../test/n8n/support/waitUntil';
import { POOL, runContender } from '../client/runContender';
import { REGISTER } from '../register/database';
import { benchWorkflow, SUBJECTS, webhookPath, type Subject } from './workflows';

/** A run may take longer than the five minutes after which a client usually gives up. */
const PATIENT = new Agent({ headersTimeout: 3_600_000, bodyTimeout: 3_600_000 });

/** What the stopwatch saw of one run. */
export interface EngineRun {
	ms: number;
	cpuMs: number;
	/** The longest time the event loop did not turn. */
	longestBlockMs: number;
	baseHeapMb: number;
	peakHeapMb: number;
	heapAfterMb: number;
	peakRssMb: number;
	items: number;
	last?: Record<string, unknown>;
	connections: number;
	peakRequests: number;
	executed: number;
}

/** A real n8n with the packed node and the benchmark workflows in place. */
export interface BenchN8n {
	/** @param concurrency how many requests the node may have under way */
	run(subject: Subject, count: number, concurrency?: number): Promise<EngineRun>;
	/** Requests per second of a bare undici Pool with so many connections to the same gateway. */
	barePool(concurrency: number, requests: number): Promise<number>;
	close(): Promise<void>;
}

export async function openBenchN8n(latencyMs: number, memory = false): Promise<BenchN8n> {
	const folder = mkdtempSync(join(tmpdir(), 'alsc-bench-'));
	const gateway: SpawnedGateway = await spawnGateway({ latencyMs, keepCalls: 0 });
	const caFile = join(folder, 'ca.pem');
	writeFileSync(caFile, gateway.ca);
	const installation = await ensureInstalled(CURRENT);
	const userFolder = join(folder, 'user');
	await installAsN8nDoes(await packPackage(folder), userFolder, installation);
	const instance: Instance = await startMain({
		installation,
		userFolder,
		caFile,
		env: {
			N8N_CUSTOM_EXTENSIONS: join(__dirname, 'extension'),
			NODE_FUNCTION_ALLOW_BUILTIN: 'crypto',
			EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
			...(process.env.BENCH_PROFILE ? { BENCH_PROFILE: process.env.BENCH_PROFILE } : {}),
			N8N_RUNNERS_TASK_TIMEOUT: '3600',
			N8N_RUNNERS_MAX_PAYLOAD: String(1 << 30),
			NODE_OPTIONS: `--max-old-space-size=8192${memory ? ' --expose-gc' : ''}`,
		},
	});
	const rest = new N8nRest(instance.url);
	await rest.setUpOwner();
	const credential = await rest.createCredential('Bench', 'alibabaAlscApi', {
		appKey: '12345678',
		appSecret: 'helloworld',
		environment: 'custom',
		gatewayUrl: gateway.httpsUrl ?? gateway.url,
		signMethod: 'hmac-sha256',
		sessionToken: '',
	});
	const register = await rest.createCredential('Bench', 'alibabaAlscRegister', { ...REGISTER });
	const credentials = { api: credential.id, register: register.id };
	for (const subject of SUBJECTS) {
		const saved = await rest.createWorkflow(
			benchWorkflow(subject, gateway.httpsUrl ?? gateway.url, credentials),
		);
		await rest.activateWorkflow(saved);
	}
	let runs = 0;
	return {
		run: async (subject, count, concurrency = DEFAULT_MAX_CONCURRENCY) => {
			await untilReady(instance.url);
			await gateway.control.reset();
			const before = (await gateway.control.stats()).connections.opened;
			const url = `${instance.url}/webhook/${webhookPath(subject)}?count=${count}&prefix=r${++runs}c&concurrency=${concurrency}`;
			const response = await fetch(url, { dispatcher: PATIENT });
			const result = (await response.json()) as EngineRun;
			const stats = await gateway.control.stats();
			if (result.items !== count) {
				throw new Error(
					`${subject}: ${JSON.stringify(result).slice(0, 500)}\n${instance.log().slice(-2000)}`,
				);
			}
			return {
				...result,
				connections: stats.connections.opened - before,
				peakRequests: stats.requests.peak,
				executed: stats.executed,
			};
		},
		barePool: async (concurrency, requests) => {
			await gateway.control.reset();
			const at = { url: gateway.httpsUrl ?? gateway.url, caFile };
			return (await runContender(POOL, at, concurrency, requests)).requestsPerSecond;
		},
		close: async () => {
			await instance.stop();
			await gateway.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** A run that held n8n's event loop for long leaves it thinking that its database is away. */
async function untilReady(url: string): Promise<void> {
	await waitUntil('n8n to be ready', async () => (await fetch(`${url}/healthz/readiness`)).ok);
}
