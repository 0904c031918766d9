import fc from 'fast-check';
import { Pacer, type Turn } from '../../../../top/pacing/pacer';
import { forgetPacers, pacerFor } from '../../../../top/pacing/registry';
import { TopAbortedError } from '../../../../top/protocol/errors';
import { rejection } from '../support/thrown';

const START = 1_700_000_000_000;
let random = 0;

beforeEach(() => {
	random = 0;
	jest.useFakeTimers({ now: START });
});
afterEach(() => jest.useRealTimers());

function newPacer(): Pacer {
	return new Pacer({ now: () => Date.now(), random: () => random });
}

/** Asks for turns, all at once; what comes out fills up as they are given. */
function ask(pacer: Pacer, count: number, maxRequestsPerSecond?: number): Turn[] {
	const given: Turn[] = [];
	for (let n = 0; n < count; n++) {
		void pacer.turn({ maxRequestsPerSecond }).then((turn) => given.push(turn));
	}
	return given;
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const at = ({ givenAtMs }: Turn) => givenAtMs - START;

describe('without limits', () => {
	it('every turn is given at once', async () => {
		const given = ask(newPacer(), 1000);
		await pass(0);
		expect(given).toHaveLength(1000);
		expect(jest.getTimerCount()).toBe(0);
	});
});

describe('the user’s own limit', () => {
	it('spaces the turns evenly', async () => {
		const given = ask(newPacer(), 21, 10);
		await pass(2000);
		expect(given.map(at)).toEqual(Array.from({ length: 21 }, (_, n) => n * 100));
	});

	it('is kept over many turns, in every stretch of time, and used up', async () => {
		const limits = fc.double({ min: 0.2, max: 400, noNaN: true });
		await fc.assert(
			fc.asyncProperty(limits, fc.integer({ min: 1, max: 30 }), async (limit, stretch) => {
				jest.setSystemTime(START);
				const turns = 60;
				const given = ask(newPacer(), turns, limit);
				await pass(Math.ceil((turns * 1000) / limit) + turns);
				expect(given).toHaveLength(turns);
				for (let first = 0; first + stretch < turns; first++) {
					const seconds = (at(given[first + stretch]) - at(given[first])) / 1000;
					// A timer fires on whole milliseconds, and the next turn makes up for it.
					expect(seconds).toBeGreaterThan(stretch / limit - 0.002);
				}
				const whole = (at(given[turns - 1]) - at(given[0])) / 1000;
				expect(whole).toBeLessThan((turns - 1) / limit + 0.002);
			}),
			{ numRuns: 25 },
		);
	});

	it('allows no burst after a pause', async () => {
		const pacer = newPacer();
		ask(pacer, 1, 10);
		await pass(60_000);
		const given = ask(pacer, 5, 10);
		await pass(1000);
		expect(given.map((turn) => at(turn) - 60_000)).toEqual([0, 100, 200, 300, 400]);
	});

	it('is used up although timers fire late, and by no more than was missed', async () => {
		const pacer = newPacer();
		const given: number[] = [];
		for (let n = 0; n < 400; n++) {
			void pacer.turn({ maxRequestsPerSecond: 1000 }).then((turn) => given.push(at(turn)));
		}
		// The process is busy for 7 ms of every 10: no timer fires on time.
		while (given.length < 400) {
			jest.setSystemTime(Date.now() + 7);
			await pass(3);
		}
		expect(given.at(-1)).toBeLessThan(420);
		for (let first = 0; first + 100 < 400; first++) {
			expect(given[first + 100] - given[first]).toBeGreaterThan(100 - 22);
		}
	});

	it('makes up for no more than twenty milliseconds', async () => {
		const given = ask(newPacer(), 2000, 1000);
		await pass(10);
		const before = given.length;
		jest.setSystemTime(Date.now() + 5000);
		await pass(1);
		expect(given.length - before).toBeLessThanOrEqual(23);
	});

	it('below one a second means seconds between turns', async () => {
		const given = ask(newPacer(), 3, 0.5);
		await pass(10_000);
		expect(given.map(at)).toEqual([0, 2000, 4000]);
	});
});

describe('a ban', () => {
	it('stops all turns until it ends, and lets them go on after it', async () => {
		const pacer = newPacer();
		const turn = await pacer.turn();
		await pass(50);
		pacer.throttled(turn, 5);
		const given = ask(pacer, 3);
		await pass(4999);
		expect(given).toEqual([]);
		expect(pacer.banRemainingMs()).toBe(1);
		await pass(1);
		expect(given.length).toBeGreaterThan(0);
		expect(given.map(at)[0]).toBe(5050);
		expect(pacer.banRemainingMs()).toBe(0);
	});

	it('stops turns that were waiting already', async () => {
		const pacer = newPacer();
		const [first] = await Promise.all([pacer.turn({ maxRequestsPerSecond: 1 })]);
		const given = ask(pacer, 2, 1);
		await pass(500);
		pacer.throttled(first, 3);
		await pass(2999);
		expect(given).toEqual([]);
		await pass(1);
		expect(given.map(at)[0]).toBe(3500);
	});

	it('lasts a little longer by chance, so that workers do not come back together', async () => {
		for (const [chance, extra] of [
			[0, 0],
			[0.5, 25],
			[1, 50],
		]) {
			random = chance;
			const pacer = newPacer();
			pacer.throttled(await pacer.turn(), 2);
			expect(pacer.banRemainingMs()).toBe(2000 + extra);
		}
	});

	it('is never shortened by another, and is prolonged by a longer one', async () => {
		const pacer = newPacer();
		const turns = await Promise.all([pacer.turn(), pacer.turn(), pacer.turn()]);
		pacer.throttled(turns[0], 10);
		pacer.throttled(turns[1], 2);
		expect(pacer.banRemainingMs()).toBe(10_000);
		await pass(1000);
		pacer.throttled(turns[2], 30);
		expect(pacer.banRemainingMs()).toBe(30_000);
	});

	it('may last longer than a timer can', async () => {
		const pacer = newPacer();
		const days = 40 * 24 * 3600;
		pacer.throttled(await pacer.turn(), days);
		const given = ask(pacer, 1);
		await pass(days * 1000 - 1);
		expect(given).toEqual([]);
		await pass(1);
		expect(given).toHaveLength(1);
	});

	it('tells since when the gateway takes nothing', async () => {
		const pacer = newPacer();
		expect(pacer.refusingForMs()).toBe(0);
		const [first, second] = await Promise.all([pacer.turn(), pacer.turn()]);
		pacer.throttled(first, 1);
		await pass(1000);
		expect(pacer.refusingForMs()).toBe(1000);
		pacer.throttled(second, 1);
		const third = pacer.turn();
		await pass(5000);
		expect(pacer.refusingForMs()).toBe(6000);
		pacer.accepted(await third);
		expect(pacer.refusingForMs()).toBe(0);
	});

	it('lasts no longer for the many requests it caught in flight', async () => {
		const pacer = newPacer();
		const turns = await Promise.all(Array.from({ length: 20 }, () => pacer.turn()));
		for (const [n, turn] of turns.entries()) {
			random = n / 20;
			pacer.throttled(turn, 2);
		}
		expect(pacer.banRemainingMs()).toBe(2000);
	});

	it('slows the pace down once, however many requests it caught in flight', async () => {
		const paceAfter = async (caught: number) => {
			jest.setSystemTime(START);
			const pacer = newPacer();
			const turns = await Promise.all(Array.from({ length: 60 }, () => pacer.turn()));
			await pass(20);
			for (const turn of turns.slice(0, 40)) pacer.accepted(turn);
			for (const turn of turns.slice(40, 40 + caught)) pacer.throttled(turn, 1);
			const given = ask(pacer, 9);
			await pass(10_000);
			return given.map(at);
		};
		const once = await paceAfter(1);
		// A little less than the forty a second that were accepted.
		expect(once[0]).toBe(1020);
		expect((once[8] - once[0]) / 8).toBeGreaterThan(25);
		expect((once[8] - once[0]) / 8).toBeLessThan(27);
		expect(await paceAfter(20)).toEqual(once);
	});

	it('that follows another slows it down again', async () => {
		const pacer = newPacer();
		for (let n = 0; n < 6; n++) {
			const turn = pacer.turn();
			await pass(3000);
			pacer.throttled(await turn, 1);
		}
		const given = ask(pacer, 3);
		await pass(60_000);
		// Nothing was accepted in between: the pace is the least there is.
		expect(at(given[2]) - at(given[1])).toBe(2000);
	});
});

/** Quotas can be raised, so a request that would not wait so long may leave once to see whether a ban holds. */
describe('a ban longer than one wants to wait', () => {
	const refusal = new Error('refused');
	const impatient = { maxBanMs: 60_000 };

	/** A pacer in the middle of an hour's ban. */
	async function banned(): Promise<Pacer> {
		const pacer = newPacer();
		pacer.throttled(await pacer.turn(), 3600);
		await pass(1000);
		return pacer;
	}

	it('is probed by one request, whose answer the others wait for', async () => {
		const pacer = await banned();
		const looker = await pacer.turn(impatient);
		expect(looker.probe).toBe(true);
		const given: Turn[] = [];
		for (let n = 0; n < 3; n++) void pacer.turn(impatient).then((turn) => given.push(turn));
		await pass(1000);
		expect(given).toEqual([]);
		pacer.accepted(looker);
		await pass(60_000);
		expect(given).toHaveLength(3);
		expect(pacer.banRemainingMs()).toBe(0);
	});

	it('that has ended early says that the quota was raised: the pace is learnt anew', async () => {
		const pacer = newPacer();
		const turns = await Promise.all(Array.from({ length: 10 }, async () => await pacer.turn()));
		for (const turn of turns) pacer.accepted(turn);
		await pass(1);
		pacer.throttled(await pacer.turn(), 50);
		const looker = await pacer.turn({ maxBanMs: 5_000 });
		pacer.accepted(looker);
		const given = ask(pacer, 100);
		await pass(0);
		expect(given).toHaveLength(100);
	});

	it('that still holds teaches nothing more about the pace', async () => {
		const turnsAfter = async (looks: boolean) => {
			const pacer = newPacer();
			const turns = await Promise.all(Array.from({ length: 60 }, async () => await pacer.turn()));
			for (const turn of turns) pacer.accepted(turn);
			await pass(1);
			pacer.throttled(await pacer.turn(), 50);
			await pass(1000);
			if (looks) pacer.throttled(await pacer.turn({ maxBanMs: 5_000 }), 49);
			const given = ask(pacer, 100);
			await pass(49_000 + 60_000);
			return given.length;
		};
		const without = await turnsAfter(false);
		expect(without).toBeGreaterThan(50);
		expect(await turnsAfter(true)).toBe(without);
	});

	it('that still holds is told to all who do not want to wait, and to nobody else', async () => {
		const pacer = await banned();
		const looker = await pacer.turn(impatient);
		const others = [pacer.turn(impatient), pacer.turn(impatient)].map(rejection);
		const patient = ask(pacer, 1);
		pacer.throttled(looker, 3000, refusal);
		expect(await Promise.all(others)).toEqual([refusal, refusal]);
		await pass(2_999_000);
		expect(patient).toEqual([]);
		await pass(1000);
		expect(patient).toHaveLength(1);
	});

	it('is looked at by the next when the first got no answer', async () => {
		const pacer = await banned();
		const first = await pacer.turn(impatient);
		const second = pacer.turn(impatient);
		pacer.unanswered(first);
		expect((await second).probe).toBe(true);
	});

	it('that begins while they wait is told at once', async () => {
		const pacer = newPacer();
		const first = await pacer.turn({ maxRequestsPerSecond: 1 });
		const waiting = rejection(pacer.turn({ maxRequestsPerSecond: 1, ...impatient }));
		pacer.throttled(first, 3600, refusal);
		expect(await waiting).toBe(refusal);
	});

	it('is waited for when it is short enough', async () => {
		const pacer = newPacer();
		pacer.throttled(await pacer.turn(), 30);
		const turn = pacer.turn(impatient);
		await pass(30_000);
		expect((await turn).probe).toBeUndefined();
	});
});

describe('the order', () => {
	it('is that in which turns were asked for, through limits, bans and leavers', async () => {
		const pacer = newPacer();
		const first = await pacer.turn({ maxRequestsPerSecond: 20 });
		const order: number[] = [];
		const leave = new AbortController();
		for (let n = 0; n < 40; n++) {
			const signal = n % 5 === 3 ? leave.signal : undefined;
			pacer.turn({ maxRequestsPerSecond: 20, signal }).then(
				() => order.push(n),
				() => {},
			);
		}
		await pass(300);
		pacer.throttled(first, 2);
		leave.abort();
		await pass(60_000);
		const stayed = Array.from({ length: 40 }, (_, n) => n);
		expect(order).toEqual(stayed.filter((n) => n % 5 !== 3 || n <= 5));
	});
});

describe('between runs', () => {
	/** Asks for turns of one run; what comes out are the times. */
	function askFor(
		pacer: Pacer,
		run: object,
		count: number,
		maxRequestsPerSecond?: number,
	): number[] {
		const given: number[] = [];
		for (let n = 0; n < count; n++) {
			void pacer.turn({ run, maxRequestsPerSecond }).then((turn) => given.push(at(turn)));
		}
		return given;
	}

	it('a limit delays the run that has it, and nobody else', async () => {
		const pacer = newPacer();
		const campaign = askFor(pacer, {}, 32, 2);
		await pass(1);
		const webhook = askFor(pacer, {}, 1);
		await pass(0);
		expect(webhook).toEqual([1]);
		await pass(16_000);
		expect(campaign).toEqual(Array.from({ length: 32 }, (_, n) => n * 500));
	});

	it('a lower limit takes nothing from a higher one but its own turns', async () => {
		const pacer = newPacer();
		const slow = askFor(pacer, {}, 20, 2);
		const fast = askFor(pacer, {}, 200, 20);
		await pass(4900);
		expect(slow).toHaveLength(10);
		// Together no more than the higher limit.
		expect(fast.length + slow.length).toBeGreaterThanOrEqual(97);
		expect(fast.length + slow.length).toBeLessThanOrEqual(100);
	});

	it('runs with the same limit share it, turn by turn', async () => {
		const pacer = newPacer();
		const first = askFor(pacer, {}, 40, 10);
		const second = askFor(pacer, {}, 40, 10);
		await pass(1000);
		// Who came first has the first two; from then on they take turns.
		expect(first).toEqual([0, 100, 300, 500, 700, 900]);
		expect(second).toEqual([200, 400, 600, 800, 1000]);
	});

	it('what the platform allows is shared turn by turn, however many wait in each', async () => {
		const pacer = newPacer();
		pacer.throttled(await pacer.turn(), 1);
		const campaign = askFor(pacer, {}, 32);
		await pass(1100);
		const small = askFor(pacer, {}, 3);
		const smaller = askFor(pacer, {}, 1);
		await pass(0);
		// Four a second, since nothing is known yet; the first turn of a run does not wait for it.
		expect([campaign.length, small.length, smaller.length]).toEqual([1, 1, 1]);
		await pass(1700);
		expect([campaign.length, small.length, smaller.length]).toEqual([4, 3, 1]);
	});

	it('a run whose limit holds it up is not served late once it may go', async () => {
		const pacer = newPacer();
		const slow = askFor(pacer, {}, 3, 1);
		const other = askFor(pacer, {}, 30, 10);
		await pass(2000);
		expect(slow).toEqual([0, 1000, 2000]);
		expect(other.length).toBeGreaterThanOrEqual(17);
	});

	it('one that leaves the line does not cost its run the place', async () => {
		const pacer = newPacer();
		await pacer.turn({ maxRequestsPerSecond: 1 });
		const leave = new AbortController();
		const run = {};
		const left = rejection(pacer.turn({ run, maxRequestsPerSecond: 1, signal: leave.signal }));
		const first = askFor(pacer, run, 1, 1);
		const second = askFor(pacer, {}, 1, 1);
		leave.abort();
		await left;
		await pass(2000);
		expect([first, second]).toEqual([[1000], [2000]]);
	});
});

describe('giving up', () => {
	it('before asking, throws at once and costs no turn', async () => {
		const pacer = newPacer();
		const error = await rejection(pacer.turn({ signal: AbortSignal.abort() }));
		expect(error).toBeInstanceOf(TopAbortedError);
		expect(error).toMatchObject({ written: false });
	});

	it('while waiting, throws at once, and the next in line takes the place', async () => {
		const pacer = newPacer();
		await pacer.turn({ maxRequestsPerSecond: 1 });
		const leave = new AbortController();
		const left = rejection(pacer.turn({ maxRequestsPerSecond: 1, signal: leave.signal }));
		const given = ask(pacer, 1, 1);
		await pass(400);
		leave.abort();
		expect(await left).toMatchObject({ name: 'TopAbortedError', written: false });
		await pass(600);
		expect(given.map(at)).toEqual([1000]);
	});

	it('of the last one leaves nothing that would hold the process', async () => {
		const pacer = newPacer();
		pacer.throttled(await pacer.turn(), 3600);
		const leave = new AbortController();
		const left = rejection(pacer.turn({ signal: leave.signal }));
		expect(jest.getTimerCount()).toBe(1);
		leave.abort();
		await left;
		expect(jest.getTimerCount()).toBe(0);
	});

	it('after the turn was given changes nothing for others', async () => {
		const pacer = newPacer();
		const leave = new AbortController();
		await pacer.turn({ maxRequestsPerSecond: 1 });
		const mine = pacer.turn({ maxRequestsPerSecond: 1, signal: leave.signal });
		const given = ask(pacer, 2, 1);
		await pass(1000);
		await mine;
		leave.abort();
		await pass(2000);
		expect(given.map(at)).toEqual([2000, 3000]);
	});
});

describe('one pacer for all executions of a process', () => {
	afterEach(forgetPacers);

	it('by gateway and app key', () => {
		const pacer = pacerFor('https://gw.api.taobao.com', '1');
		expect(pacerFor('https://gw.api.taobao.com', '1')).toBe(pacer);
		expect(pacerFor('https://gw.api.taobao.com', '2')).not.toBe(pacer);
		expect(pacerFor('https://api.taobao.com', '1')).not.toBe(pacer);
		forgetPacers();
		expect(pacerFor('https://gw.api.taobao.com', '1')).not.toBe(pacer);
	});
});
