import { TopAbortedError } from '../../../top/protocol/errors';
import type { DeliveryContext, DeliveryEvents } from '../delivery/context';
import { deliver } from '../delivery/deliver';
import { voucherOf } from '../delivery/lookUp/earlierRequests';
import { recordRequest } from '../delivery/lookUp/voucherHistory';
import type { Outcome } from '../delivery/outcome';
import { unknownWords } from '../delivery/words';
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
	/** How many send at the same time. */
	count: number;
	/** How many items may wait for a sender. */
	queueLength: number;
	ledger: Pick<Ledger, 'record'>;
	claims: Pick<Claims, 'maySend' | 'note'>;
	endings: Pick<Endings, 'end' | 'markInDoubt'>;
}

/** So many items may be set aside at a time, each with its look-ups; they stand for a platform in trouble. */
const MOST_ASIDE = 1_000;

/**
 * Sends items, so many at a time; those that must wait are set aside, and others take their place.
 * Whatever fails with one of them ends the run and makes that item unknown if a request for it has left;
 * what else is in flight is awaited.
 */
export class Senders {
	private readonly queue: Channel<Sendable>;
	private readonly places: Places;
	/** Items of which a request may have been executed, with the time the first one left. */
	private readonly inFlight = new Map<Sendable, number>();
	/** Requests that have left. */
	calls = 0;
	/** Items that were in doubt before this run; looked at when all others are known. */
	private readonly heldBack: Sendable[] = [];

	constructor(private readonly options: SendersOptions) {
		this.queue = new Channel(options.queueLength);
		this.places = new Places(options.count, MOST_ASIDE);
	}

	/** Whether a request is out whose answer is awaited. */
	get isBusy(): boolean {
		return this.inFlight.size > 0;
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

	/** Sends until there is nothing more to send; it does not fail, and nothing is in flight afterwards. */
	async run(): Promise<void> {
		const underWay = new Set<Promise<void>>();
		for (let item = await this.queue.take(); item; item = await this.queue.take()) {
			await this.places.take();
			const sending = this.sendOne(item).finally(() => {
				underWay.delete(sending);
				this.places.giveBack();
			});
			underWay.add(sending);
		}
		await Promise.all(underWay);
	}

	/**
	 * Writes down what is in flight as unknown. It runs synchronously within the cancelling: the engine
	 * stores the execution right after it, without waiting for the node.
	 */
	writeDownInFlight(): void {
		const words = describeFailure(new TopAbortedError(true));
		for (const [item, firstAttemptAtMs] of this.inFlight) {
			const attempts = (item.kind === 'inDoubt' ? item.earlier.attempts : 0) + 1;
			const lostAtMs = Date.now();
			try {
				this.remember(item.work, { kind: 'unknown', attempts, words, firstAttemptAtMs, lostAtMs });
			} catch (error) {
				this.options.delivery.stop.request(describeFailure(error));
			}
		}
	}

	private async sendOne(item: Sendable): Promise<void> {
		const { claims, endings } = this.options;
		const { work } = item;
		let mayBeExecuted = item.kind === 'inDoubt';
		let isRemembered = false;
		try {
			const outcome = await this.outcomeOf(item, {
				leaving: (firstAttemptAtMs) => {
					if (!claims.maySend(work)) throw new TopAbortedError(false);
					mayBeExecuted = true;
					this.calls++;
					this.inFlight.set(item, firstAttemptAtMs);
				},
				notExecuted: () => {
					mayBeExecuted = false;
					this.inFlight.delete(item);
				},
				setAside: async (wait) => await this.places.lend(wait),
			});
			this.remember(work, outcome);
			isRemembered = true;
			claims.note(work, outcome);
			// What was in doubt before and is found at the customer was sent before.
			endings.end(
				work.item.itemIndex,
				outcome,
				work,
				item.kind !== 'inDoubt' || !isVerified(outcome),
			);
		} catch (error) {
			this.breakOff(item, error, { mayBeExecuted, isRemembered });
		} finally {
			this.inFlight.delete(item);
		}
	}

	private async outcomeOf(item: Sendable, flight: DeliveryEvents): Promise<Outcome> {
		const { delivery } = this.options;
		const { reason } = delivery.stop;
		const earlier = item.kind === 'inDoubt' ? item.earlier : undefined;
		if (reason && earlier) return { kind: 'unknown', ...earlier };
		if (reason) return { kind: 'not_sent', attempts: 0, words: reason };
		return await deliver(deliveryOf(delivery, item.work), item.work.request, earlier, flight);
	}

	/** Something failed that nobody expects to fail: nothing more leaves, and the item stays in doubt. */
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
				if (!isRemembered) this.remember(work, outcome);
			},
			() => claims.note(work, outcome),
			() => endings.end(itemIndex, outcome, work),
		];
		// Each on its own: what is broken for one must not keep the others from being told.
		for (const step of steps) {
			try {
				step();
			} catch {
				// The item is in doubt already, and the run has its reason to end.
			}
		}
	}

	private remember({ itemKey, request, requestIdComesAgain }: Work, outcome: Outcome): void {
		const isNeeded = !requestIdComesAgain || outcome.kind === 'unknown';
		const requestId = isNeeded ? request.request_id : undefined;
		this.options.ledger.record(itemKey, { quantity: request.voucher_num, outcome, requestId });
	}
}

function isVerified(outcome: Outcome): boolean {
	return outcome.kind === 'sent' && outcome.proof.by === 'verification';
}

/** Whoever counts this customer's vouchers must know of all that is sent while the item is in doubt. */
function countAsInDoubt(
	{ appIdentity }: DeliveryContext,
	{ work: { request }, earlier }: Extract<Sendable, { kind: 'inDoubt' }>,
): void {
	recordRequest(voucherOf(appIdentity, request), {
		requestId: request.request_id ?? '',
		leftAtMs: earlier.firstAttemptAtMs ?? 0,
		endedAtMs: earlier.lostAtMs ?? earlier.quietSinceMs ?? Date.now(),
		given: 0,
		perhaps: Math.max(1, earlier.attempts) * request.voucher_num,
	});
}
