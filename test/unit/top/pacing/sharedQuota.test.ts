import { Pacer } from '../../../../top/pacing/pacer';
import { FixedWindowQuota } from '../support/fixedWindowQuota';

const START = 1_700_000_000_123;
const CONCURRENCY = 16;
const LATENCY_MS = 20;

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

interface Simulation {
	processes: number;
	quota: FixedWindowQuota;
	/** How many vouchers each process has to send. */
	vouchers: number;
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
	const { processes, quota, vouchers, seed, mostSeconds = Infinity } = simulation;
	const random = seeded(seed);
	const latency = () => LATENCY_MS * (0.5 + random()) * 0.5;
	const sent = new Array<number>(processes).fill(0);
	let working = processes * CONCURRENCY;

	const sendOne = async (pacer: Pacer): Promise<boolean> => {
		const turn = await pacer.turn();
		await sleep(latency());
		const banSeconds = quota.call(Date.now());
		await sleep(latency());
		if (banSeconds > 0) pacer.throttled(turn, banSeconds);
		else pacer.accepted(turn);
		return banSeconds === 0;
	};
	const work = async (of: number, pacer: Pacer, left: { vouchers: number }) => {
		while (left.vouchers-- > 0) {
			while (!(await sendOne(pacer)));
			sent[of]++;
		}
		working--;
	};
	for (let of = 0; of < processes; of++) {
		const pacer = new Pacer({ now: () => Date.now(), random: seeded(seed * 100 + of) });
		const left = { vouchers };
		for (let n = 0; n < CONCURRENCY; n++) void work(of, pacer, left);
	}
	for (let second = 0; working > 0 && second < mostSeconds; second++) {
		await jest.advanceTimersByTimeAsync(1000);
	}
	return { sent, seconds: ((quota.acceptedAtMs.at(-1) ?? START) - START) / 1000 };
}

describe('processes that share a quota and do not know of each other', () => {
	it.each([1, 2, 3, 4, 5])(
		'two of them send 2,000 vouchers with 80 %% of 50 calls a second (seed %i)',
		async (seed) => {
			const quota = new FixedWindowQuota(50, 1);
			const { sent, seconds } = await simulate({ processes: 2, quota, vouchers: 1000, seed });
			expect(sent).toEqual([1000, 1000]);
			expect(2000 / (50 * seconds)).toBeGreaterThanOrEqual(0.8);
			// The quota is learnt, not run against: few calls are spent on refusals.
			expect(quota.refused / 2000).toBeLessThan(0.05);
		},
	);

	it.each([
		[1, 10],
		[2, 10],
		[4, 10],
		[1, 50],
		[4, 50],
		[2, 200],
	])('%i of them use 80 %% of %i calls a second', async (processes, callsPerSecond) => {
		const quota = new FixedWindowQuota(callsPerSecond, 1);
		const endless = { vouchers: Infinity, mostSeconds: 60 };
		const { sent } = await simulate({ processes, quota, seed: 1, ...endless });
		expect(quota.acceptedAtMs.length / (callsPerSecond * 60)).toBeGreaterThanOrEqual(0.8);
		expect(Math.min(...sent)).toBeGreaterThan(0);
	});
});
