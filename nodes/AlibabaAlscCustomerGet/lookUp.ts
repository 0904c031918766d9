import { setImmediate as nextTurnOfEventLoop } from 'node:timers/promises';
import { BusinessRefusal } from '../../top/calls/commonResult';
import { customerGet } from '../../top/calls/customerGet';
import type { TopClient } from '../../top/client';
import { judge } from '../../top/evidence';
import type { Pacer } from '../../top/pacing/pacer';
import { TopAbortedError } from '../../top/protocol/errors';
import { customerNotFound, isNotFound } from '../../wording/customerWords';
import { describeFailure } from '../../wording/describeFailure';
import { say } from '../../wording/say';
import { Concurrency } from '../shared/concurrency';
import { inputWords } from '../shared/inputWords';
import { readingCall, readingContext } from '../shared/readingCall';
import { tellProgress } from '../shared/progress';
import { RunStop } from '../shared/runStop';
import type { PaceSettings } from '../shared/settings';
import { throttledTooLong } from '../shared/throttledTooLong';
import type { Question } from './question';
import type { LookedUp, Result } from './result';
import { noResults, resultsInWords } from './summary';

export interface LookUpOptions {
	itemCount: number;
	settings: PaceSettings;
	/** Whether a failing item leaves the others be ("continue"). */
	continueOnFail: boolean;
	read: (itemIndex: number) => Question;
	client: TopClient;
	pacer: Pacer;
	/** The execution's cancel signal. */
	cancelSignal: AbortSignal;
	/** Called every now and then with how far a long run has come. */
	tellProgress: (line: string) => void;
}

const AGAIN_AFTER_MS = 500;
/** How long the event loop may be held before other workflows of the process get a turn. */
const MOST_BUSY_MS = 5;

/** One run of the node over all items: `concurrency` look-ups at a time, one for each value. */
export class LookUp {
	/** The item that stopped the run. */
	stoppedBy?: number;
	private readonly asked = new Map<string, Promise<Result>>();
	private readonly stop = new RunStop();
	private readonly counts = noResults();
	private calls = 0;
	private readonly concurrency: Concurrency;

	constructor(private readonly options: LookUpOptions) {
		const { first, most } = options.settings.concurrency;
		this.concurrency = new Concurrency(first, most);
	}

	/** Looks all items up; returns the results in the order of the items. */
	async run(): Promise<LookedUp[]> {
		const { itemCount, cancelSignal, pacer } = this.options;
		const onCancel = () => this.stop.request(say('customerNotReached'));
		cancelSignal.addEventListener('abort', onCancel);
		if (cancelSignal.aborted) onCancel();
		const endProgress = tellProgress({
			itemCount,
			look: () => ({
				ended: Object.values(this.counts).reduce((sum, items) => sum + items, 0),
				kinds: resultsInWords(this.counts),
				calls: this.calls,
				banMs: pacer.banRemainingMs(),
			}),
			tell: this.options.tellProgress,
		});
		const results = new Array<LookedUp>(itemCount);
		let next = 0;
		let busySince = performance.now();
		let working = 0;
		const work = async () => {
			const more: Array<Promise<void>> = [];
			working++;
			while (next < itemCount && working <= this.concurrency.count) {
				const itemIndex = next++;
				results[itemIndex] = await this.lookUp(itemIndex);
				while (working < this.concurrency.count && next < itemCount) more.push(work());
				if (performance.now() - busySince > MOST_BUSY_MS) {
					await nextTurnOfEventLoop();
					busySince = performance.now();
				}
			}
			working--;
			await Promise.all(more);
		};
		try {
			const first = Math.min(this.concurrency.count, itemCount);
			await Promise.all(Array.from({ length: first }, work));
		} finally {
			cancelSignal.removeEventListener('abort', onCancel);
			endProgress();
		}
		return results;
	}

	private async lookUp(itemIndex: number): Promise<LookedUp> {
		const { read, continueOnFail } = this.options;
		const looked = await this.answerTo(() => read(itemIndex));
		const { result } = looked;
		this.counts[result.kind]++;
		if (result.kind !== 'found' && !continueOnFail && !this.stop.reason) {
			this.stop.request(result.words);
			this.stoppedBy = itemIndex;
		}
		return looked;
	}

	private async answerTo(read: () => Question): Promise<LookedUp> {
		const { reason } = this.stop;
		if (reason) return { result: { kind: 'not_asked', words: reason } };
		let question: Question;
		try {
			question = read();
		} catch (error) {
			return { result: { kind: 'not_asked', words: inputWords(error) } };
		}
		const key = JSON.stringify(question.request);
		const result = this.asked.get(key) ?? this.ask(question);
		this.asked.set(key, result);
		return { result: await result, question };
	}

	private async ask({ request }: Question): Promise<Result> {
		const { client, pacer, settings, cancelSignal } = this.options;
		try {
			const answer = await readingCall(
				readingContext(pacer, settings, this.stop.signal, AGAIN_AFTER_MS),
				async () => {
					const leftAtMs = performance.now();
					this.calls++;
					const asked = customerGet(client, request, { signal: cancelSignal });
					void asked.then(
						() => this.concurrency.answered(performance.now() - leftAtMs),
						(error) => {
							if (!(error instanceof BusinessRefusal)) this.concurrency.trouble();
						},
					);
					return await asked;
				},
			);
			if (answer.customer) return { kind: 'found', answer };
			return { kind: 'not_found', words: customerNotFound(answer.requestId) };
		} catch (error) {
			return this.failed(error);
		}
	}

	private failed(error: unknown): Result {
		const { reason } = this.stop;
		if (error instanceof TopAbortedError)
			return { kind: 'not_asked', words: reason ?? say('customerNotReached') };
		if (error instanceof BusinessRefusal && isNotFound(error)) {
			return { kind: 'not_found', words: customerNotFound(error.requestId, error) };
		}
		const words = describeFailure(error, 'read');
		const { evidence, scope, throttle } = judge(error);
		if (throttle) {
			const { maxThrottleWaitMs } = this.options.settings;
			const tooLong = throttledTooLong(words, throttle, maxThrottleWaitMs);
			this.stop.request(tooLong);
			return { kind: 'not_asked', words: tooLong };
		}
		if (scope === 'run') this.stop.request(words);
		const isRefusal = error instanceof BusinessRefusal || evidence === 'refused';
		return { kind: isRefusal ? 'rejected' : 'no_answer', words };
	}
}
