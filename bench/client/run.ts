import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { median } from '../statistics';
import { POOL, runContender, type Measured } from './runContender';

/** What one contender did under one load, medians over the rounds. */
export interface ClientResult {
	contender: string;
	latencyMs: number;
	concurrency: number;
	requestsPerSecond: number;
	cpuMsPerRequest: number;
	connections: number;
	/** Requests per second as a share of the bare Pool's in the same round, median over the rounds. */
	shareOfPool: number;
}

const RUNNER = ['--import', 'tsx'];
/** In the order they take their turns; the Pool goes first in every round. */
const NAMES = [
	POOL,
	'undici Pool that signs',
	'this package',
	'topsdk',
	"n8n's httpRequest helper",
	'global fetch',
];
const SLOW = new Set(["n8n's httpRequest helper"]);

const LOADS = [
	{ latencyMs: 0, concurrency: 1, requests: 2_000 },
	{ latencyMs: 0, concurrency: 16, requests: 8_000 },
	{ latencyMs: 0, concurrency: 64, requests: 8_000 },
	{ latencyMs: 20, concurrency: 1, requests: 100 },
	{ latencyMs: 20, concurrency: 16, requests: 2_000 },
	{ latencyMs: 20, concurrency: 64, requests: 6_000 },
];

/** Measures every contender under every load, `rounds` times, each in a process of its own. */
export async function measureClients(rounds: number): Promise<ClientResult[]> {
	const results: ClientResult[] = [];
	for (const load of LOADS) {
		const measured = new Map<string, Measured[]>();
		for (let round = 0; round < rounds; round++) {
			for (const name of NAMES) {
				const requests = SLOW.has(name) ? Math.ceil(load.requests / 8) : load.requests;
				const result = await measureOne(name, load.latencyMs, load.concurrency, requests);
				measured.set(name, [...(measured.get(name) ?? []), result]);
			}
		}
		const pool = measured.get(POOL) ?? [];
		for (const [contender, runs] of measured) {
			const result: ClientResult = {
				contender,
				latencyMs: load.latencyMs,
				concurrency: load.concurrency,
				requestsPerSecond: median(runs.map((one) => one.requestsPerSecond)),
				cpuMsPerRequest: median(runs.map((one) => one.cpuMsPerRequest)),
				connections: median(runs.map((one) => one.connections)),
				shareOfPool: median(
					runs.map((one, round) => one.requestsPerSecond / pool[round].requestsPerSecond),
				),
			};
			console.log(JSON.stringify(result));
			results.push(result);
		}
	}
	return results;
}

async function measureOne(
	name: string,
	latencyMs: number,
	concurrency: number,
	requests: number,
): Promise<Measured> {
	const folder = mkdtempSync(join(tmpdir(), 'alsc-bench-'));
	const server = spawn(
		process.execPath,
		[...RUNNER, join(__dirname, 'server.ts'), String(latencyMs)],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	try {
		const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
		const { url, ca } = JSON.parse(line) as { url: string; ca: string };
		const caFile = join(folder, 'ca.pem');
		writeFileSync(caFile, ca);
		return await runContender(name, { url, caFile }, concurrency, requests);
	} finally {
		server.kill();
		rmSync(folder, { recursive: true, force: true });
	}
}
