import { FixedWindowQuota } from '../support/fixedWindowQuota';
import { simulate, START, type SimulatedProcess } from '../support/simulation';

/** Runs of one scenario, each with its own chances. */
const RUNS = 4;

beforeEach(() => jest.useFakeTimers({ now: START }));
afterEach(() => jest.useRealTimers());

/** The share of the quota that was used until the last voucher was sent; the mean of several runs. */
async function shareUsed(callsPerSecond: number, processes: SimulatedProcess[]): Promise<number> {
	const shares: number[] = [];
	for (let seed = 1; seed <= RUNS; seed++) {
		jest.setSystemTime(START);
		const quota = new FixedWindowQuota(callsPerSecond, 1);
		const { sentAtMs, seconds } = await simulate({ processes, quota, seed });
		expect(sentAtMs.map(({ length }) => length)).toEqual(processes.map(({ vouchers }) => vouchers));
		// The quota is learnt, not run against: few calls are spent on refusals.
		expect(quota.refused / quota.acceptedAtMs.length).toBeLessThan(0.05);
		shares.push(quota.acceptedAtMs.length / (callsPerSecond * seconds));
	}
	return shares.reduce((sum, share) => sum + share) / RUNS;
}

const endless = (...from: number[]) => from.map((from) => ({ from, vouchers: Infinity }));

describe('processes that share a quota and do not know of each other', () => {
	// Whoever comes to others that know their shares, or leaves them one, costs some seconds.
	it.each([
		['begin together', 0.8, [{ vouchers: 1000 }, { vouchers: 1000 }]],
		['begin 50 ms apart', 0.8, [{ vouchers: 1000 }, { from: 0.05, vouchers: 1000 }]],
		['begin 100 ms apart', 0.8, [{ vouchers: 1000 }, { from: 0.1, vouchers: 1000 }]],
		['begin 300 ms apart', 0.8, [{ vouchers: 1000 }, { from: 0.3, vouchers: 1000 }]],
		['begin 900 ms apart', 0.8, [{ vouchers: 1000 }, { from: 0.9, vouchers: 1000 }]],
		['begin 3 seconds apart', 0.7, [{ vouchers: 1000 }, { from: 3, vouchers: 1000 }]],
		['begin 15 seconds apart', 0.7, [{ vouchers: 1000 }, { from: 15, vouchers: 1000 }]],
		['are unlike, the first done early', 0.75, [{ vouchers: 400 }, { from: 0.3, vouchers: 1600 }]],
		['are unlike, the second done early', 0.75, [{ vouchers: 1600 }, { from: 0.3, vouchers: 400 }]],
		['are four', 0.7, [0, 0.3, 0.6, 0.9].map((from) => ({ from, vouchers: 500 }))],
	] as Array<[string, number, SimulatedProcess[]]>)(
		'use most of 50 calls a second when they %s',
		async (_name, least, processes) => {
			expect(await shareUsed(50, processes)).toBeGreaterThanOrEqual(least);
		},
	);

	it.each([
		[1, 10, 0.8],
		[2, 10, 0.8],
		// A share of two or three calls in a window is no even flow.
		[4, 10, 0.75],
		[1, 50, 0.8],
		[4, 50, 0.8],
		[2, 200, 0.8],
	])('%i of them use most of %i calls a second', async (count, callsPerSecond, least) => {
		const quota = new FixedWindowQuota(callsPerSecond, 1);
		const processes = endless(...new Array<number>(count).fill(0));
		const { sentAtMs } = await simulate({ processes, quota, seed: 1, mostSeconds: 60 });
		expect(quota.acceptedAtMs.length / (callsPerSecond * 60)).toBeGreaterThanOrEqual(least);
		expect(Math.min(...sentAtMs.map(({ length }) => length))).toBeGreaterThan(0);
	});

	it.each([0.3, 0.9, 3, 15, 40])(
		'make room within fifteen seconds for one that begins %d s later',
		async (later) => {
			const shares: number[] = [];
			for (let seed = 1; seed <= RUNS; seed++) {
				jest.setSystemTime(START);
				const quota = new FixedWindowQuota(50, 1);
				const { sentAtMs } = await simulate({
					processes: endless(0, later),
					quota,
					seed,
					mostSeconds: 25 + later,
				});
				const inTime = sentAtMs[1].filter((ms) => ms >= START + (later + 15) * 1000);
				shares.push(inTime.length / (50 * 10));
			}
			// A quarter at the least, and two fifths in the mean.
			expect(Math.min(...shares)).toBeGreaterThan(0.25);
			expect(shares.reduce((sum, share) => sum + share) / RUNS).toBeGreaterThan(0.4);
		},
	);

	it('are banned seldom once their shares are known', async () => {
		const quota = new FixedWindowQuota(50, 1);
		await simulate({ processes: endless(0, 0.3), quota, seed: 1, mostSeconds: 200 });
		const bans = quota.bannedAtMs.filter((at) => at >= START + 20_000).length;
		expect(bans).toBeLessThanOrEqual(180 / 10);
	});
});
