import { correctedCount, isDoubtful } from '../../../../top/pacing/burst';

/**
 * Calls at even distances until a window has had `quota` of them; windows of a second begin at whole seconds.
 *
 * @returns how many were accepted, and the second at which the next one was refused
 */
function untilRefused(quota: number, perSecond: number, from: number) {
	let window = Math.floor(from);
	let inWindow = 0;
	for (let accepted = 0; ; accepted++) {
		const at = from + accepted / perSecond;
		if (Math.floor(at) !== window) [window, inWindow] = [Math.floor(at), 0];
		if (++inWindow > quota) return { accepted, at };
	}
}

describe('the count of a burst', () => {
	it.each([
		[100, 800, 0.96],
		[100, 800, 0.9],
		[100, 400, 0.9],
		[40, 500, 0.97],
		[40, 200, 0.9],
		[500, 1600, 0.85],
	])('of a quota of %i, at %i a second from %d s on, is corrected', (quota, perSecond, from) => {
		const burst = untilRefused(quota, perSecond, from);
		const pace = 0.95 * burst.accepted;
		const resumedAt = burst.at + 1;
		const next = untilRefused(quota, pace, resumedAt);
		const corrected = correctedCount(burst.accepted, burst.at - from, pace, next.at - resumedAt);
		expect(burst.accepted).toBeGreaterThan(1.05 * quota);
		expect((corrected ?? 0) / quota).toBeGreaterThan(0.95);
		expect((corrected ?? 0) / quota).toBeLessThan(1.05);
	});

	it.each([
		['too soon', 0.3],
		['too late', 2.1],
		['just when the next window began', 1],
	])('is not corrected when the next refusal came %s', (_name, seconds) => {
		expect(correctedCount(100, 0.1, 95, seconds)).toBeUndefined();
	});

	it('is doubtful when the burst took more than half a window', () => {
		expect([undefined, 0.1, 0.49, 0.51, 1].map(isDoubtful)).toEqual([
			false,
			false,
			false,
			true,
			true,
		]);
	});
});
