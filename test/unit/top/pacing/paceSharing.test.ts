import { Pacer } from '../../../../top/pacing/pacer';
import { FixedWindowQuota } from '../support/fixedWindowQuota';
import { MemoryPaceStore } from '../support/paceStore';
import { seeded, simulate, sleep, START } from '../support/simulation';

beforeEach(() => jest.useFakeTimers({ now: START }));
afterEach(() => jest.useRealTimers());

const APP = 'app';

function sharing(store: MemoryPaceStore, skewMs = 0): Pacer {
	const pacer = new Pacer({ now: () => Date.now() + skewMs, random: seeded(1) });
	pacer.shareThrough(store, APP);
	return pacer;
}

const endless = (pacers: Pacer[]) => pacers.map((pacer) => ({ vouchers: Infinity, pacer }));
const between = (times: number[], from: number, to: number) =>
	times.filter((ms) => ms >= START + from * 1000 && ms < START + to * 1000).length;

/** How many turns each of these pacers gives within a time, when so many wait all the time. */
async function turnsWithin(ms: number, pacers: Pacer[], cap?: number): Promise<number[][]> {
	const given = pacers.map((): number[] => []);
	let ended = false;
	for (const [of, pacer] of pacers.entries()) {
		const run = {};
		const work = async () => {
			while (!ended) {
				const turn = await pacer.turn({ run, maxRequestsPerSecond: cap });
				if (ended) return;
				given[of].push(Date.now() - START);
				await sleep(20);
				pacer.accepted(turn);
			}
		};
		for (let n = 0; n < 16; n++) void work();
	}
	await jest.advanceTimersByTimeAsync(ms);
	ended = true;
	return given;
}

