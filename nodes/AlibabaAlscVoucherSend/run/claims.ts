import type { Outcome } from '../delivery/outcome';
import { pause } from '../../shared/pause';
import { recordEarlierRequest } from '../delivery/lookUp/earlierRequests';
import type { DeliveryContext } from '../delivery/context';
import { RegisterProblem } from '../../shared/registerDatabase/registerProblem';
import { registerTimings } from '../../shared/registerDatabase/timings';
import type { FailureWords } from '../../../wording/describeFailure';
import { phrase, say, type Said } from '../../../wording/say';
import type { Endings } from './endings';
import { deliveryOf, type Claimable, type ItemState, type Sendable, type Work } from './itemState';
import { retriedElsewhere } from './retry';
import type { SendOnceWindow } from './sendOnceWindow';

export interface ClaimsOptions {
	/** Claims and settles keys; absent when items have none. */
	window?: SendOnceWindow;
	delivery: DeliveryContext;
	endings: Endings;
	/** Another execution has retried from the same point, and this one does not know what it sent. */
	isRetriedElsewhere: boolean;
	/** Hands an item to the senders. */
	send: (item: Sendable) => Promise<void>;
	/** Hands the senders the items in doubt that they held back until all others were read. */
	sendHeldBack: () => Promise<void>;
}

/**
 * Stands between the reader and the senders: it hands an item with a key on once this run has claimed the
 * key, and an item without a key at once.
 */
export class Claims {
	private waiting: Claimable[] = [];
	/** Items whose key another run has claimed. */
	private claimedElsewhere: Claimable[] = [];
	/**
	 * Whether the run stopped before it claimed the key of an item that was sent before or is in doubt: the
	 * register does not know of that item then.
	 */
	hasUnwrittenKeys = false;
	private problemAtEnd: unknown;

	constructor(private readonly options: ClaimsOptions) {}

	/** The next keys are claimed while the senders' queue holds so many items yet. */
	get leftWhenClaiming(): number {
		return (this.options.window?.size ?? 0) / 2;
	}

	/** Why endings could not be written into the register; their keys stay claimed. */
	get problem(): unknown {
		return this.options.window?.settleProblem ?? this.problemAtEnd;
	}

	/** Takes an item from the reader; claims the waiting keys as soon as they fill a window. */
	async add(item: Claimable): Promise<void> {
		const { window, delivery } = this.options;
		if (delivery.stop.reason) this.giveUp(item);
		else if (window && item.work.item.sendOnceKey !== '') {
			this.waiting.push(item);
			if (this.waiting.length >= window.size) await this.claimWaiting();
		} else await this.handOn(item);
	}

	/** Claims the keys of all waiting items; gives the items up when the register does not answer. */
	async claimWaiting(): Promise<void> {
		const { window, delivery } = this.options;
		const items = this.waiting;
		if (!window || items.length === 0) return;
		this.waiting = [];
		let claimed: ItemState[] | undefined;
		try {
			if (!delivery.stop.reason) {
				claimed = await window.claim(items);
			}
		} catch (error) {
			delivery.stop.request(notLookedUp(error));
		}
		if (!claimed) for (const item of items) this.giveUp(item);
		else for (const item of claimed) await this.goOnWith(item);
	}

	/**
	 * Asks the register again for keys that other runs had claimed, until they are settled or their lease
	 * lapses and this run takes them over. Items whose key is still claimed at the end are unknown.
	 */
	async awaitOthers(): Promise<void> {
		const { window, delivery, endings, sendHeldBack } = this.options;
		const { waitForOthersMs, mostLookAgainMs } = registerTimings;
		let { lookAgainMs } = registerTimings;
		const untilMs = Date.now() + waitForOthersMs;
		while (window && this.claimedElsewhere.length > 0) {
			// The other runs may be waiting for keys of this one.
			void window.flush();
			const goOn = Date.now() < untilMs && (await pause(lookAgainMs, delivery.stop.signal));
			lookAgainMs = Math.min(2 * lookAgainMs, mostLookAgainMs);
			const items = this.claimedElsewhere;
			this.claimedElsewhere = [];
			while (goOn && items.length > 0) {
				this.waiting = items.splice(0, window.size);
				await this.claimWaiting();
			}
			await sendHeldBack();
			for (const item of items) {
				const earlier = item.kind === 'inDoubt' ? item.earlier : undefined;
				const unknown = earlier ?? { attempts: 0, words: say('keyUnderWay') };
				endings.end(item.work.item.itemIndex, { kind: 'unknown', ...unknown }, item.work);
			}
		}
	}

