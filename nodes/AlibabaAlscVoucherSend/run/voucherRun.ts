import { setImmediate as nextTurnOfEventLoop } from 'node:timers/promises';
import { TopAbortedError } from '../../../top/protocol/errors';
import { deliver, type DeliveryContext } from '../delivery/deliver';
import type { Failed, Outcome } from '../delivery/outcome';
import { pause } from '../../shared/pause';
import { voucherOf } from '../delivery/recalled';
import type { Ledger } from '../ledger/ledger';
import type { RunSettings } from '../reading/settings';
import { storeTimings } from '../sendOnce/storeTimings';
import { describeFailure, type FailureWords } from '../../../wording/describeFailure';
import { Channel } from './channel';
import type { Preparation } from './preparation';
import { contested } from './retry';
import { RunReport } from './runReport';
import type { SendOnceWindow } from './sendOnceWindow';
import type { Prepared, Work } from './work';

export interface VoucherRunOptions {
	itemCount: number;
	settings: RunSettings;
	/** Whether a failing item leaves the others be ("continue"). */
	continueOnFail: boolean;
	preparation: Preparation;
	ledger: Ledger;
	delivery: DeliveryContext;
	/** Present when keys are given. */
	sendOnce?: SendOnceWindow;
}

/** The longest stretch of reading before other workflows of the process get a turn. */
const MOST_BUSY_MS = 5;

/**
 * One run of the node over all items. One reader makes items ready while up to `maxConcurrency` senders
 * deliver them, so that the first request leaves before the last item has been read; at most a window
 * of items is held between them.
 */
export class VoucherRun {
	private readonly report: RunReport;
	private readonly duplicates: Array<Extract<Prepared, { kind: 'duplicate' }>> = [];
	private readonly inFlight = new Map<Work, number>();
	private readonly channel: Channel<Work>;
	/** Items whose voucher may have been sent before this run; looked at when all others are known. */
	private readonly recovered: Work[] = [];
	/** Items whose key is still to be claimed. */
	private waiting: Work[] = [];
	private windowSize: number;
	/** Items whose key another n8n process has under way. */
	private readonly elsewhere: Work[] = [];

	constructor(private readonly options: VoucherRunOptions) {
		this.report = new RunReport(options.itemCount, options.settings.dryRun);
		this.channel = new Channel(
			Math.max(options.settings.maxConcurrency, options.sendOnce?.size ?? 0),
		);
		this.windowSize = options.sendOnce?.firstSize ?? 0;
	}

	/** Why the send-once store could not be told how keys ended. */
	get sendOnceProblem(): unknown {
		return this.options.sendOnce?.settleProblem;
	}

	/** Items that may have been sent before were left without their keys being written down. */
	leftKeys = false;

	/** Runs to the end; every item has an outcome afterwards. */
	async run(): Promise<RunReport> {
		const { settings, delivery, itemCount, sendOnce } = this.options;
		const onCancel = () => this.cancelled();
		delivery.cancelSignal.addEventListener('abort', onCancel);
		try {
			if (delivery.cancelSignal.aborted) this.cancelled();
			const senders = Array.from({ length: Math.min(settings.maxConcurrency, itemCount) }, () =>
				this.send(),
			);
			await Promise.all([this.read(), ...senders]);
			await sendOnce?.finish();
		} finally {
			sendOnce?.close();
			delivery.cancelSignal.removeEventListener('abort', onCancel);
		}
		this.settleTheRest();
		return this.report;
	}

