import { Pacer } from '../../../../top/pacing/pacer';
import { FixedWindowQuota } from '../support/fixedWindowQuota';
import {
	KIND,
	seeded,
	simulate,
	sleep,
	START,
	type Network,
	type Simulation,
} from '../support/simulation';

beforeEach(() => jest.useFakeTimers({ now: START }));
afterEach(() => jest.useRealTimers());

const COLD: Network = { latencyMs: [22, 26], coldMs: 8, mostBusyMs: 30 };
const FAR: Network = { latencyMs: [120, 180], coldMs: 5, mostBusyMs: 30 };
const WILD: Network = { latencyMs: [20, 300], coldMs: 5, mostBusyMs: 30 };

/** One process with the node's default of 32 requests in flight. */
async function alone(
	quota: FixedWindowQuota,
	vouchers: number,
	rest: Partial<Simulation> = {},
): Promise<{ sentAtMs: number[]; seconds: number }> {
	const { sentAtMs, seconds } = await simulate({
		processes: [{ vouchers }],
		quota,
		seed: 1,
		concurrency: 32,
		...rest,
	});
	return { sentAtMs: sentAtMs[0], seconds };
}

const between = (times: number[], from: number, to: number) =>
	times.filter((ms) => ms >= START + from * 1000 && ms < START + to * 1000).length;

function newPacer(): Pacer {
	return new Pacer({ now: () => Date.now(), random: seeded(1) });
}

describe('a quota of calls per second, alone', () => {
	it.each([
		['a kind network', KIND, 400, 40, 0.9],
		['a kind network', KIND, 4_000, 100, 0.95],
		['a process that starts cold', COLD, 400, 40, 0.9],
		['a process that starts cold', COLD, 4_000, 100, 0.94],
		['answers that take 120 to 180 ms', FAR, 400, 40, 0.85],
		['answers that take 120 to 180 ms', FAR, 4_000, 100, 0.88],
		['answers that take 20 to 300 ms', WILD, 400, 40, 0.83],
		['answers that take 20 to 300 ms', WILD, 4_000, 100, 0.85],
	])('%s: %i items at %i a second use enough', async (_name, network, items, calls, least) => {
		const shares: number[] = [];
		const runs = items === 400 ? 8 : 4;
		for (let seed = 1; seed <= runs; seed++) {
			// Windows are those of the clock, so a run begins anywhere in one.
			jest.setSystemTime(START + (seed * 1000) / runs);
			const quota = new FixedWindowQuota(calls, 1);
			const { seconds } = await alone(quota, items, { seed, network });
			shares.push(items / (calls * seconds));
		}
		expect(shares.reduce((sum, share) => sum + share) / shares.length).toBeGreaterThan(least);
	});

	it.each([
		['starts cold', COLD, 400, 40, 0.85],
		['starts cold', COLD, 4_000, 100, 0.9],
	])(
		'a burst that falls into two windows costs one ban: a process that %s',
		async (_name, network, items, calls, least) => {
			for (const beforeMs of [30, 60, 90, 120]) {
				jest.setSystemTime(Math.ceil(START / 1000) * 1000 - beforeMs);
				const quota = new FixedWindowQuota(calls, 1);
				const { seconds } = await alone(quota, items, { network });
				expect(items / (calls * seconds)).toBeGreaterThan(least);
				const early = quota.bannedAtMs.filter((ms) => ms < START + 10_000);
				expect(early.length).toBeLessThanOrEqual(2);
			}
		},
	);

	it.each([40, 100])('of %i is used to 95 %% in five minutes', async (calls) => {
		const quota = new FixedWindowQuota(calls, 1);
		await alone(quota, Infinity, { mostSeconds: 300 });
		expect(quota.acceptedAtMs.length / (calls * 300)).toBeGreaterThanOrEqual(0.95);
		expect(quota.bannedAtMs.length).toBeLessThanOrEqual(7);
	});

	it('is probed more rarely the longer it has held', async () => {
		const quota = new FixedWindowQuota(100, 1);
		await alone(quota, Infinity, { mostSeconds: 300 });
		const apart = quota.bannedAtMs.slice(1).map((ms, n) => ms - quota.bannedAtMs[n]);
		expect(apart.at(-1)).toBeGreaterThan(1.5 * apart[0]);
		expect(Math.max(...apart)).toBeLessThan(110_000);
	});

	it.each([
		[50, 500],
		[100, 120],
		[100, 2_000],
	])('raised from %i to %i is found within two minutes', async (before, after) => {
		const quota = new FixedWindowQuota(before, 1);
		const raise = async () => {
			await sleep(150_000);
			quota.callsPerWindow = after;
		};
		void raise();
		await alone(quota, Infinity, { mostSeconds: 280 });
		const used = between(quota.acceptedAtMs, 270, 280) / 10;
		// 32 requests in flight of 20 ms each are 1,600 a second.
		expect(used).toBeGreaterThan(0.85 * Math.min(after, 1_600));
	});

	it('that became smaller is kept within seconds', async () => {
		const quota = new FixedWindowQuota(100, 1);
		const lower = async () => {
			await sleep(30_000);
			quota.callsPerWindow = 50;
		};
		void lower();
		await alone(quota, Infinity, { mostSeconds: 75 });
		expect(between(quota.acceptedAtMs, 50, 75) / (25 * 50)).toBeGreaterThan(0.8);
	});

	it('is known to the campaign that begins where another ended', async () => {
		const quota = new FixedWindowQuota(100, 1);
		const pacer = newPacer();
		const campaign = { processes: [{ vouchers: 500, pacer }], quota, seed: 1, concurrency: 32 };
		await simulate(campaign);
		const bans = quota.bannedAtMs.length;
		await jest.advanceTimersByTimeAsync(600_000);
		const beganAtMs = Date.now();

		await simulate(campaign);

		expect(quota.bannedAtMs).toHaveLength(bans);
		const seconds = ((quota.acceptedAtMs.at(-1) ?? 0) - beganAtMs) / 1000;
		expect(500 / (100 * seconds)).toBeGreaterThan(0.95);
	});
});

