import fc from 'fast-check';
import { createRateController, type RateController } from '../../../../top/pacing/rateController';

const START = 1_700_000_000_000;

/** Accepts `count` requests evenly over the second before `START`, then refuses one. */
function refusedAfter(count: number): RateController {
	const controller = createRateController();
	for (let n = 0; n < count; n++) {
		const answeredAt = START - 900 + (n * 890) / count;
		controller.accepted(answeredAt, answeredAt - 20);
	}
	controller.refused(START);
	return controller;
}

describe('the rate', () => {
	it('is unlimited until the first refusal', () => {
		const controller = createRateController();
		for (let n = 0; n < 5000; n++) controller.accepted(START + n, START + n - 20);
		expect(controller.rate(START + 5000)).toBe(Infinity);
	});

	it('drops to 85 % of what was accepted in the second before the refusal', () => {
		expect(refusedAfter(100).rate(START)).toBeCloseTo(85);
	});

	it('is back at 97 % after twenty seconds, and probes beyond it later', () => {
		const controller = refusedAfter(100);
		expect(controller.rate(START + 20_000)).toBeCloseTo(97);
		expect(controller.rate(START + 24_000)).toBeGreaterThan(100);
		expect(controller.rate(START + 120_000)).toBeGreaterThan(1000);
	});

	it('never falls between refusals, and never jumps', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 2000 }), (accepted) => {
				const controller = refusedAfter(accepted);
				const rates = Array.from({ length: 240 }, (_, n) => controller.rate(START + n * 250));
				const steps = rates.slice(1).map((rate, n) => rate / rates[n]);
				expect(Math.min(...steps)).toBeGreaterThanOrEqual(1);
				expect(Math.max(...steps)).toBeLessThan(1.05);
			}),
		);
	});

	it('is lowered by every refusal, whatever was accepted', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 2, max: 500 }),
				fc.integer({ min: 0, max: 500 }),
				fc.integer({ min: 1, max: 100_000 }),
				(first, second, afterMs) => {
					const controller = refusedAfter(first);
					const now = START + afterMs;
					for (let n = 0; n < second; n++) controller.accepted(now, now);
					const before = controller.rate(now);
					controller.refused(now);
					expect(controller.rate(now)).toBeLessThan(Math.max(before, 0.5));
				},
			),
		);
	});

	it('stays above zero, so that something is tried again', () => {
		const controller = refusedAfter(0);
		for (let n = 1; n <= 100; n++) controller.refused(START + n * 1000);
		expect(controller.rate(START + 100_000)).toBeGreaterThan(0.4);
		expect(controller.rate(START + 400_000)).toBeGreaterThan(1);
	});
});

describe('what was accepted', () => {
	it('counts for one second', () => {
		const controller = createRateController();
		for (let n = 0; n < 70; n++) controller.accepted(START - 1001, START - 1020);
		for (let n = 0; n < 10; n++) controller.accepted(START - 500, START - 520);
		controller.refused(START);
		expect(controller.rate(START)).toBeCloseTo(8.5);
	});

	it('counts although its answer was overtaken by a refusal', () => {
		const controller = createRateController();
		for (let n = 0; n < 10; n++) controller.accepted(START - 5, START - 30);
		controller.refused(START);
		expect(controller.rate(START)).toBeCloseTo(8.5);
		for (let n = 0; n < 30; n++) controller.accepted(START + 10, START - 20);
		expect(controller.rate(START)).toBeCloseTo(34);
	});

	it('after the ban counts for the next one', () => {
		const controller = refusedAfter(100);
		const later = START + 30_000;
		for (let n = 0; n < 20; n++) controller.accepted(later - 100, later - 120);
		controller.refused(later);
		expect(controller.rate(later)).toBeCloseTo(17);
	});

	it('counts also when the clock is set back', () => {
		const controller = createRateController();
		for (let n = 0; n < 10; n++) controller.accepted(START, START);
		for (let n = 0; n < 10; n++) controller.accepted(START - 3_600_000, START - 3_600_000);
		controller.refused(START);
		expect(controller.rate(START)).toBeCloseTo(17);
	});
});