	private async read(): Promise<void> {
		try {
			const { settings, preparation } = this.options;
			if (settings.maxVouchers === Infinity && !preparation.needsAll) {
				await this.readAll(async (prepared, itemIndex) => await this.dispatch(prepared, itemIndex));
			} else {
				const read: Prepared[] = [];
				await this.readAll(async (prepared) => void read.push(prepared));
				const all = preparation.findUnderAnotherKey(read);
				// First of all: whatever becomes of the others, the store is to know of these.
				for (const { work } of all) if (work?.sentBefore) await this.dispatchWork(work);
				await this.claimWaiting();
				this.checkCap(all);
				for (const [itemIndex, prepared] of all.entries()) {
					if (!prepared.work?.sentBefore) await this.dispatch(prepared, itemIndex);
				}
			}
			await this.claimWaiting();
			await this.sendRecovered();
			await this.awaitOthers();
		} finally {
			this.channel.close();
		}
	}

	private async readAll(
		use: (prepared: Prepared, itemIndex: number) => Promise<void>,
	): Promise<void> {
		const { itemCount, preparation, delivery, ledger } = this.options;
		let busySince = performance.now();
		for (let itemIndex = 0; itemIndex < itemCount; itemIndex++) {
			// What an earlier try settled is reported even when this one has to stop.
			if (delivery.stop.reason && (ledger.isEmpty || delivery.cancelSignal.aborted)) return;
			await use(preparation.prepare(itemIndex), itemIndex);
			if (this.inFlight.size > 0 || performance.now() - busySince > MOST_BUSY_MS) {
				await nextTurnOfEventLoop();
				busySince = performance.now();
			}
		}
	}

	/** Nothing is sent when all items together ask for more than the cap. */
	private checkCap(all: Prepared[]): void {
		const { settings, delivery } = this.options;
		let asked = 0;
		for (const prepared of all) {
			const counts =
				prepared.kind === 'work' ||
				(prepared.kind === 'settled' && prepared.outcome.kind === 'sent');
			if (counts) asked += prepared.work?.request.voucher_num ?? 0;
		}
		if (asked <= settings.maxVouchers) return;
		delivery.stop.request({
			message: `All items together ask for ${asked.toLocaleString('en-US')} vouchers, and 'Max Vouchers' allows ${settings.maxVouchers.toLocaleString('en-US')}`,
			hint: "Nothing was sent. Check the list and 'Quantity'; if the number is right, raise 'Max Vouchers'",
		});
	}

	private async dispatch(prepared: Prepared, itemIndex: number): Promise<void> {
		switch (prepared.kind) {
			case 'duplicate':
				this.duplicates.push(prepared);
				return;
			case 'settled':
				if (prepared.outcome.kind === 'sent' && prepared.work) this.recall(prepared.work);
				this.settle(itemIndex, prepared.outcome, prepared.work);
				return;
			case 'work':
				await this.dispatchWork(prepared.work);
		}
	}

	private async dispatchWork(work: Work): Promise<void> {
		const { settings, delivery, sendOnce } = this.options;
		if (delivery.stop.reason) this.leave(work);
		else if (sendOnce && !settings.dryRun) await this.claimLater(work);
		else if (work.sentBefore) this.settleAsBefore(work, work.sentBefore);
		else if (settings.dryRun) this.report.showOnly(work);
		else await this.enqueue(work);
	}

	private settleAsBefore(work: Work, outcome: Outcome): void {
		this.recall(work);
		this.settle(work.item.itemIndex, outcome, work);
	}

	private async enqueue(work: Work): Promise<void> {
		if (!work.earlier) {
			await this.channel.put(work);
			return;
		}
		this.recall(work);
		this.recovered.push(work);
	}

	private async sendRecovered(): Promise<void> {
		for (const work of this.recovered.splice(0)) await this.channel.put(work);
	}

	/** Whoever counts this customer's vouchers must know what earlier runs may have given. */
	private recall({ request }: Work): void {
		const { recalled, appIdentity, settings } = this.options.delivery;
		if (settings.unknownOutcome !== 'verify') return;
		recalled.add(voucherOf(appIdentity, request), request);
	}

