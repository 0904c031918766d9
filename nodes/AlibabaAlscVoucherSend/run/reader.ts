import { setImmediate as nextTurnOfEventLoop } from 'node:timers/promises';
import { recordEarlierRequest } from '../delivery/lookUp/earlierRequests';
import type { DeliveryContext } from '../delivery/context';
import type { FailureWords } from '../../../wording/describeFailure';
import { counted } from '../../../wording/join';
import { phrase, say } from '../../../wording/say';
import type { Account, Accounts } from '../../shared/accounts';
import type { Claims } from './claims';
import type { DryRun } from './dryRun';
import type { Endings } from './endings';
import { deliveryOf, type ItemState } from './itemState';
import type { Preparation } from './preparation';

export interface ReaderOptions {
	itemCount: number;
	preparation: Pick<
		Preparation,
		'prepare' | 'refuse' | 'needsAll' | 'findUnderAnotherKey' | 'showsUnrounded'
	>;
	/** Given where each item may have an account of its own. */
	accounts?: Pick<Accounts, 'of'>;
	delivery: Pick<
		DeliveryContext,
		'settings' | 'stop' | 'cancelSignal' | 'earlierRequests' | 'appIdentity'
	>;
	claims: Pick<Claims, 'add' | 'claimWaiting'>;
	endings: Pick<Endings, 'end' | 'setFallback'>;
	/** Present in a dry run. */
	dryRun?: Pick<DryRun, 'add' | 'finish'>;
	/** The ledger knows items from earlier tries: they are reported even when this run has to stop. */
	hasEarlierOutcomes: boolean;
	/** How many vouchers other runs of the node in this execution have sent, may have, or are about to. */
	vouchersOfOtherRuns: () => number;
	/** Whether items are being sent: reading then yields to the event loop after every item. */
	isBusy: () => boolean;
}

/** How long the reader may hold the event loop before other workflows of the process get a turn. */
const MOST_BUSY_MS = 5;

/**
 * Reads the items of a run in their order, and hands on those that are to be sent as it comes to them:
 * the first request leaves before the last item has been read, unless all must be known first.
 */
export class Reader {
	constructor(private readonly options: ReaderOptions) {}

	async read(): Promise<void> {
		const { delivery, preparation, claims } = this.options;
		if (delivery.settings.maxVouchers === Infinity && !preparation.needsAll) {
			await this.readEach(async (item, itemIndex) => await this.dispatch(item, itemIndex));
		} else {
			const read: ItemState[] = [];
			await this.readEach(async (item, itemIndex) => void (read[itemIndex] = item));
			await this.dispatchAll(preparation.findUnderAnotherKey(read));
		}
		await claims.claimWaiting();
		await this.options.dryRun?.finish();
	}

	private async readEach(
		use: (item: ItemState, itemIndex: number) => Promise<void>,
	): Promise<void> {
		const { itemCount, preparation, delivery, hasEarlierOutcomes, isBusy } = this.options;
		const undecided: number[] = [];
		const handleUndecided = async (isLast: boolean) => {
			for (const itemIndex of undecided.splice(0)) {
				const item = await this.readOne(itemIndex, isLast);
				if (item) await use(item, itemIndex);
			}
		};
		const alike = new FailedAlike();
		let busySince = performance.now();
		for (let itemIndex = 0; itemIndex < itemCount; itemIndex++) {
			const isStopped = delivery.stop.reason !== undefined;
			const mayStop = !hasEarlierOutcomes || delivery.cancelSignal.aborted;
			if (isStopped && mayStop && !alike.goesOn) break;
			const item = await this.readOne(itemIndex);
			alike.note(item);
			if (item) await use(item, itemIndex);
			else undecided.push(itemIndex);
			if (undecided.length > 0 && preparation.showsUnrounded) await handleUndecided(false);
			if (isBusy() || performance.now() - busySince > MOST_BUSY_MS) {
				await nextTurnOfEventLoop();
				busySince = performance.now();
			}
		}
		await handleUndecided(true);
	}

