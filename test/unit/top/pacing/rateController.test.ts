import fc from 'fast-check';
import { createRateController, type RateController } from '../../../../top/pacing/rateController';

const START = 1_700_000_000_000;

/** Accepts `count` requests evenly over the second before `at`. */
function accept(controller: RateController, count: number, at: number): void {
	for (let n = 0; n < count; n++) {
		const answeredAt = at - 900 + (n * 890) / count;
		controller.accepted(answeredAt, answeredAt - 20);
	}
}

/** Refused for the first time at `at`; the first request after the ban is accepted a second later. */
function climbing(at = START): RateController {
	const controller = createRateController();
	controller.refused(at);
	controller.accepted(at + 1000, at + 980);
	return controller;
}

/** Both climbs lie behind it, and `count` requests were accepted in the second before `START`. */
function holding(count: number): RateController {
	const controller = climbing(START - 20_000);
	controller.refused(START - 10_000);
	controller.accepted(START - 9_000, START - 9_020);
	accept(controller, count, START);
	controller.refused(START);
	return controller;
}

/** The same, and sending again since `START + 1000`. */
function resumed(count: number): RateController {
	const controller = holding(count);
	controller.accepted(START + 1000, START + 980);
	return controller;
}

describe('the rate', () => {
	it('is unlimited until the first refusal', () => {
		const controller = createRateController();
		for (let n = 0; n < 5000; n++) controller.accepted(START + n, START + n - 20);
		expect(controller.rate(START + 5000)).toBe(Infinity);
	});

	it('begins at four after it, whatever was accepted, and climbs within seconds', () => {
		for (const count of [0, 50, 1000]) {
			const controller = createRateController();
			accept(controller, count, START);
			controller.refused(START);
			expect(controller.rate(START)).toBe(4);
			controller.accepted(START + 1000, START + 980);
			expect(controller.rate(START + 1500)).toBeCloseTo(45.6, 1);
			expect(controller.rate(START + 3000)).toBeGreaterThan(800);
		}
	});

	it('does not climb while a ban lasts, however long', () => {
		const controller = createRateController();
		controller.refused(START);
		expect(controller.rate(START + 3_600_000)).toBe(4);
		controller.accepted(START + 3_600_000, START + 3_599_980);
		expect(controller.rate(START + 3_600_000)).toBe(4);
		expect(controller.rate(START + 3_601_000)).toBeGreaterThan(100);
	});

	it('climbs a second time, from the same beginning', () => {
		const controller = climbing();
		accept(controller, 40, START + 2000);
		controller.refused(START + 2000);
		expect(controller.rate(START + 2000)).toBe(4);
		controller.accepted(START + 3000, START + 2980);
		expect(controller.rate(START + 3500)).toBeCloseTo(45.6, 1);
	});

	it('is 87 % of what was accepted after that', () => {
		expect(holding(100).rate(START)).toBeCloseTo(87);
	});

	it('begins lower when a second climb is refused at once, but not ever lower', () => {
		const controller = climbing();
		const begins = [2, 3, 4, 5, 6, 7].map((second) => {
			controller.refused(START + second * 1000);
			return controller.rate(START + second * 1000);
		});
		expect(begins).toEqual([4, 2, 1, 0.5, 0.5, 0.5]);
	});

	it('is held for eight seconds, probes within 5 % until twelve, and doubles soon after', () => {
		const controller = resumed(100);
		expect(controller.rate(START + 9_000)).toBeLessThan(87 * 1.005);
		expect(controller.rate(START + 13_000)).toBeGreaterThan(87 * 1.02);
		expect(controller.rate(START + 13_000)).toBeLessThan(87 * 1.05);
		expect(controller.rate(START + 23_000)).toBeGreaterThan(87 * 2);
	});

	it('of a small share grows more than that of a large one', () => {
		const growth = (count: number) =>
			resumed(count).rate(START + 15_000) / resumed(count).rate(START);
		expect(growth(10)).toBeGreaterThan(1.1 * growth(100));
	});

	it('is unlimited again half a minute after the last refusal', () => {
		expect(resumed(100).rate(START + 32_000)).toBeLessThan(Infinity);
		expect(resumed(100).rate(START + 34_000)).toBe(Infinity);
		const controller = resumed(100);
		controller.refused(START + 40_000);
		expect(controller.rate(START + 40_000)).toBe(4);
		// And both climbs follow again.
		accept(controller, 100, START + 43_000);
		controller.refused(START + 43_000);
		expect(controller.rate(START + 43_000)).toBe(4);
	});

	it('keeps 97 % of what probing reached', () => {
		const controller = resumed(100);
		accept(controller, 90, START + 13_000);
		controller.refused(START + 13_000);
		expect(controller.rate(START + 13_000)).toBeCloseTo(0.97 * 90, 0);
	});

	it('keeps 85 % of a share that is refused without probing', () => {
		const controller = resumed(100);
		accept(controller, 10, START + 4000);
		controller.refused(START + 4000);
		expect(controller.rate(START + 4000)).toBeCloseTo(0.85 * 87, 0);
	});

	it('never falls between refusals, and is held before it grows', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 2000 }), (accepted) => {
				const controller = resumed(accepted);
				const rates = Array.from({ length: 130 }, (_, n) => controller.rate(START + n * 250));
				const steps = rates.slice(1).map((rate, n) => rate / rates[n]);
				expect(Math.min(...steps)).toBeGreaterThanOrEqual(1);
				expect(Math.max(...steps.slice(0, 36))).toBeLessThan(1.05);
			}),
		);
	});

	it('is never raised by a refusal, whatever happened before', () => {
		const step = fc.record({
			acceptedBefore: fc.integer({ min: 0, max: 500 }),
			afterMs: fc.integer({ min: 1, max: 50_000 }),
			resumes: fc.boolean(),
		});
		fc.assert(
			fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
				const controller = createRateController();
				let now = START;
				for (const { acceptedBefore, afterMs, resumes } of steps) {
					if (resumes) controller.accepted(now + 1, now + 1);
					now += afterMs;
					for (let n = 0; n < acceptedBefore; n++) controller.accepted(now, now);
					const before = controller.rate(now);
					controller.refused(now);
					expect(controller.rate(now)).toBeLessThanOrEqual(before);
					expect(controller.rate(now)).toBeGreaterThanOrEqual(0.5);
				}
			}),
		);
	});

	it('stays above zero, so that something is tried again', () => {
		const controller = createRateController();
		for (let n = 1; n <= 100; n++) controller.refused(START + n * 1000);
		expect(controller.rate(START + 100_000)).toBe(0.5);
		controller.accepted(START + 101_000, START + 100_980);
		expect(controller.rate(START + 103_000)).toBeGreaterThan(50);
	});
});

