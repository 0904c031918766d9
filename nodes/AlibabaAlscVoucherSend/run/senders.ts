import { TopAbortedError } from '../../../top/protocol/errors';
import type { DeliveryContext, DeliveryEvents } from '../delivery/context';
import { deliver } from '../delivery/deliver';
import { voucherOf } from '../delivery/lookUp/earlierRequests';
import { recordRequest } from '../delivery/lookUp/voucherHistory';
import type { Outcome } from '../delivery/outcome';
import { unknownWords } from '../delivery/words';
import type { Concurrency } from '../../shared/concurrency';
import type { Ledger } from '../memory/ledger/ledger';
import { UNEXPECTED } from '../../../wording/businessWords';
import { describeFailure } from '../../../wording/describeFailure';
import { Channel } from './channel';
import type { Claims } from './claims';
import { Places } from './places';
import { stoppedByItem, type Endings } from './endings';
import { deliveryOf, type Sendable, type Work } from './itemState';

export interface SendersOptions {
	delivery: DeliveryContext;
	/** How many items may be on the wire at a time. */
	concurrency: Concurrency;
	/** How many items may wait for a sender. */
	queueLength: () => number;
	ledger: Pick<Ledger, 'record'>;
	claims: Pick<Claims, 'maySend' | 'recordEnding'>;
	endings: Pick<Endings, 'end' | 'markInDoubt'>;
}

/**
 * How many items may be set aside at a time. Each costs look-ups, and so many lost answers mean that the
 * platform is in trouble: no new item is sent until some are decided.
 */
const MOST_ASIDE = 1_000;

/**
 * Sends items, at most `count` at a time. An item that must wait for something other than its answer is set
 * aside, and another takes its place. An unexpected error stops the run; its item is unknown if a request
 * for it has left, and the answers to all other requests are awaited.
 */
export class Senders {
	private readonly queue: Channel<Sendable>;
	private readonly places: Places;
	private readonly underWay = new Set<Promise<void>>();
	/** Items with a request that may have been executed, and when their first one left. */
	private readonly inFlight = new Map<Sendable, number>();
	/** How many requests have left. */
	calls = 0;
	/** Items that were in doubt before this run; sent when all others are read, because they are looked up. */
	private readonly heldBack: Sendable[] = [];

	constructor(private readonly options: SendersOptions) {
		this.queue = new Channel(options.queueLength);
		this.places = new Places(options.concurrency.count, MOST_ASIDE);
	}

	/** Whether any item waits for its turn, or for its answer. */
	get isBusy(): boolean {
		return this.underWay.size > 0;
	}

	async put(item: Sendable): Promise<void> {
		if (item.kind === 'inDoubt') {
			countAsInDoubt(deliveryOf(this.options.delivery, item.work), item);
			this.heldBack.push(item);
		} else await this.queue.put(item);
	}

	async putHeldBack(): Promise<void> {
		for (const item of this.heldBack.splice(0)) await this.queue.put(item);
	}

	/** No more items will come. */
	close(): void {
		this.queue.close();
	}

	/** Sends until the queue is closed and empty. It never rejects, and nothing is in flight afterwards. */
	async run(): Promise<void> {
		for (let item = await this.queue.take(); item; item = await this.queue.take()) {
			await this.places.take();
			const sending = this.sendOne(item).finally(() => {
				this.underWay.delete(sending);
				this.places.giveBack();
			});
			this.underWay.add(sending);
		}
		await Promise.all(this.underWay);
	}

	/**
	 * Writes every item in flight into the ledger as unknown. This has to be synchronous: when an execution
	 * is cancelled, n8n stores it right after the signal has fired, without waiting for the node.
	 */
	writeDownInFlight(): void {
		const words = describeFailure(new TopAbortedError(true));
		for (const [item, firstAttemptAtMs] of this.inFlight) {
			const attempts = (item.kind === 'inDoubt' ? item.earlier.attempts : 0) + 1;
			const lostAtMs = Date.now();
			try {
				this.recordInLedger(item.work, {
					kind: 'unknown',
					attempts,
					words,
					firstAttemptAtMs,
					lostAtMs,
				});
			} catch (error) {
				this.options.delivery.stop.request(describeFailure(error));
			}
		}
	}

