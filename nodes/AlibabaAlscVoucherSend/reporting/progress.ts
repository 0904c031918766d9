import { durationInWords } from '../../../wording/durationInWords';
import { counted } from '../../../wording/join';
import { phrase } from '../../../wording/say';
import type { RunTotals } from './summary';

/** How far a run has come. */
export interface HowFar {
	totals: Pick<RunTotals, 'counts' | 'already' | 'alreadyByKey'>;
	/** Requests that have left. */
	calls: number;
	/** How long the platform takes no calls yet, in milliseconds. */
	banMs: number;
}

export interface ProgressOptions {
	itemCount: number;
	/** How often to tell, in milliseconds. */
	everyMs: number;
	look: () => HowFar;
	tell: (line: string) => void;
	clock?: ProgressClock;
}

export interface ProgressClock {
	/** Milliseconds from any point in time. */
	now: () => number;
	/** Calls `beat` every `ms` until the returned function is called. */
	every: (ms: number, beat: () => void) => () => void;
}

interface Look {
	atMs: number;
	ended: number;
	calls: number;
}

/** The time left is reckoned from the last looks, a minute in all, so that one ban does not distort it. */
const LOOKS_OF_A_PACE = 4;

const CLOCK: ProgressClock = {
	now: () => performance.now(),
	every: (ms, beat) => {
		const timer = setInterval(beat, ms).unref();
		return () => clearInterval(timer);
	},
};

/**
 * Tells every now and then how far a run has come. A run that is over before the first time tells
 * nothing.
 *
 * @returns ends it; to be called however the run ends
 */
export function tellProgress({
	itemCount,
	everyMs,
	look,
	tell,
	clock = CLOCK,
}: ProgressOptions): () => void {
	const looks: Look[] = [{ atMs: clock.now(), ended: 0, calls: 0 }];
	return clock.every(everyMs, () => {
		try {
			const howFar = look();
			const ended = Object.values(howFar.totals.counts).reduce((sum, items) => sum + items, 0);
			looks.push({ atMs: clock.now(), ended, calls: howFar.calls });
			tell(progressLine(itemCount, howFar, looks));
			if (looks.length > LOOKS_OF_A_PACE) looks.shift();
		} catch {
			// An error thrown in a timer would end the n8n process; the run goes on without this line.
		}
	});
}

function progressLine(
	itemCount: number,
	{ totals, banMs }: HowFar,
	looks: readonly Look[],
): string {
	const { counts, already, alreadyByKey } = totals;
	const before = already + alreadyByKey;
	const [latest, last, first] = [looks.at(-1), looks.at(-2), looks[0]] as [Look, Look, Look];
	const callsPerSecond = perSecond(latest.calls - last.calls, latest, last);
	const endedPerSecond = perSecond(latest.ended - first.ended, latest, first);
	const left = itemCount - latest.ended;
	const kinds = [
		[counts.sent - before, 'countSent'],
		[before, 'progressSentBefore'],
		[counts.rejected, 'countRejected'],
		[counts.not_sent, 'countNotSent'],
		[counts.unknown, 'countUnknown'],
	] as const;
	const seconds = (amount: number) => durationInWords(Math.ceil(amount));
	return [
		phrase('progressItems', { ended: counted(latest.ended), all: counted(itemCount) }),
		...kinds.flatMap(([items, id]) => (items > 0 ? [phrase(id, { count: counted(items) })] : [])),
		phrase('progressCalls', { count: pace(callsPerSecond) }),
		...(banMs > 1000 ? [phrase('progressBan', { time: seconds(banMs / 1000) })] : []),
		...(endedPerSecond > 0 && left > 0
			? [phrase('progressLeft', { time: seconds(left / endedPerSecond) })]
			: []),
	].join(' · ');
}

function perSecond(many: number, to: Look, from: Look): number {
	return many / Math.max(0.001, (to.atMs - from.atMs) / 1000);
}

function pace(value: number): string {
	return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 });
}