	/** The run stops before an item: it is not sent, or as much in doubt as it was. */
	private leave(work: Work): void {
		const { itemIndex } = work.item;
		if (work.sentBefore) this.settle(itemIndex, work.sentBefore, work);
		else if (work.earlier) this.settle(itemIndex, { kind: 'unknown', ...work.earlier }, work);
		else if (this.options.ledger.isContested) {
			this.settle(itemIndex, contested(), work);
		}
		this.leftKeys ||= Boolean(work.sentBefore ?? work.earlier) && !work.isClaimed;
	}

	private async claimLater(work: Work): Promise<void> {
		this.waiting.push(work);
		if (this.waiting.length >= this.windowSize) await this.claimWaiting();
	}

	/** @param takeOver whether to look if another process that has an item's key is still there */
	private async claimWaiting(takeOver = false): Promise<void> {
		const { sendOnce, delivery } = this.options;
		const works = this.waiting;
		if (!sendOnce || works.length === 0) return;
		this.waiting = [];
		this.windowSize = sendOnce.size;
		let claimed: Prepared[] | undefined;
		try {
			if (!delivery.stop.reason) {
				claimed = await sendOnce.claim(works, delivery.stop.signal, takeOver);
			}
		} catch (error) {
			delivery.stop.request(storeWords(error));
		}
		if (!claimed) {
			for (const work of works) this.leave(work);
			return;
		}
		for (const [at, prepared] of claimed.entries()) {
			if (prepared.kind === 'work') await this.useClaimed(prepared.work);
			else if (prepared.kind === 'elsewhere') {
				this.recall(prepared.work);
				this.elsewhere.push(prepared.work);
			} else if (prepared.kind === 'settled') {
				this.settleAsBefore(works[at], prepared.outcome);
			}
		}
	}

	private async useClaimed(work: Work): Promise<void> {
		const { sendOnce, ledger } = this.options;
		if (work.sentBefore) {
			sendOnce?.note(work, work.sentBefore);
			this.settleAsBefore(work, work.sentBefore);
		} else if (ledger.isContested) {
			// The other retry may have sent it without a key, or under another one.
			const outcome = contested(work.earlier?.attempts);
			sendOnce?.note(work, work.earlier ? outcome : { ...outcome, kind: 'not_sent' });
			this.settleAsBefore(work, outcome);
		} else await this.enqueue(work);
	}

	/**
	 * Waits until other processes say how their items ended; what they leave behind is taken over. Who
	 * takes too long leaves them unknown.
	 */
	private async awaitOthers(): Promise<void> {
		const { sendOnce, delivery } = this.options;
		const { waitForOthersMs, lookAgainMs, looksPerTakeover } = storeTimings;
		const untilMs = Date.now() + waitForOthersMs;
		for (let looks = 1; sendOnce && this.elsewhere.length > 0; looks++) {
			// They may be waiting for items of this run.
			void sendOnce.flush();
			const goOn = Date.now() < untilMs && (await pause(lookAgainMs, delivery.stop.signal));
			const works = this.elsewhere.splice(0);
			while (goOn && works.length > 0) {
				this.waiting = works.splice(0, sendOnce.size);
				await this.claimWaiting(looks % looksPerTakeover === 1);
			}
			await this.sendRecovered();
			for (const work of works) {
				const unknown = work.earlier ?? { attempts: 0, words: UNDER_WAY_ELSEWHERE };
				this.settle(work.item.itemIndex, { kind: 'unknown', ...unknown }, work);
			}
		}
	}

	private async send(): Promise<void> {
		for (let work = await this.channel.take(); work; work = await this.channel.take()) {
			const current = work;
			const outcome = await this.outcomeOf(current);
			this.inFlight.delete(current);
			this.remember(current, outcome);
			this.options.sendOnce?.note(current, outcome);
			this.settle(current.item.itemIndex, outcome, current);
		}
	}

