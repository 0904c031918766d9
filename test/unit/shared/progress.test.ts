import { tellProgress } from '../../../nodes/shared/progress';

/** A run of 1,000 items whose time passes by hand. */
function run() {
	const lines: string[] = [];
	let nowMs = 5_000;
	let beat: (() => void) | undefined;
	let howFar = { ended: 0, kinds: [] as string[], calls: 0, banMs: 0 };
	const end = tellProgress({
		itemCount: 1_000,
		look: () => howFar,
		tell: (line) => lines.push(line),
		clock: {
			now: () => nowMs,
			every: (_ms, callback) => {
				beat = callback;
				return () => (beat = undefined);
			},
		},
	});
	return {
		lines,
		end,
		goOn: (ended: number, calls: number, kinds: string[] = [], banMs = 0) => {
			nowMs += 15_000;
			howFar = { ended, kinds, calls, banMs };
			beat?.();
			return lines.at(-1);
		},
	};
}

describe('the progress of a run', () => {
	it('tells what ended how, the calls a second and the time left', () => {
		const { goOn } = run();
		// 150 items in 15 s are 10 a second, so that 850 take 85 s.
		expect(goOn(150, 300, ['147 sent', '3 rejected'])).toBe(
			'150 of 1,000 items · 147 sent · 3 rejected · 20 calls a second · about 2 min left',
		);
	});

	it('says when the platform takes calls again, and no time while nothing moves', () => {
		const { goOn } = run();
		expect(goOn(0, 0, [], 40_000)).toBe(
			'0 of 1,000 items · 0 calls a second · the platform takes calls again in 40 seconds',
		);
	});

	it('reckons the time left by the last minute', () => {
		const { goOn } = run();
		for (const sent of [300, 315, 330, 345]) goOn(sent, sent);
		// 15 items in each of the last four times are one a second.
		expect(goOn(360, 360)).toContain('about 11 min left');
	});

	it('says nothing any more once it has ended', () => {
		const { goOn, end, lines } = run();
		end();
		goOn(10, 10);
		expect(lines).toEqual([]);
	});

	it('lets nothing out of its timer', () => {
		let beat = () => {};
		tellProgress({
			itemCount: 1,
			look: () => {
				throw new Error('broken');
			},
			tell: () => {},
			clock: { now: () => 0, every: (_ms, callback) => ((beat = callback), () => {}) },
		});
		expect(beat).not.toThrow();
	});
});
