import {
	tellProgress,
	type HowFar,
} from '../../../nodes/AlibabaAlscVoucherSend/reporting/progress';

const COUNTS = { sent: 0, rejected: 0, not_sent: 0, unknown: 0 };

/** A run of 1,000 items whose time passes by hand. */
function run() {
	const lines: string[] = [];
	let nowMs = 5_000;
	let beat: (() => void) | undefined;
	let howFar: HowFar = {
		totals: { counts: COUNTS, already: 0, alreadyByKey: 0 },
		calls: 0,
		banMs: 0,
	};
	const end = tellProgress({
		itemCount: 1_000,
		everyMs: 15_000,
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
		goOn: (
			counts: Partial<typeof COUNTS>,
			calls: number,
			more: Partial<HowFar['totals']> = {},
			banMs = 0,
		) => {
			nowMs += 15_000;
			const totals = { already: 0, alreadyByKey: 0, ...more, counts: { ...COUNTS, ...counts } };
			howFar = { totals, calls, banMs };
			beat?.();
			return lines.at(-1);
		},
	};
}

describe('the progress of a run', () => {
	it('tells what ended how, the calls a second and the time left', () => {
		const { goOn } = run();
		// 150 items in 15 s are 10 a second, so that 850 take 85 s.
		expect(goOn({ sent: 147, rejected: 2, unknown: 1 }, 300)).toBe(
			'150 of 1,000 items · 147 sent · 2 rejected · 1 unknown · 20 calls a second · about 2 min left',
		);
	});

	it('keeps what was sent before apart from what is sent now', () => {
		const { goOn } = run();
		expect(goOn({ sent: 40 }, 10, { already: 3, alreadyByKey: 27 })).toContain(
			'· 10 sent · 30 sent before ·',
		);
	});

	it('says when the platform takes calls again, and no time while nothing moves', () => {
		const { goOn } = run();
		expect(goOn({}, 0, {}, 40_000)).toBe(
			'0 of 1,000 items · 0 calls a second · the platform takes calls again in 40 seconds',
		);
	});

	it('reckons the time left by the last minute', () => {
		const { goOn } = run();
		for (const sent of [300, 315, 330, 345]) goOn({ sent }, sent);
		// 15 items in each of the last four times are one a second.
		expect(goOn({ sent: 360 }, 360)).toContain('about 11 min left');
	});

	it('says nothing any more once it has ended', () => {
		const { goOn, end, lines } = run();
		end();
		goOn({ sent: 10 }, 10);
		expect(lines).toEqual([]);
	});

	it('lets nothing out of its timer', () => {
		let beat = () => {};
		tellProgress({
			itemCount: 1,
			everyMs: 1,
			look: () => {
				throw new Error('broken');
			},
			tell: () => {},
			clock: { now: () => 0, every: (_ms, callback) => ((beat = callback), () => {}) },
		});
		expect(beat).not.toThrow();
	});
});