	private async outcomeOf(work: Work): Promise<Outcome> {
		const { delivery } = this.options;
		const { reason } = delivery.stop;
		if (reason && work.earlier) return { kind: 'unknown', ...work.earlier };
		if (reason) return { kind: 'not_sent', attempts: 0, words: reason };
		try {
			return await deliver(delivery, work.request, work.earlier, {
				left: (firstAttemptAtMs) => {
					this.refuseIfLapsed(work);
					this.inFlight.set(work, firstAttemptAtMs);
				},
				landed: () => void this.inFlight.delete(work),
			});
		} catch (error) {
			// Nothing is known to end up here; if it does, the voucher may have been sent.
			const words = describeFailure(error);
			return { kind: 'unknown', attempts: 1, words, firstAttemptAtMs: this.inFlight.get(work) };
		}
	}

	/** @throws TopAbortedError when another process may have taken the item's key over */
	private refuseIfLapsed(work: Work): void {
		if (this.options.sendOnce?.mayLeave(work) !== false) return;
		this.options.delivery.stop.request(LAPSED);
		throw new TopAbortedError(false);
	}

	private remember({ gift, item, request, keepsRequestId }: Work, outcome: Outcome): void {
		// One that would be made again need not be written down.
		const isOwn = item.request.request_id !== undefined || keepsRequestId === true;
		const requestId = isOwn || outcome.kind === 'unknown' ? request.request_id : undefined;
		this.options.ledger.record(gift, { quantity: request.voucher_num, outcome, requestId });
	}

	/**
	 * Runs synchronously within the cancelling: the engine stores the execution right after it, without
	 * waiting for the node, and what is in flight must be in there.
	 */
	private cancelled(): void {
		const words = describeFailure(new TopAbortedError(true));
		for (const [work, firstAttemptAtMs] of this.inFlight) {
			this.remember(work, {
				kind: 'unknown',
				attempts: (work.earlier?.attempts ?? 0) + 1,
				words,
				firstAttemptAtMs,
				lostAtMs: Date.now(),
			});
		}
		this.options.delivery.stop.request(describeFailure(new TopAbortedError(false)));
	}

	private settle(itemIndex: number, outcome: Outcome, work?: Work): void {
		const { continueOnFail, settings, delivery } = this.options;
		this.report.settle(itemIndex, outcome, work, delivery.stop.reason);
		if (outcome.kind === 'sent' || settings.dryRun || continueOnFail) return;
		delivery.stop.request(stoppedByItem(itemIndex, outcome));
	}

	/** Items that share another's outcome, and those the run did not come to. */
	private settleTheRest(): void {
		for (const { of, work } of this.duplicates) this.report.share(work.item.itemIndex, of);
		const words = this.options.delivery.stop.reason ?? NOT_REACHED;
		for (const itemIndex of this.report.missing) {
			this.settle(itemIndex, { kind: 'not_sent', attempts: 0, words });
		}
	}
}

const UNDER_WAY_ELSEWHERE: FailureWords = {
	message:
		'The voucher may or may not have been sent: another n8n process has this key under way and has not said yet how it ended',
	hint: 'Run again later: by then the key tells how it ended',
};

const LAPSED: FailureWords = {
	message:
		"Nothing more is sent: n8n's database or this n8n process did not answer for so long that another process may have taken over ('Send Once Key')",
	hint: 'Run again: what was sent is not sent again',
};

const NOT_REACHED: FailureWords = {
	message: 'The run ended before this item',
	hint: 'Run the workflow again for it',
};

function stoppedByItem(itemIndex: number, { words }: Failed): FailureWords {
	return {
		...words,
		message: `Not sent, because the run stopped at item ${itemIndex}: ${words.message}`,
	};
}

function storeWords(error: unknown): FailureWords {
	return {
		message:
			"What was sent before could not be looked up, so nothing more is sent ('Send Once Key')",
		hint: `Save the workflow and check n8n's database, then run again. n8n says: ${error instanceof Error ? error.message : String(error)}`,
	};
}
