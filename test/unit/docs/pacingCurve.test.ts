import { createRateController } from '../../../top/pacing/rateController';
import { read } from './markdown';

test('the curve in docs/how-it-works.md is the one of the code', () => {
	const page = read('docs/how-it-works.md');
	const seriesOf = (name: string): number[] => {
		const [, series] = new RegExp(`^\\s*${name}.*\\[(.+)\\]$`, 'm').exec(page) ?? [];
		return series.split(', ').map(Number);
	};
	const controller = createRateController();
	const acceptedInTheSecondBefore = (ms: number, count: number) => {
		for (let n = 0; n < count; n++) controller.accepted(ms - 900 + (n * 890) / count, ms - 1);
	};
	// Both climbs, then probing that is refused at a hundred.
	for (const [refusedAtMs, count] of [
		[0, 0],
		[2_000, 0],
		[5_000, 110],
		[20_000, 100],
	]) {
		acceptedInTheSecondBefore(refusedAtMs, count);
		controller.refused(refusedAtMs);
		controller.accepted(refusedAtMs + 1_000, refusedAtMs + 980);
	}

	const paces = seriesOf('x-axis').map((seconds) =>
		Number(controller.rate(21_000 + seconds * 1000).toFixed(1)),
	);

	expect(seriesOf('line')).toEqual(paces);
});