describe('processes that share a pace', () => {
	it.each([1, 2, 4])('%i of them use a quota to 95 %%, and are banned seldom', async (count) => {
		const quota = new FixedWindowQuota(100, 1);
		const store = new MemoryPaceStore();
		const pacers = Array.from({ length: count }, () => sharing(store));
		const { sentAtMs } = await simulate({
			processes: endless(pacers),
			quota,
			seed: 1,
			mostSeconds: 60,
			concurrency: 32,
		});
		expect(quota.acceptedAtMs.length / (100 * 60)).toBeGreaterThanOrEqual(0.95);
		expect(quota.bannedAtMs.length).toBeLessThanOrEqual(6);
		const sent = sentAtMs.map(({ length }) => length);
		expect(Math.min(...sent)).toBeGreaterThan(0.7 * Math.max(...sent));
		// A few accesses a second, however many calls.
		expect(store.accesses / count / 60).toBeLessThan(25);
	});

	it('know what the others have learnt: who comes later is no trouble', async () => {
		const quota = new FixedWindowQuota(100, 1);
		const store = new MemoryPaceStore();
		const processes = [0, 5, 10].map((from) => ({
			from,
			vouchers: Infinity,
			pacer: sharing(store),
		}));
		const { sentAtMs } = await simulate({ processes, quota, seed: 1, mostSeconds: 17 });
		expect(quota.bannedAtMs).toHaveLength(1);
		for (const own of sentAtMs) expect(between(own, 12, 17)).toBeGreaterThan(0.2 * 100 * 5);
	});

	it('stop together at a ban that one of them meets, whatever their clocks say', async () => {
		const store = new MemoryPaceStore();
		const [first, second] = [sharing(store, 600_000), sharing(store, -600_000)];
		const turn = await Promise.all([first.turn(), jest.advanceTimersByTimeAsync(20)]);
		first.throttled(turn[0], 5);
		await jest.advanceTimersByTimeAsync(20);
		const given: number[] = [];
		void second.turn({ run: {} }).then(() => given.push(Date.now() - START));
		await jest.advanceTimersByTimeAsync(10_000);
		expect(given).toHaveLength(1);
		expect(given[0]).toBeGreaterThanOrEqual(5_000);
		expect(given[0]).toBeLessThan(5_200);
	});

	it('have a limit of the user in common', async () => {
		const store = new MemoryPaceStore();
		const given = await turnsWithin(10_000, [sharing(store), sharing(store)], 20);
		const all = given.flat().sort((a, b) => a - b);
		for (let ms = 0; ms < 9_000; ms += 100) {
			const second = all.filter((at) => at >= ms && at < ms + 1000).length;
			expect(second).toBeLessThanOrEqual(21);
		}
		expect(all.length).toBeGreaterThan(190);
		expect(Math.min(...given.map(({ length }) => length))).toBeGreaterThan(60);
	});

	it('are not held up by one that dies', async () => {
		const quota = new FixedWindowQuota(100, 1);
		const store = new MemoryPaceStore();
		const [stays, dies] = [sharing(store), sharing(store)];
		const processes = [
			{ vouchers: Infinity, pacer: stays },
			{ vouchers: 300, pacer: dies },
		];
		const { sentAtMs } = await simulate({ processes, quota, seed: 1, mostSeconds: 20 });
		const diedAt = ((sentAtMs[1].at(-1) ?? 0) - START) / 1000;
		expect(between(sentAtMs[0], diedAt + 2, 20) / (20 - diedAt - 2)).toBeGreaterThan(90);
	});

	it('go on with their shares while the store is away, and together when it is back', async () => {
		const quota = new FixedWindowQuota(100, 1);
		const store = new MemoryPaceStore();
		const pacers = [sharing(store), sharing(store)];
		const trouble = async () => {
			await sleep(5_000);
			store.isAway = true;
			await sleep(10_000);
			store.isAway = false;
		};
		void trouble();
		const { sentAtMs } = await simulate({
			processes: endless(pacers),
			quota,
			seed: 1,
			mostSeconds: 25,
		});
		for (const own of sentAtMs) {
			expect(between(own, 7, 15) / 8).toBeGreaterThan(40);
			expect(between(own, 7, 15) / 8).toBeLessThan(52);
		}
		expect(between(quota.acceptedAtMs, 17, 25) / 8).toBeGreaterThan(88);
		expect(quota.bannedAtMs.length).toBeLessThanOrEqual(2);
	});

	it('go on with their shares when the store does not answer at all', async () => {
		let latencyMs = 2;
		const store = new MemoryPaceStore(() => latencyMs);
		const pacers = [sharing(store), sharing(store)];
		await turnsWithin(2_000, pacers, 20);
		latencyMs = 3_600_000;
		const given = await turnsWithin(10_000, pacers, 20);
		for (const own of given) {
			const later = own.filter((ms) => ms > 5_000);
			expect(later.length / 7).toBeGreaterThan(8);
			expect(later.length / 7).toBeLessThan(11);
		}
	});

	it('let a first voucher go at once beside campaigns', async () => {
		const quota = new FixedWindowQuota(100, 1);
		const store = new MemoryPaceStore();
		const pacers = [sharing(store), sharing(store)];
		const waits: number[] = [];
		const webhooks = async () => {
			for (let n = 0; n < 20; n++) {
				await sleep(501);
				if (quota.bannedAtMs.some((ms) => Date.now() < ms + 1_200)) continue;
				const askedAtMs = Date.now();
				const turn = await pacers[n % 2].turn({ run: {} });
				waits.push(Date.now() - askedAtMs);
				quota.call(Date.now());
				pacers[n % 2].accepted(turn);
			}
		};
		void webhooks();
		await simulate({ processes: endless(pacers), quota, seed: 1, mostSeconds: 12 });
		expect(waits.length).toBeGreaterThan(10);
		expect(Math.max(...waits)).toBe(0);
		expect(quota.bannedAtMs.length).toBeLessThanOrEqual(1);
	});
});

it('nothing keeps running once nobody waits', async () => {
	const pacer = sharing(new MemoryPaceStore());
	const turn = pacer.turn();
	await jest.advanceTimersByTimeAsync(100);
	pacer.accepted(await turn);
	await jest.advanceTimersByTimeAsync(2_000);
	expect(jest.getTimerCount()).toBe(0);
});
