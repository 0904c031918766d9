import { median } from '../statistics';
import { DEFAULT_MAX_CONCURRENCY } from '../../nodes/shared/paceOptions';
import { openBenchN8n, type BenchN8n, type EngineRun } from './n8n';
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
	concurrency: number;
	results: EngineResult[];
	/** The node alone with several limits on what is under way, the default among them. */
	concurrencies: ConcurrencyResult[];
}

export interface ConcurrencyResult {
	concurrency: number;
	items: number;
	ms: number;
	/** Requests per second of a bare Pool at this concurrency, to the same gateway. */
	poolPerSecond: number;
}

const LATENCY_MS = 20;
const ROUNDS = 3;
const CONCURRENCIES = [8, 16, DEFAULT_MAX_CONCURRENCY, 64];
const CONCURRENCY_ITEMS = 5_000;

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
		const concurrencies: ConcurrencyResult[] = [];
		for (const concurrency of CONCURRENCIES) {
			const runs: number[] = [];
			for (let round = 0; round < ROUNDS; round++) {
				runs.push((await n8n.run('voucher node', CONCURRENCY_ITEMS, concurrency)).ms);
			}
			const result: ConcurrencyResult = {
				concurrency,
				items: CONCURRENCY_ITEMS,
				ms: median(runs),
				poolPerSecond: await barePool(n8n, concurrency),
			};
			console.log(JSON.stringify(result));
			concurrencies.push(result);
		}
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
			concurrency: DEFAULT_MAX_CONCURRENCY,
			results,
			concurrencies,
		};
	} finally {
		await n8n.close();
	}
}

async function barePool(n8n: BenchN8n, concurrency: number): Promise<number> {
	const rounds: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		rounds.push(await n8n.barePool(concurrency, CONCURRENCY_ITEMS));
	}
	return median(rounds);
}
