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

/** What answers with these does not speak the platform's language: a front end, a proxy, a login page. */
const NOT_THE_PLATFORM: readonly UnreadableKind[] = [
	'empty',
	'html',
	'not-json',
	'oversized',
	'redirect',
	'wrong-method',
];

/** So many in a row may be an accident, beside all that one accident hits because it is under way. */
const A_FEW = 3;

/**
 * Ends a run of which nothing can come: something else than the platform answers, or nothing can be
 * reached. It counts, over the whole run, how many attempts in a row ended so. One proper answer of the
 * platform ends the row. What is under way when a row begins may all be hit by one accident, so a few
 * more than that end the run; once a row has begun, those few leave one after the other.
 */
export class Outage {
	private underWay = 0;
	private row = 0;
	private mostInRow = 0;
	private waiting: Array<() => void> = [];

	constructor(private readonly stop: RunStop) {
		whenAborted(stop.signal, () => this.wake());
	}

	/** Waits for its turn to leave; false when the run ends before. Each one that leaves has to end. */
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
