import type { IExecuteFunctions } from 'n8n-workflow';
import { durationInWords } from '../../wording/durationInWords';
import { counted } from '../../wording/join';
import { phrase } from '../../wording/say';

/** How far a run has come. */
export interface HowFar {
	/** Items that have an outcome. */
	ended: number;
	/** What became of them, in words. */
	kinds: readonly string[];
	/** Requests that have left. */
	calls: number;
	/** How long the platform takes no calls yet, in milliseconds. */
	banMs: number;
}

export interface ProgressOptions {
	itemCount: number;
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

/** How often a run tells how far it has come. In one place so that tests can shorten it. */
export const progressTimings = { everyMs: 15_000 };

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
	look,
	tell,
	clock = CLOCK,
}: ProgressOptions): () => void {
	const looks: Look[] = [{ atMs: clock.now(), ended: 0, calls: 0 }];
	return clock.every(progressTimings.everyMs, () => {
		try {
			const howFar = look();
			looks.push({ atMs: clock.now(), ended: howFar.ended, calls: howFar.calls });
			tell(progressLine(itemCount, howFar, looks));
			if (looks.length > LOOKS_OF_A_PACE) looks.shift();
		} catch {
			// An error thrown in a timer would end the n8n process; the run goes on without this line.
		}
	});
}

/** Writes lines into n8n's log and, in a manual execution, into the console of the browser. */
export function progressTeller(context: IExecuteFunctions): (line: string) => void {
	const of = `${context.getNode().name}, execution ${context.getExecutionId()}`;
	return (line) => {
		context.logger?.info(`${of}: ${line}`);
		context.sendMessageToUI(line);
	};
}

function progressLine(itemCount: number, { kinds, banMs }: HowFar, looks: readonly Look[]): string {
	const [latest, last, first] = [looks.at(-1), looks.at(-2), looks[0]] as [Look, Look, Look];
	const callsPerSecond = perSecond(latest.calls - last.calls, latest, last);
	const endedPerSecond = perSecond(latest.ended - first.ended, latest, first);
	const left = itemCount - latest.ended;
	const seconds = (amount: number) => durationInWords(Math.ceil(amount));
	return [
		phrase('progressItems', { ended: counted(latest.ended), all: counted(itemCount) }),
		...kinds,
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
