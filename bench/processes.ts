import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { spawnGateway } from '../test/gateway';

/** Processes that each run the node in n8n's engine, against one gateway with one quota. */
export interface Plan {
	quotaPerSecond: number;
	workers: number;
	/** Of all processes together. */
	items: number;
	/** Whether they share a register in PostgreSQL, and by it the pace. */
	register: boolean;
	/** 20 unless given. */
	latencyMs?: number;
	/** The node's option; not set unless given. */
	maxConcurrency?: number;
}

/** What the gateway saw of them. */
export interface Seen {
	seconds: number;
	/** Items per second as a share of the quota, from the first execution at the gateway to the last. */
	share: number;
	/** How often the gateway banned the app. */
	bans: number;
	/** Calls that the gateway refused with code 7. */
	refused: number;
	executed: number;
	/** The most requests that were under way at a time. */
	mostInFlight: number;
	/** The most memory that one of the processes held. */
	maxRssMb: number;
	/** For the picture: calls that were executed in each half second, and when bans began and ended. */
	perHalfSecond: number[];
	banSeconds: Array<[number, number]>;
}

export async function runProcesses(plan: Plan): Promise<Plan & Seen> {
	const { workers, items, quotaPerSecond, register, latencyMs = 20, maxConcurrency } = plan;
	const gateway = await spawnGateway({
		latencyMs,
		https: false,
		keepCalls: 0,
		quotas: [{ calls: quotaPerSecond, scope: 'app-api', ban: 1 }],
	});
	try {
		const options = {
			maxThrottleWait: 600,
			...(register ? { register: 'postgres' } : {}),
			...(maxConcurrency === undefined ? {} : { maxConcurrency }),
		};
		const processes = Array.from({ length: workers }, (_, worker) => {
			const parameters = [gateway.url, worker, items / workers, JSON.stringify(options)];
			const child = spawn(
				process.execPath,
				['--import', 'tsx', join(__dirname, 'worker.ts'), ...parameters.map(String)],
				{ stdio: ['pipe', 'pipe', 'inherit'] },
			);
			const lines: string[] = [];
			const reader = createInterface({ input: child.stdout });
			reader.on('line', (line) => lines.push(line));
			return { child, lines, isReady: once(reader, 'line'), hasEnded: once(child, 'exit') };
		});
		await Promise.all(processes.map(async ({ isReady }) => await isReady));
		for (const { child } of processes) child.stdin.end('go\n');
		await Promise.all(processes.map(async ({ hasEnded }) => await hasEnded));
		const memory = processes.map(
			({ lines }) => (JSON.parse(lines.at(-1) ?? '') as { maxRssMb: number }).maxRssMb,
		);
		const stats = await gateway.control.stats();
		const times = (await gateway.control.executed()).map(({ at }) => at);
		const beganAtMs = times.reduce((least, at) => Math.min(least, at), Infinity);
		const endedAtMs = times.reduce((most, at) => Math.max(most, at), 0);
		const seconds = (endedAtMs - beganAtMs) / 1000;
		const perHalfSecond = new Array<number>(Math.floor(seconds * 2) + 1).fill(0);
		for (const at of times) perHalfSecond[Math.floor((at - beganAtMs) / 500)]++;
		return {
			...plan,
			seconds,
			share: items / seconds / quotaPerSecond,
			bans: stats.bans.length,
			refused: stats.refused[7] ?? 0,
			executed: stats.executed,
			mostInFlight: stats.requests.peak,
			maxRssMb: Math.max(...memory),
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
