import { Concurrency } from '../../../nodes/shared/concurrency';

/** Answers come until so many rounds are complete; how many are in flight after each. */
function rounds(concurrency: Concurrency, times: number[]): number[] {
	return times.map((ms) => {
		const inRound = concurrency.count;
		for (let n = 0; n < inRound; n++) concurrency.answered(ms);
		return concurrency.count;
	});
}

it('grows where answers take long, up to the most', () => {
	expect(rounds(new Concurrency(32, 128), [400, 150, 150, 150, 150, 150, 150])).toEqual([
		32, 48, 72, 108, 128, 128, 128,
	]);
});

it.each([
	[10, 32],
	[20, 32],
	[30, 48],
	[50, 80],
])('answers that take %i ms are quick enough with %i in flight', (ms, count) => {
	expect(rounds(new Concurrency(32, 128), [ms, ms, ms, ms, ms, ms, ms, ms]).at(-1)).toBe(count);
});

it('takes the last step back, and stays, when answers become slower by it', () => {
	expect(rounds(new Concurrency(32, 128), [150, 150, 150, 220, 150, 150])).toEqual([
		32, 48, 72, 48, 48, 48,
	]);
});

it('does not grow any more after trouble', () => {
	const concurrency = new Concurrency(32, 128);
	rounds(concurrency, [150, 150]);
	concurrency.trouble();
	expect(rounds(concurrency, [150, 150, 150])).toEqual([48, 48, 48]);
});

it('does not grow where the user said how many', () => {
	expect(rounds(new Concurrency(32, 32), [150, 150, 150])).toEqual([32, 32, 32]);
});

it('says by how much it changed', () => {
	const concurrency = new Concurrency(2, 4);
	const changes = [9, 9, 9, 9, 9, 9, 90, 90, 90].map((ms) => concurrency.answered(10 * ms));
	expect(changes).toEqual([0, 0, 0, 1, 0, 0, -1, 0, 0]);
});
