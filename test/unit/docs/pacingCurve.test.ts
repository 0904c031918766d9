import { NOTHING_LEARNT, afterBan, afterCalls, paceOf } from '../../../top/pacing/learntPace';
import { read } from './markdown';

test('the curve in docs/how-it-works.md is the one of the code', () => {
	const page = read('docs/how-it-works.md');
	const seriesOf = (name: string): number[] => {
		const [, series] = new RegExp(`^\\s*${name}.*\\[(.+)\\]$`, 'm').exec(page) ?? [];
		return series.split(', ').map(Number);
	};
	let learnt = afterBan(NOTHING_LEARNT, 1, () => 100);
	let usedMs = 0;

	const paces = seriesOf('x-axis').map((seconds) => {
		for (; usedMs < seconds * 1000; usedMs += 10) {
			learnt = afterCalls(learnt, paceOf(learnt) / 100);
		}
		return Number(paceOf(learnt).toFixed(1));
	});

	expect(seriesOf('line')).toEqual(paces);
});