	/** Whether a request for the item may leave now. If not, this asks the run to stop. */
	maySend(work: Work): boolean {
		const { window, delivery } = this.options;
		if (!window || window.maySend(work)) return true;
		delivery.stop.request(say('claimsLapsed'));
		return false;
	}

	/** What the user should know of the register, once the run is over. */
	get advice(): string | undefined {
		return this.options.window?.advice;
	}

	/** Settles an item's key with how it ended; written into the register later, with others. */
	recordEnding(work: Work, outcome: Outcome): void {
		this.options.window?.recordEnding(work, outcome);
	}

	/** Writes the last endings into the register; to be awaited when all senders have ended. */
	async finish(): Promise<void> {
		try {
			await this.options.window?.finish();
		} catch (error) {
			// Whatever fails here, all vouchers are sent by now: the report must still come out.
			this.problemAtEnd = error;
		} finally {
			this.options.window?.close();
		}
	}

	/** Handles an item by what the register said of its key. */
	private async goOnWith(item: ItemState): Promise<void> {
		const { delivery, endings } = this.options;
		switch (item.kind) {
			case 'unsent':
			case 'inDoubt':
			case 'sentBefore':
				return await this.goOnWithClaimed(item);
			case 'claimedElsewhere':
				recordEarlierRequest(deliveryOf(delivery, item.work), item.work.request);
				this.claimedElsewhere.push(item.before);
				return;
			case 'settled':
				if (item.work) recordEarlierRequest(deliveryOf(delivery, item.work), item.work.request);
				if (item.work) endings.end(item.work.item.itemIndex, item.outcome, item.work);
		}
	}

	private async goOnWithClaimed(item: Claimable): Promise<void> {
		const { endings, isRetriedElsewhere, delivery } = this.options;
		const { work } = item;
		if (item.kind === 'sentBefore') this.recordEnding(work, item.outcome);
		else if (isRetriedElsewhere) {
			// The other retry may have sent it without a key, or under another one.
			const earlier = item.kind === 'inDoubt' ? item.earlier : undefined;
			const outcome = retriedElsewhere(earlier?.attempts);
			this.recordEnding(work, earlier ? outcome : { ...outcome, kind: 'not_sent' });
			recordEarlierRequest(deliveryOf(delivery, work), work.request);
			endings.end(work.item.itemIndex, outcome, work);
			return;
		}
		await this.handOn(item);
	}

	/** Hands an item to the senders, or ends it if it was sent before. Its key is claimed, or it has none. */
	private async handOn(item: Claimable): Promise<void> {
		const { delivery, endings, send } = this.options;
		const { work } = item;
		endings.setFallback(item);
		if (item.kind !== 'unsent') recordEarlierRequest(deliveryOf(delivery, work), work.request);
		if (item.kind === 'sentBefore') endings.end(work.item.itemIndex, item.outcome, work);
		else await send(item);
	}

	/**
	 * Leaves an item because the run stops: one in doubt stays unknown, and one that no request has left for
	 * is reported as not sent by {@link Endings.endTheRest}.
	 */
	private giveUp(item: Claimable): void {
		const { endings, isRetriedElsewhere, window } = this.options;
		const { work } = item;
		const { itemIndex } = work.item;
		if (item.kind === 'sentBefore') endings.end(itemIndex, item.outcome, work);
		else if (item.kind === 'inDoubt') {
			endings.end(itemIndex, { kind: 'unknown', ...item.earlier }, work);
		} else if (isRetriedElsewhere) endings.end(itemIndex, retriedElsewhere(), work);
		this.hasUnwrittenKeys ||= item.kind !== 'unsent' && !window?.holds(work);
	}
}

function notLookedUp(error: unknown): FailureWords {
	const { message: reason, hint } = problemWords(error);
	return say('keysNotLookedUp', { reason, hint });
}

function problemWords(error: unknown): Said {
	if (error instanceof RegisterProblem) return error;
	const message = error instanceof Error ? error.message : String(error);
	return { message, hint: phrase('checkStore') };
}
