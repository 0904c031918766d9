import fc from 'fast-check';
import {
	NOTHING_LEARNT,
	afterBan,
	afterCalls,
	afterLateAnswers,
	paceOf,
	type LearntPace,
} from '../../../../top/pacing/learntPace';

/** Refused with a ban of a second (or another), when so many calls were accepted in the window before. */
const refused = (learnt: LearntPace, accepted: number, banSeconds = 1, burstS = 0.05) =>
	afterBan(learnt, banSeconds, () => accepted, burstS);

/** Calls are made for so many seconds, as fast as is allowed; those of a tenth of a second at once. */
function used(learnt: LearntPace, seconds: number): LearntPace {
	let after = learnt;
	for (let ms = 0; ms < seconds * 1000; ms += 100) after = afterCalls(after, paceOf(after) / 10);
	return after;
}

const held = (accepted: number) => refused(NOTHING_LEARNT, accepted);

/** Refused again soon after, so that others are suspected. */
const climbing = (accepted = 100) => refused(used(held(accepted), 0.3), accepted);

describe('what was accepted before the first refusal', () => {
	it('limits nothing before it', () => {
		expect(paceOf(NOTHING_LEARNT)).toBe(Infinity);
		expect(paceOf(afterCalls(NOTHING_LEARNT, 5000))).toBe(Infinity);
	});

	it('is held after it, 2 % below, through 36 windows; ten of them ease it in', () => {
		expect(paceOf(held(100))).toBeCloseTo(0.97 * 98);
		expect(paceOf(used(held(100), 5))).toBeCloseTo(0.985 * 98, 1);
		expect(paceOf(used(held(100), 10.1))).toBeCloseTo(98);
		expect(paceOf(used(held(100), 35))).toBeCloseTo(98);
	});

	it('is held through 60 windows where all processes know it; a raised quota is found within two minutes', () => {
		const known = afterBan(NOTHING_LEARNT, 1, () => 100, undefined, true);
		expect(paceOf(used(known, 59))).toBeCloseTo(98);
		expect(paceOf(used(known, 100))).toBeGreaterThan(200);
	});

	it('counts also what comes back late', () => {
		expect(paceOf(afterLateAnswers(held(90), 10))).toBeCloseTo(0.97 * 98);
	});

	it('too little of it says that others used the quota up: the pace climbs from four', () => {
		const learnt = held(3);
		expect(paceOf(learnt)).toBe(4);
		expect(paceOf(used(learnt, 2))).toBeGreaterThan(200);
	});

	it('is not outdated by time, only by use', () => {
		// A webhook's call a second does not use up the patience of a pace of 100.
		let learnt = held(100);
		for (let second = 0; second < 600; second++) learnt = afterCalls(learnt, 1);
		expect(paceOf(learnt)).toBeLessThanOrEqual(98);
	});
});

describe('probing', () => {
	it('begins too little to notice, and then doubles soon', () => {
		expect(paceOf(used(held(100), 36 + 4))).toBeLessThan(98 * 1.02);
		expect(paceOf(used(held(100), 36 + 18))).toBeGreaterThan(98 * 2);
	});

	it('gives small shares more of themselves than large ones', () => {
		const growth = (accepted: number) => paceOf(used(held(accepted), 46)) / paceOf(held(accepted));
		expect(growth(10)).toBeGreaterThan(1.1 * growth(100));
	});

	it('that is refused keeps the pace of a moment before', () => {
		const learnt = used(held(100), 36 + 6);
		const after = paceOf(used(refused(learnt, 105), 10.1));
		expect(after).toBeLessThan(paceOf(learnt) * 0.97);
		expect(after).toBeGreaterThan(paceOf(learnt) * 0.94);
	});

	it('waits twice as long once it has found the same, 72 windows', () => {
		const patienceOf = (learnt: LearntPace) => {
			let seconds = 0;
			const easedIn = used(learnt, 10.1);
			for (let now = easedIn; paceOf(now) < paceOf(easedIn) * 1.0001; seconds++) now = used(now, 1);
			return seconds + 10;
		};
		const waits: number[] = [];
		let learnt = held(100);
		for (let n = 0; n < 4; n++) {
			waits.push(patienceOf(learnt));
			learnt = refused(used(learnt, patienceOf(learnt) + 4), 100);
		}
		expect(waits.map((seconds) => Math.round(seconds / 36))).toEqual([1, 2, 2, 2]);
		const raised = refused(used(learnt, 100), 500);
		expect(Math.round(patienceOf(raised) / 36)).toBe(1);
	});
});

