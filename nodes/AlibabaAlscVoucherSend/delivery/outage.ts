import {
	TopConnectionError,
	TopLostAnswerError,
	TopAbortedError,
	TopUnreadableAnswerError,
	type UnreadableKind,
} from '../../../top/protocol/errors';
import { describeFailure, type FailureWords } from '../../../wording/describeFailure';
import { whenAborted } from '../../../top/whenAborted';
import { say } from '../../../wording/say';
import type { RunStop } from '../../shared/runStop';

/** Answers that come from something other than the platform: a front end, a proxy, a login page. */
const NOT_THE_PLATFORM: readonly UnreadableKind[] = [
	'empty',
	'html',
	'not-json',
	'oversized',
	'redirect',
	'wrong-method',
];

/** How many attempts in a row may fail by chance, beyond those that one accident hits together. */
const A_FEW = 3;

/**
 * Stops a run when something other than the platform answers, or nothing can be reached. It counts how many
 * attempts in a row ended that way, over all items; an answer of the platform ends the row.
 *
 * One accident may hit every attempt that is under way when a row begins. So the run is stopped only when
 * {@link A_FEW} more than those have failed, and these few leave one after the other.
 */
export class Outage {
	private underWay = 0;
	private row = 0;
	private mostInRow = 0;
	private waiting: Array<() => void> = [];

	constructor(private readonly stop: RunStop) {
		whenAborted(stop.signal, () => this.wake());
	}

	/** Waits until an attempt may leave; false when the run stops first. After true, {@link ended} must follow. */
	async maySend(): Promise<boolean> {
		while (this.row >= A_FEW && this.underWay > 0 && !this.stop.reason) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		}
		if (this.stop.reason) return false;
		this.underWay++;
		return true;
	}

	/** @param failure how the attempt ended, if not with success */
	ended(failure?: unknown): void {
		this.underWay--;
		const words = wordsOfOutage(failure);
		if (words) this.count(words);
		else if (isAnswer(failure)) this.row = 0;
		this.wake();
	}

	private count(words: (row: number) => FailureWords): void {
		if (this.row === 0) this.mostInRow = this.underWay + 1 + A_FEW;
		this.row++;
		if (this.row >= this.mostInRow) this.stop.request(words(this.row));
	}

	private wake(): void {
		for (const resume of this.waiting.splice(0)) resume();
	}
}

/** Whether the platform itself has answered, well or badly. */
function isAnswer(failure: unknown): boolean {
	return !(failure instanceof TopLostAnswerError || failure instanceof TopAbortedError);
}

function wordsOfOutage(failure: unknown): ((row: number) => FailureWords) | undefined {
	if (failure instanceof TopUnreadableAnswerError && NOT_THE_PLATFORM.includes(failure.kind)) {
		return (row) => notThePlatform(row, describeFailure(failure, 'read'));
	}
	if (failure instanceof TopConnectionError) return () => describeFailure(failure);
	return undefined;
}

function notThePlatform(row: number, { message, excerpt }: FailureWords): FailureWords {
	return { ...say('notThePlatform', { row, reason: message }), excerpt };
}