describe('what was accepted', () => {
	/** In the second climb since `START`, at some hundreds a second. */
	function secondClimb(): RateController {
		const controller = climbing(START - 4500);
		controller.refused(START - 2500);
		controller.accepted(START - 1500, START - 1520);
		return controller;
	}

	it('counts for one second', () => {
		const controller = secondClimb();
		for (let n = 0; n < 70; n++) controller.accepted(START - 1001, START - 1020);
		for (let n = 0; n < 10; n++) controller.accepted(START - 500, START - 520);
		controller.refused(START);
		expect(controller.rate(START)).toBeCloseTo(8.7);
	});

	it('counts although its answer was overtaken by a refusal', () => {
		const controller = secondClimb();
		for (let n = 0; n < 10; n++) controller.accepted(START - 5, START - 30);
		controller.refused(START);
		expect(controller.rate(START)).toBeCloseTo(8.7);
		for (let n = 0; n < 30; n++) controller.accepted(START + 10, START - 20);
		expect(controller.rate(START)).toBeCloseTo(34.8);
	});

	it('counts also when the clock is set back', () => {
		const controller = secondClimb();
		for (let n = 0; n < 10; n++) controller.accepted(START, START);
		for (let n = 0; n < 10; n++) controller.accepted(START - 200, START - 200);
		controller.refused(START);
		expect(controller.rate(START)).toBeCloseTo(17.4);
	});
});
