import { median } from '../statistics';
import { openBenchN8n, type EngineRun } from './n8n';
import type { Subject } from './workflows';

/** One subject at one number of items, medians over the rounds. */
export interface EngineResult {
	subject: Subject;
	items: number;
	rounds: number;
	ms: number;
	cpuMs: number;
	longestBlockMs: number;
	/** Growth of the heap from before the run to its highest point. */
	peakHeapGrowthMb: number;
	connections: number;
	peakRequests: number;
}

export interface EngineResults {
	latencyMs: number;
	/** Items per second the network allows at the default concurrency and this latency: 16 / latency. */
	networkItemsPerSecond: number;
	results: EngineResult[];
}

const LATENCY_MS = 20;
const CONCURRENCY = 16;

/** Everything at this number of items; the slow baseline only where it ends within minutes. */
const PLAN: Array<{ items: number; rounds: number; subjects: Subject[] }> = [
	{
		items: 1_000,
		rounds: 3,
		subjects: ['set node', 'voucher node', 'voucher node, engine', 'code and http request'],
	},
	{
		items: 10_000,
		rounds: 3,
		subjects: ['set node', 'voucher node', 'voucher node, engine'],
	},
	{ items: 10_000, rounds: 1, subjects: ['code and http request'] },
	{ items: 100_000, rounds: 1, subjects: ['set node', 'voucher node', 'voucher node, engine'] },
];

/** Runs the benchmark workflows in a real n8n, turn by turn. */
export async function measureEngine(mostItems: number): Promise<EngineResults> {
	const n8n = await openBenchN8n(LATENCY_MS, true);
	try {
		// The first runs compile and warm up; nothing of them is kept.
		await n8n.run('set node', 500);
		await n8n.run('voucher node', 500);
		await n8n.run('voucher node, engine', 500);
		const results: EngineResult[] = [];
		for (const { items, rounds, subjects } of PLAN) {
			if (items > mostItems) continue;
			const measured = new Map<Subject, EngineRun[]>(subjects.map((subject) => [subject, []]));
			for (let round = 0; round < rounds; round++) {
				for (const subject of subjects) measured.get(subject)?.push(await n8n.run(subject, items));
			}
			for (const [subject, runs] of measured) {
				const of = (read: (run: EngineRun) => number) => median(runs.map(read));
				const result: EngineResult = {
					subject,
					items,
					rounds,
					ms: of((run) => run.ms),
					cpuMs: of((run) => run.cpuMs),
					longestBlockMs: of((run) => run.longestBlockMs),
					peakHeapGrowthMb: of((run) => run.peakHeapMb - run.baseHeapMb),
					connections: of((run) => run.connections),
					peakRequests: of((run) => run.peakRequests),
				};
				console.log(JSON.stringify(result));
				results.push(result);
			}
		}
		return {
			latencyMs: LATENCY_MS,
			networkItemsPerSecond: (CONCURRENCY * 1000) / LATENCY_MS,
			results,
		};
	} finally {
		await n8n.close();
	}
}
