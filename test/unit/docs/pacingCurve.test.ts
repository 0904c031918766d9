import { createRateController } from '../../../top/pacing/rateController';
import { read } from './markdown';

test('the curve in docs/how-it-works.md is the one of the code', () => {
	const page = read('docs/how-it-works.md');
	const seriesOf = (name: string): number[] => {
		const [, series] = new RegExp(`^\\s*${name}.*\\[(.+)\\]$`, 'm').exec(page) ?? [];
		return series.split(', ').map(Number);
	};
	const controller = createRateController();
	for (let ms = 0; ms < 1000; ms += 10) controller.accepted(ms, ms);
	const refusedAtMs = 990;
	controller.refused(refusedAtMs);

	const paces = seriesOf('x-axis').map((seconds) =>
		Number(controller.rate(refusedAtMs + seconds * 1000).toFixed(1)),
	);

	expect(seriesOf('line')).toEqual(paces);
});