describe('a quota of calls per minute', () => {
	it.each([
		['for the rest of the minute', 'rest-of-window'],
		['for 20 seconds', 20],
		['for a minute', 60],
	] as const)('is used evenly once it has banned %s', async (_name, ban) => {
		const quota = new FixedWindowQuota(600, ban, 60_000);
		await alone(quota, Infinity, { mostSeconds: 900 });
		expect(quota.acceptedAtMs.length / (600 * 15)).toBeGreaterThan(0.75);
		expect(quota.bannedAtMs.length).toBeLessThanOrEqual(6);
	});
});

describe('a quota of the day', () => {
	it('teaches nothing about the pace of the next day', async () => {
		const pacer = newPacer();
		pacer.throttled(await pacer.turn(), 31_062);
		await jest.advanceTimersByTimeAsync(31_063_000);
		const turns: number[] = [];
		for (let n = 0; n < 100; n++) void pacer.turn().then(({ givenAtMs }) => turns.push(givenAtMs));
		await jest.advanceTimersByTimeAsync(0);
		expect(turns).toHaveLength(100);
	});
});

describe("a webhook's single voucher", () => {
	let underWay = true;
	beforeEach(() => (underWay = true));
	afterEach(() => (underWay = false));

	/** A campaign at 100 a second, under way for 20 seconds. */
	async function campaign() {
		const quota = new FixedWindowQuota(100, 1);
		const pacer = newPacer();
		const run = {};
		const send = async () => {
			while (underWay) {
				const turn = await pacer.turn({ run });
				await sleep(20);
				const banSeconds = quota.call(Date.now());
				if (banSeconds > 0) pacer.throttled(turn, banSeconds);
				else pacer.accepted(turn);
			}
		};
		for (let n = 0; n < 32; n++) void send();
		await jest.advanceTimersByTimeAsync(15_000);
		return { quota, pacer };
	}

	it('leaves at once, beside a campaign that is paced', async () => {
		const { quota, pacer } = await campaign();
		const bans = quota.bannedAtMs.length;
		for (let n = 0; n < 10; n++) {
			const askedAtMs = Date.now();
			expect((await pacer.turn({ run: {} })).givenAtMs).toBe(askedAtMs);
			quota.call(Date.now());
			await jest.advanceTimersByTimeAsync(537);
		}
		expect(quota.bannedAtMs).toHaveLength(bans);
	});

	it('keeps to the pace when hundreds come at once', async () => {
		const { pacer } = await campaign();
		const given: number[] = [];
		for (let n = 0; n < 400; n++) {
			void pacer.turn({ run: {} }).then(({ givenAtMs }) => given.push(givenAtMs));
		}
		await jest.advanceTimersByTimeAsync(3_000);
		// Half a second's worth in advance, and not one more than the pace after that.
		expect(given.length).toBeGreaterThan(250);
		expect(given.length).toBeLessThan(3 * 98 + 52);
	});

	it('waits for a ban', async () => {
		const { pacer } = await campaign();
		pacer.throttled(await pacer.turn({ run: {} }), 5);
		const askedAtMs = Date.now();
		const turn = pacer.turn({ run: {} });
		await jest.advanceTimersByTimeAsync(5_100);
		expect((await turn).givenAtMs - askedAtMs).toBeGreaterThanOrEqual(5_000);
	});
});
