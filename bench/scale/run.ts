import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { spawnGateway } from '../../test/gateway';

/** How well several worker processes that share one app key use its quota. */
export interface ScaleResult {
	workers: number;
	quotaPerSecond: number;
	items: number;
	seconds: number;
	/** Items per second as a share of the quota. */
	share: number;
	/** Calls that the gateway refused with code 7. */
	refused: number;
	executed: number;
}

const QUOTAS = [50, 200];
const WORKERS = [1, 2, 4];
const SECONDS_AT_QUOTA = 40;

/** Each worker is a process that runs the node in n8n's engine; none knows of the others. */
export async function measureScale(): Promise<ScaleResult[]> {
	const results: ScaleResult[] = [];
	for (const quotaPerSecond of QUOTAS) {
		for (const workers of WORKERS) {
			const result = await measureOne(workers, quotaPerSecond);
			console.log(JSON.stringify(result));
			results.push(result);
		}
	}
	return results;
}

async function measureOne(workers: number, quotaPerSecond: number): Promise<ScaleResult> {
	const items = quotaPerSecond * SECONDS_AT_QUOTA;
	const gateway = await spawnGateway({
		latencyMs: 20,
		https: false,
		quotas: [{ calls: quotaPerSecond, scope: 'app-api', ban: 1 }],
	});
	try {
		const processes = Array.from({ length: workers }, (_, worker) =>
			spawn(
				process.execPath,
				[
					'--import',
					'tsx',
					join(__dirname, 'worker.ts'),
					gateway.url,
					String(worker),
					String(items / workers),
				],
				{ stdio: ['pipe', 'pipe', 'inherit'] },
			),
		);
		await Promise.all(processes.map(async ({ stdout }) => await once(stdout, 'data')));
		const startMs = performance.now();
		for (const { stdin } of processes) stdin.end('go\n');
		await Promise.all(processes.map(async (worker) => await once(worker, 'exit')));
		const seconds = (performance.now() - startMs) / 1000;
		const stats = await gateway.control.stats();
		return {
			workers,
			quotaPerSecond,
			items,
			seconds,
			share: items / seconds / quotaPerSecond,
			refused: stats.refused[7] ?? 0,
			executed: stats.executed,
		};
	} finally {
		await gateway.close();
	}
}
