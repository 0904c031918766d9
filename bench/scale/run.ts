import { runProcesses, type Plan, type Seen } from '../processes';
import { emptyDatabase } from '../register/database';

/** How well processes that share one app key use its quota. */
export type ScaleResult = Plan & Seen;

const PLANS: Plan[] = [
	// A short campaign, and a longer one.
	{ quotaPerSecond: 40, workers: 1, items: 400, register: false },
	{ quotaPerSecond: 100, workers: 1, items: 4_000, register: false },
	// Without a register and with one.
	{ quotaPerSecond: 100, workers: 2, items: 4_000, register: false },
	{ quotaPerSecond: 100, workers: 2, items: 4_000, register: true },
	{ quotaPerSecond: 100, workers: 4, items: 4_000, register: false },
	{ quotaPerSecond: 100, workers: 4, items: 4_000, register: true },
	// Five minutes.
	{ quotaPerSecond: 100, workers: 1, items: 29_000, register: false },
];

export async function measureScale(): Promise<ScaleResult[]> {
	const results: ScaleResult[] = [];
	for (const plan of PLANS) {
		if (plan.register) await emptyDatabase();
		const result = await runProcesses(plan);
		const { perHalfSecond: _calls, banSeconds: _bans, ...figures } = result;
		console.log(JSON.stringify(figures));
		results.push(result);
	}
	return results;
}