describe('a refusal that probing did not provoke', () => {
	it('takes 5 % of a limit that had held', () => {
		expect(paceOf(refused(used(held(100), 12), 100))).toBeCloseTo(0.97 * 0.95 * 98);
	});

	it('soon after another says that others are there: the pace climbs from four, twice', () => {
		const first = climbing();
		expect(paceOf(first)).toBe(4);
		const second = refused(used(first, 1.5), 80);
		expect(paceOf(second)).toBe(4);
		const share = refused(used(second, 1.5), 50);
		expect(paceOf(share)).toBeCloseTo(0.97 * 0.87 * 50);
	});

	it('makes a share smaller that was found by climbing, three times', () => {
		let share = refused(used(refused(used(climbing(), 1.5), 80), 1.5), 50);
		for (let n = 1; n <= 3; n++) {
			share = refused(used(share, 1), 50);
			expect(paceOf(share)).toBeCloseTo(0.97 * 50 * 0.87 ** (n + 1));
		}
		expect(paceOf(refused(used(share, 1), 30))).toBe(4);
	});

	it('soon after another has the count taken anew, once, where all processes know the same', () => {
		const shared = (learnt: LearntPace, accepted: number) =>
			afterBan(learnt, 1, () => accepted, 0.05, true);
		const again = shared(used(shared(NOTHING_LEARNT, 160), 1), 150);
		expect(paceOf(again)).toBe(Infinity);
		const right = shared(again, 100);
		expect(paceOf(right)).toBeCloseTo(0.97 * 98);
		expect(paceOf(shared(used(right, 1), 100))).toBeCloseTo(0.97 * 0.95 * 98);
	});

	it('of a climb at its very begin makes it begin lower, but not ever lower', () => {
		let learnt = refused(climbing(), 0);
		const begins = [1, 2, 3, 4, 5].map(() => {
			learnt = refused(learnt, 0);
			return paceOf(learnt);
		});
		expect(begins).toEqual([2, 1, 0.5, 0.5, 0.5]);
	});
});

describe('a burst', () => {
	it('that fell into two windows is found out by the next refusal, within two windows', () => {
		// 100 a second, 800 a second at the burst: 28 before the window began, 100 in it. The ban ends 0.875 s
		// before the next window but one; 119 a second use that up 0.84 s later.
		const first = refused(NOTHING_LEARNT, 128, 1, 0.16);
		const corrected = refused(used(first, 1.7), 119, 1);
		expect(paceOf(corrected)).toBeGreaterThan(0.88 * 100);
		expect(paceOf(corrected)).toBeLessThan(100);
		// Not so once more: then others are there, and climb for the second time.
		const climb = refused(used(corrected, 1.5), 100);
		expect(paceOf(climb)).toBe(4);
		expect(paceOf(refused(used(climb, 1.5), 50))).toBeCloseTo(0.97 * 0.87 * 50);
	});

	it('that took long is trusted by half, and the rest is eased in', () => {
		const doubtful = refused(NOTHING_LEARNT, 180, 1, 0.9);
		expect(paceOf(doubtful)).toBeCloseTo(0.98 * 90);
		expect(paceOf(used(doubtful, 2.5))).toBeGreaterThan(0.7 * 180);
		expect(paceOf(used(doubtful, 5.2))).toBeCloseTo(0.98 * 180);
		const found = refused(used(doubtful, 2.5), 120);
		expect(paceOf(found)).toBeGreaterThan(0.75 * 120);
		expect(paceOf(found)).toBeLessThan(120);
	});

	it('bears one refusal later on: a window may hold a few calls too many', () => {
		const once = refused(used(held(100), 5), 100);
		expect(paceOf(once)).toBeCloseTo(0.97 * 0.95 * 98);
		expect(paceOf(refused(used(once, 5), 100))).toBe(4);
	});
});

describe('a longer ban', () => {
	it('of up to a minute is that of a quota per minute', () => {
		const learnt = afterBan(NOTHING_LEARNT, 40, (seconds) => (seconds === 60 ? 600 : 300));
		expect(paceOf(learnt)).toBeCloseTo(0.97 * 9.8);
		// Its patience is counted in minutes.
		expect(paceOf(used(learnt, 35 * 60))).toBeCloseTo(9.8);
		expect(paceOf(used(learnt, 48 * 60))).toBeGreaterThan(10.5);
	});

	it.each([61, 3600, 31_062])('of %i seconds teaches nothing', (seconds) => {
		expect(refused(NOTHING_LEARNT, 100, seconds)).toBe(NOTHING_LEARNT);
		const learnt = held(100);
		expect(refused(learnt, 100, seconds)).toBe(learnt);
	});
});

it('whatever happened, the pace never falls between refusals and a refusal never raises it', () => {
	const step = fc.record({
		accepted: fc.integer({ min: 0, max: 500 }),
		seconds: fc.integer({ min: 0, max: 40 }),
		banSeconds: fc.constantFrom(1, 2),
	});
	fc.assert(
		fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
			let learnt: LearntPace = NOTHING_LEARNT;
			for (const { accepted, seconds, banSeconds } of steps) {
				const before = paceOf(learnt);
				const later = used(learnt, seconds);
				expect(paceOf(later)).toBeGreaterThanOrEqual(before);
				learnt = refused(later, accepted, banSeconds);
				// Where a climb begins is the same for all, so it may lie above a share that is tiny.
				expect(paceOf(learnt)).toBeLessThanOrEqual(Math.max(4, paceOf(later)));
				expect(JSON.parse(JSON.stringify(learnt))).toEqual(learnt);
			}
		}),
	);
});
