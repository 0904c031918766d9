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

/** Items whose keys are claimed and that wait for a sender, beyond which no more keys are claimed. */
const HELD_READY = 100;

export interface ClaimsOptions {
	/** Claims keys and says how they ended; absent when items have no keys. */
	window?: SendOnceWindow;
	delivery: DeliveryContext;
	endings: Endings;
	/** Another execution has gone on from the same point: what it sent is not known here. */
	isRetriedElsewhere: boolean;
	/** Takes the items that may be sent. */
	send: (item: Sendable) => Promise<void>;
	/** Items in doubt that were held back may be looked at now. */
	sendHeldBack: () => Promise<void>;
}

/**
 * Stands between reading and sending: an item with a key passes once this run has claimed the key. This
 * is the only part that knows how keys are claimed.
 */
export class Claims {
	private waiting: Claimable[] = [];
	/** Items whose key another run has under way. */
	private elsewhere: Claimable[] = [];
	/** Items that may have been sent before were left without their keys being written down. */
	hasUnwrittenKeys = false;
	private problemAtEnd: unknown;

	constructor(private readonly options: ClaimsOptions) {}

	/** How many items to hold ready, so that senders have work while the next keys are claimed. */
	get size(): number {
		return this.options.window ? HELD_READY : 0;
	}

	/** Why it could not be written down how keys ended; they stay claimed. */
	get problem(): unknown {
		return this.options.window?.settleProblem ?? this.problemAtEnd;
	}

	/** Takes an item on its way to the senders; a full window is claimed at once. */
	async add(item: Claimable): Promise<void> {
		const { window, delivery } = this.options;
		if (delivery.stop.reason) this.giveUp(item);
		else if (window && item.work.item.sendOnceKey !== '') {
			this.waiting.push(item);
			if (this.waiting.length >= window.size) await this.claimWaiting();
		} else await this.pass(item);
	}

	/** Claims the keys of the items that wait for it. */
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
		else for (const item of claimed) await this.use(item);
	}

	/**
	 * Waits until other runs say how their items ended; what they leave behind is taken over. What takes
	 * too long is left unknown.
	 */
	async awaitOthers(): Promise<void> {
		const { window, delivery, endings, sendHeldBack } = this.options;
		const { waitForOthersMs, mostLookAgainMs } = registerTimings;
		let { lookAgainMs } = registerTimings;
		const untilMs = Date.now() + waitForOthersMs;
		while (window && this.elsewhere.length > 0) {
			// They may be waiting for items of this run.
			void window.flush();
			const goOn = Date.now() < untilMs && (await pause(lookAgainMs, delivery.stop.signal));
			lookAgainMs = Math.min(2 * lookAgainMs, mostLookAgainMs);
			const items = this.elsewhere;
			this.elsewhere = [];
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

	/** Whether a request for an item may leave now; if not, the run ends. */
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

	/** Notes how an item ended. */
	note(work: Work, outcome: Outcome): void {
		this.options.window?.note(work, outcome);
	}

	/** Writes what was noted; to be awaited when all senders have ended. */
	async finish(): Promise<void> {
		try {
			await this.options.window?.finish();
		} catch (error) {
			this.problemAtEnd = error;
		} finally {
			this.options.window?.close();
		}
	}

	/** Goes on with an item whose key was asked for. */
	private async use(item: ItemState): Promise<void> {
		const { delivery, endings } = this.options;
		switch (item.kind) {
			case 'unsent':
			case 'inDoubt':
			case 'sentBefore':
				return await this.useClaimed(item);
			case 'elsewhere':
				recordEarlierRequest(deliveryOf(delivery, item.work), item.work.request);
				this.elsewhere.push(item.before);
				return;
			case 'settled':
				if (item.work) recordEarlierRequest(deliveryOf(delivery, item.work), item.work.request);
				if (item.work) endings.end(item.work.item.itemIndex, item.outcome, item.work);
		}
	}

	private async useClaimed(item: Claimable): Promise<void> {
		const { endings, isRetriedElsewhere, delivery } = this.options;
		const { work } = item;
		if (item.kind === 'sentBefore') this.note(work, item.outcome);
		else if (isRetriedElsewhere) {
			// The other retry may have sent it without a key, or under another one.
			const earlier = item.kind === 'inDoubt' ? item.earlier : undefined;
			const outcome = retriedElsewhere(earlier?.attempts);
			this.note(work, earlier ? outcome : { ...outcome, kind: 'not_sent' });
			recordEarlierRequest(deliveryOf(delivery, work), work.request);
			endings.end(work.item.itemIndex, outcome, work);
			return;
		}
		await this.pass(item);
	}

	/** Hands an item on that has its key, or needs none. */
	private async pass(item: Claimable): Promise<void> {
		const { delivery, endings, send } = this.options;
		const { work } = item;
		endings.expect(item);
		if (item.kind !== 'unsent') recordEarlierRequest(deliveryOf(delivery, work), work.request);
		if (item.kind === 'sentBefore') endings.end(work.item.itemIndex, item.outcome, work);
		else await send(item);
	}

	/** The run stops before an item: it is not sent, or as much in doubt as it was. */
	private giveUp(item: Claimable): void {
		const { endings, isRetriedElsewhere, window } = this.options;
		const { work } = item;
		const { itemIndex } = work.item;
		if (item.kind === 'sentBefore') endings.end(itemIndex, item.outcome, work);
		else if (item.kind === 'inDoubt') {
			endings.end(itemIndex, { kind: 'unknown', ...item.earlier }, work);
		} else if (isRetriedElsewhere) endings.end(itemIndex, retriedElsewhere(), work);
		this.hasUnwrittenKeys ||= item.kind !== 'unsent' && !window?.has(work);
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
