import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { spawnGateway } from '../../test/gateway';
import { emptyDatabase } from '../register/database';

/** How well worker processes that share one app key use its quota. */
export interface ScaleResult {
	workers: number;
	/** Whether they share a register in PostgreSQL, and by it the pace. */
	register: boolean;
	quotaPerSecond: number;
	items: number;
	seconds: number;
	/** Items per second as a share of the quota, from the first execution at the gateway to the last. */
	share: number;
	/** How often the gateway banned the app. */
	bans: number;
	/** Calls that the gateway refused with code 7. */
	refused: number;
	executed: number;
	/** For the picture: calls that were executed in each half second, and when bans began and ended. */
	perHalfSecond: number[];
	banSeconds: Array<[number, number]>;
}

export interface Plan {
	quotaPerSecond: number;
	workers: number;
	items: number;
	register: boolean;
}

const PLANS: Plan[] = [
	// A short campaign, a longer one, and five minutes.
	{ quotaPerSecond: 40, workers: 1, items: 400, register: false },
	{ quotaPerSecond: 100, workers: 1, items: 4_000, register: false },
	// A minute, without and with a register.
	{ quotaPerSecond: 100, workers: 2, items: 6_000, register: true },
	{ quotaPerSecond: 100, workers: 4, items: 6_000, register: true },
	{ quotaPerSecond: 100, workers: 2, items: 6_000, register: false },
	{ quotaPerSecond: 100, workers: 4, items: 6_000, register: false },
	{ quotaPerSecond: 100, workers: 1, items: 30_000, register: false },
];

/** Each worker is a process that runs the node in n8n's engine. */
export async function measureScale(): Promise<ScaleResult[]> {
	const results: ScaleResult[] = [];
	for (const plan of PLANS) {
		if (plan.register) await emptyDatabase();
		const result = await measureOne(plan);
		const { perHalfSecond: _calls, banSeconds: _bans, ...figures } = result;
		console.log(JSON.stringify(figures));
		results.push(result);
	}
	return results;
}

async function measureOne(plan: Plan): Promise<ScaleResult> {
	const { workers, items, quotaPerSecond, register } = plan;
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
					register ? 'register' : 'alone',
				],
				{ stdio: ['pipe', 'pipe', 'inherit'] },
			),
		);
		await Promise.all(processes.map(async ({ stdout }) => await once(stdout, 'data')));
		for (const { stdin } of processes) stdin.end('go\n');
		await Promise.all(processes.map(async (worker) => await once(worker, 'exit')));
		const stats = await gateway.control.stats();
		const times = (await gateway.control.executed()).map(({ at }) => at);
		const beganAtMs = Math.min(...times);
		const seconds = (Math.max(...times) - beganAtMs) / 1000;
		const perHalfSecond = new Array<number>(Math.floor(seconds * 2) + 1).fill(0);
		for (const at of times) perHalfSecond[Math.floor((at - beganAtMs) / 500)]++;
		return {
			...plan,
			seconds,
			share: items / seconds / quotaPerSecond,
			bans: stats.bans.length,
			refused: stats.refused[7] ?? 0,
			executed: stats.executed,
			perHalfSecond,
			banSeconds: stats.bans.map(({ from, until }) => [
				(from - beganAtMs) / 1000,
				(until - beganAtMs) / 1000,
			]),
		};
	} finally {
		await gateway.close();
	}
}