	/** `undefined` while only later items can show whether this one's ID was rounded. */
	private async readOne(itemIndex: number, isLast = false): Promise<ItemState | undefined> {
		const { accounts, preparation } = this.options;
		if (!accounts) return preparation.prepare(itemIndex, undefined, isLast);
		let account: Account;
		try {
			account = await accounts.of(itemIndex);
		} catch (error) {
			return preparation.refuse(error);
		}
		return preparation.prepare(itemIndex, account, isLast);
	}

	private async dispatchAll(all: readonly ItemState[]): Promise<void> {
		const { claims, endings } = this.options;
		for (const item of all) if (item.kind !== 'duplicate') endings.setFallback(item);
		// First, so that the register knows of what was sent even if a later item stops the run.
		for (const [itemIndex, item] of all.entries()) {
			if (item.kind === 'sentBefore') await this.dispatch(item, itemIndex);
		}
		await claims.claimWaiting();
		this.checkCap(all);
		for (const [itemIndex, item] of all.entries()) {
			if (item.kind !== 'sentBefore') await this.dispatch(item, itemIndex);
		}
	}

	/** Nothing is sent when all items together, and those of other runs, ask for more than the cap. */
	private checkCap(all: readonly ItemState[]): void {
		const { maxVouchers } = this.options.delivery.settings;
		let asked = 0;
		for (const item of all) {
			if (item.kind === 'duplicate') continue;
			if (item.kind === 'sentBefore' && item.isCountedByOtherRun) continue;
			if (item.kind === 'settled' && item.outcome.kind !== 'sent') continue;
			asked += item.work?.request.voucher_num ?? 0;
		}
		const elsewhere = this.options.vouchersOfOtherRuns();
		if (asked === 0 || asked + elsewhere <= maxVouchers) return;
		this.options.delivery.stop.request(tooMany(asked, elsewhere, maxVouchers));
	}

	private async dispatch(item: ItemState, itemIndex: number): Promise<void> {
		const { claims, endings, dryRun, delivery } = this.options;
		switch (item.kind) {
			case 'duplicate':
				endings.setFallback(item);
				return;
			case 'settled':
				if (item.outcome.kind === 'sent' && item.work) {
					recordEarlierRequest(deliveryOf(delivery, item.work), item.work.request);
				}
				endings.end(itemIndex, item.outcome, item.work);
				return;
			case 'unsent':
			case 'inDoubt':
				if (!dryRun || delivery.stop.reason) await claims.add(item);
				else dryRun.add(item);
				return;
			case 'sentBefore':
				if (!delivery.settings.dryRun || delivery.stop.reason) await claims.add(item);
				else endings.end(itemIndex, item.outcome, item.work);
		}
	}
}

function tooMany(asked: number, elsewhere: number, allowed: number): FailureWords {
	const others = elsewhere > 0 ? phrase('besidesOtherRuns', { elsewhere: counted(elsewhere) }) : '';
	return say('tooManyVouchers', { asked: counted(asked), others, allowed: counted(allowed) });
}

/** So many are read to see whether it is the same for all. */
const MOST_ALIKE = 1_000;

/**
 * Whether all items so far could not be read, for one reason. Such a list is read on although the first of
 * them has stopped the run: "every ID is empty" says more than that the first one is.
 */
class FailedAlike {
	private message?: string;
	private count = 0;
	private isOver = false;

	get goesOn(): boolean {
		return !this.isOver && this.count > 0 && this.count < MOST_ALIKE;
	}

	note(item: ItemState | undefined): void {
		const outcome = item?.kind === 'settled' && !item.work ? item.outcome : undefined;
		if (outcome?.kind !== 'not_sent') this.isOver = true;
		else if (outcome.words.message === (this.message ??= outcome.words.message)) this.count++;
		else this.isOver = true;
	}
}
