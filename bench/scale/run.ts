import { runProcesses, type Plan, type Seen } from '../processes';
import { emptyDatabase } from '../register/database';

/** How well processes that share one app key use its quota. */
export interface ScaleResult extends Plan, Seen {
	/** The share of the quota in each of the rounds; the rest is that of the round in the middle. */
	shares: number[];
}

const PLANS: Array<Plan & { rounds?: number }> = [
	// A short campaign, and a longer one. Where in the gateway's window they begin makes a difference.
	{ quotaPerSecond: 40, workers: 1, items: 400, register: false, rounds: 5 },
	{ quotaPerSecond: 100, workers: 1, items: 4_000, register: false, rounds: 3 },
	// Without a register and with one.
	{ quotaPerSecond: 100, workers: 2, items: 4_000, register: false },
	{ quotaPerSecond: 100, workers: 2, items: 6_000, register: true },
	{ quotaPerSecond: 100, workers: 4, items: 4_000, register: false },
	{ quotaPerSecond: 100, workers: 4, items: 6_000, register: true },
	// Five minutes.
	{ quotaPerSecond: 100, workers: 1, items: 29_000, register: false },
];

export async function measureScale(): Promise<ScaleResult[]> {
	const results: ScaleResult[] = [];
	for (const { rounds = 1, ...plan } of PLANS) {
		const runs: Array<Plan & Seen> = [];
		for (let round = 0; round < rounds; round++) {
			if (plan.register) await emptyDatabase();
			const run = await runProcesses(plan);
			const { perHalfSecond: _calls, banSeconds: _bans, ...figures } = run;
			console.log(JSON.stringify(figures));
			runs.push(run);
		}
		runs.sort((a, b) => a.share - b.share);
		results.push({
			...runs[Math.floor(rounds / 2)],
			shares: runs.map(({ share }) => share),
		});
	}
	return results;
}
