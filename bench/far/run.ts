import { runProcesses, type Plan, type Seen } from '../processes';

/** One run against a gateway that is far away. */
export type FarResult = Plan & Seen;

const LATENCY_MS = 150;
/** More than 32 in flight can use at this latency, which is 213 a second. */
const QUOTA_PER_SECOND = 600;
/** The default over a long list; the fixed numbers, to compare, over a shorter one. */
const PLANS = [
	{ maxConcurrency: 32, items: 20_000 },
	{ maxConcurrency: undefined, items: 100_000 },
	{ maxConcurrency: 128, items: 20_000 },
];

/** The node with its default, and with fixed numbers of requests in flight. */
export async function measureFar(): Promise<FarResult[]> {
	const results: FarResult[] = [];
	for (const { maxConcurrency, items } of PLANS) {
		const result = await runProcesses({
			quotaPerSecond: QUOTA_PER_SECOND,
			workers: 1,
			items,
			register: false,
			latencyMs: LATENCY_MS,
			maxConcurrency,
		});
		const { perHalfSecond: _calls, banSeconds: _bans, ...figures } = result;
		console.log(JSON.stringify(figures));
		results.push(result);
	}
	return results;
}