	private async sendOne(item: Sendable): Promise<void> {
		const { claims, endings, concurrency } = this.options;
		const { work } = item;
		let leftAtMs = 0;
		let mayBeExecuted = item.kind === 'inDoubt';
		let isRecorded = false;
		try {
			const outcome = await this.outcomeOf(item, {
				leaving: (firstAttemptAtMs) => {
					if (!claims.maySend(work)) throw new TopAbortedError(false);
					mayBeExecuted = true;
					this.calls++;
					leftAtMs = performance.now();
					this.inFlight.set(item, firstAttemptAtMs);
				},
				notExecuted: () => {
					concurrency.trouble();
					mayBeExecuted = false;
					this.inFlight.delete(item);
				},
				setAside: async (wait) => await this.places.lend(wait),
			});
			this.recordInLedger(work, outcome);
			isRecorded = true;
			claims.recordEnding(work, outcome);
			this.adapt(outcome, performance.now() - leftAtMs);
			// An item in doubt whose voucher is found at the customer was sent by an earlier run.
			endings.end(
				work.item.itemIndex,
				outcome,
				work,
				item.kind !== 'inDoubt' || !isVerified(outcome),
			);
		} catch (error) {
			this.breakOff(item, error, { mayBeExecuted, isRemembered: isRecorded });
		} finally {
			this.inFlight.delete(item);
		}
	}

	/** Adapts how many items may be on the wire to how long an answer took. */
	private adapt(outcome: Outcome, tookMs: number): void {
		const { concurrency } = this.options;
		if (outcome.kind === 'unknown') concurrency.trouble();
		else if (isAnswered(outcome)) this.places.change(concurrency.answered(tookMs));
	}

	private async outcomeOf(item: Sendable, events: DeliveryEvents): Promise<Outcome> {
		const { delivery } = this.options;
		const { reason } = delivery.stop;
		const earlier = item.kind === 'inDoubt' ? item.earlier : undefined;
		if (reason && earlier) return { kind: 'unknown', ...earlier };
		if (reason) return { kind: 'not_sent', attempts: 0, words: reason };
		return await deliver(deliveryOf(delivery, item.work), item.work.request, earlier, events);
	}

	/** Ends an item after an unexpected error, and stops the run: unknown if a request may have been executed. */
	private breakOff(
		item: Sendable,
		error: unknown,
		{ mayBeExecuted, isRemembered }: { mayBeExecuted: boolean; isRemembered: boolean },
	): void {
		const { delivery, claims, endings } = this.options;
		const { work } = item;
		const { itemIndex } = work.item;
		const words = { ...describeFailure(error), hint: UNEXPECTED.hint };
		delivery.stop.request(stoppedByItem(itemIndex, words));
		const earlier = item.kind === 'inDoubt' ? item.earlier : undefined;
		const leftAtMs = this.inFlight.get(item);
		const attempts = (earlier?.attempts ?? 0) + (leftAtMs === undefined ? 0 : 1);
		const outcome: Outcome = mayBeExecuted
			? {
					kind: 'unknown',
					attempts,
					words: unknownWords(describeFailure(error), undefined),
					firstAttemptAtMs: leftAtMs ?? earlier?.firstAttemptAtMs,
					lostAtMs: leftAtMs === undefined ? earlier?.lostAtMs : Date.now(),
				}
			: { kind: 'not_sent', attempts, words };
		if (outcome.kind === 'unknown') endings.markInDoubt(work, outcome);
		const steps = [
			() => {
				if (!isRemembered) this.recordInLedger(work, outcome);
			},
			() => claims.recordEnding(work, outcome),
			() => endings.end(itemIndex, outcome, work),
		];
		// The error may come from one of these steps, so each is tried whether or not another fails.
		for (const step of steps) {
			try {
				step();
			} catch {
				// Its fallback is set above, and the run is already asked to stop.
			}
		}
	}

	private recordInLedger({ itemKey, request, requestIdComesAgain }: Work, outcome: Outcome): void {
		const isNeeded = !requestIdComesAgain || outcome.kind === 'unknown';
		const requestId = isNeeded ? request.request_id : undefined;
		this.options.ledger.record(itemKey, { quantity: request.voucher_num, outcome, requestId });
	}
}

function isAnswered(outcome: Outcome): boolean {
	return outcome.kind === 'sent' && outcome.proof.by === 'answer';
}

function isVerified(outcome: Outcome): boolean {
	return outcome.kind === 'sent' && outcome.proof.by === 'verification';
}

/** Look-ups of other items for the same customer must allow for what this item may have given. */
function countAsInDoubt(
	{ appIdentity }: DeliveryContext,
	{ work: { request }, earlier }: Extract<Sendable, { kind: 'inDoubt' }>,
): void {
	recordRequest(voucherOf(appIdentity, request), {
		requestId: request.request_id ?? '',
		leftAtMs: earlier.firstAttemptAtMs ?? 0,
		endedAtMs: earlier.lostAtMs ?? earlier.quietSinceMs ?? Date.now(),
		given: 0,
		mayHaveGiven: Math.max(1, earlier.attempts) * request.voucher_num,
	});
}
