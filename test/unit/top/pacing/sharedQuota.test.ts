import { Pacer } from '../../../../top/pacing/pacer';
import { FixedWindowQuota } from '../support/fixedWindowQuota';

const START = 1_700_000_000_123;
const CONCURRENCY = 16;
const LATENCY_MS = 20;
/** Runs of one scenario, each with its own chances. */
const RUNS = 5;

beforeEach(() => jest.useFakeTimers({ now: START }));
afterEach(() => jest.useRealTimers());

/** The same numbers for the same seed, so that a run can be repeated. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
		return state / 0x7fffffff;
	};
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Process {
	/** When it begins, in seconds; 0 unless given. */
	from?: number;
	/** How many vouchers it has to send. */
	vouchers: number;
}

interface Simulation {
	processes: Process[];
	quota: FixedWindowQuota;
	seed: number;
	/** Stops after this many seconds, whether all are sent or not. */
	mostSeconds?: number;
}

/**
 * Processes that know nothing of each other, each with its own pacer, send through one quota. Time is
 * simulated, so that a run takes no time and always goes the same way.
 *
 * @returns how many vouchers each process sent, and how long it all took, in seconds
 */
async function simulate(simulation: Simulation): Promise<{ sent: number[]; seconds: number }> {
	const { processes, quota, seed, mostSeconds = Infinity } = simulation;
	const random = seeded(seed);
	const latency = () => LATENCY_MS * (0.5 + random()) * 0.5;
	const sent = processes.map(() => 0);
	let working = processes.length * CONCURRENCY;

	const sendOne = async (pacer: Pacer): Promise<boolean> => {
		const turn = await pacer.turn();
		await sleep(latency());
		const banSeconds = quota.call(Date.now());
		await sleep(latency());
		if (banSeconds > 0) pacer.throttled(turn, banSeconds);
		else pacer.accepted(turn);
		return banSeconds === 0;
	};
	for (const [of, { from = 0, vouchers }] of processes.entries()) {
		const pacer = new Pacer({ now: () => Date.now(), random: seeded(seed * 100 + of) });
		let left = vouchers;
		const work = async () => {
			await sleep(from * 1000);
			while (left-- > 0) {
				while (!(await sendOne(pacer)));
				sent[of]++;
			}
			working--;
		};
		for (let n = 0; n < CONCURRENCY; n++) void work();
	}
	for (let second = 0; working > 0 && second < mostSeconds; second++) {
		await jest.advanceTimersByTimeAsync(1000);
	}
	return { sent, seconds: ((quota.acceptedAtMs.at(-1) ?? START) - START) / 1000 };
}

/** The share of the quota that was used until the last voucher was sent; the mean of several runs. */
async function shareUsed(callsPerSecond: number, processes: Process[]): Promise<number> {
	const shares: number[] = [];
	for (let seed = 1; seed <= RUNS; seed++) {
		jest.setSystemTime(START);
		const quota = new FixedWindowQuota(callsPerSecond, 1);
		const { sent, seconds } = await simulate({ processes, quota, seed });
		expect(sent).toEqual(processes.map(({ vouchers }) => vouchers));
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
		['begin 3 seconds apart', 0.74, [{ vouchers: 1000 }, { from: 3, vouchers: 1000 }]],
		['begin 15 seconds apart', 0.7, [{ vouchers: 1000 }, { from: 15, vouchers: 1000 }]],
		['are unlike, the first done early', 0.75, [{ vouchers: 400 }, { from: 0.3, vouchers: 1600 }]],
		['are unlike, the second done early', 0.75, [{ vouchers: 1600 }, { from: 0.3, vouchers: 400 }]],
		['are four', 0.7, [0, 0.3, 0.6, 0.9].map((from) => ({ from, vouchers: 500 }))],
	] as Array<[string, number, Process[]]>)(
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
		const { sent } = await simulate({ processes, quota, seed: 1, mostSeconds: 60 });
		expect(quota.acceptedAtMs.length / (callsPerSecond * 60)).toBeGreaterThanOrEqual(least);
		expect(Math.min(...sent)).toBeGreaterThan(0);
	});

	it.each([0.1, 0.3, 0.9, 3, 15])('get like shares when they begin %d s apart', async (apart) => {
		const ratios: number[] = [];
		for (let seed = 1; seed <= RUNS; seed++) {
			jest.setSystemTime(START);
			const quota = new FixedWindowQuota(50, 1);
			const { sent } = await simulate({
				processes: endless(0, apart),
				quota,
				seed,
				mostSeconds: 60 + apart,
			});
			const alone = quota.acceptedAtMs.filter((at) => at < START + apart * 1000).length;
			ratios.push(sent[1] / (sent[0] - alone));
		}
		expect(Math.min(...ratios)).toBeGreaterThan(2 / 3);
		expect(Math.max(...ratios)).toBeLessThan(3 / 2);
	});

	it('are banned seldom once their shares are known', async () => {
		const quota = new FixedWindowQuota(50, 1);
		await simulate({ processes: endless(0, 0.3), quota, seed: 1, mostSeconds: 200 });
		const bans = quota.bannedAtMs.filter((at) => at >= START + 20_000).length;
		expect(bans).toBeLessThanOrEqual(180 / 10);
	});

	it('find a quota that was raised, within half a minute', async () => {
		const quota = new FixedWindowQuota(50, 1);
		const raise = async () => {
			await sleep(60_000);
			quota.callsPerSecond = 500;
		};
		void raise();
		await simulate({ processes: endless(0), quota, seed: 1, mostSeconds: 95 });
		const last = quota.acceptedAtMs.filter((at) => at >= START + 90_000).length / 5;
		expect(last).toBeGreaterThan(300);
	});
});
