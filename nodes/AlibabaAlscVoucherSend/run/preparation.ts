import type { Outcome } from '../delivery/outcome';
import type { LedgerEntry } from '../memory/ledger/entries';
import type { OtherRunsItem } from '../memory/ledger/ledger';
import type { Account } from '../../shared/accounts';
import { roundedId } from '../../shared/identifiers';
import { inputWords } from '../../shared/inputWords';
import { itemKeyOf, requestIdFor, voucherPartOf } from '../reading/itemKey';
import type { ReadParameters } from '../reading/parameterReader';
import { readVoucherItem, type VoucherItem } from '../reading/voucherItem';
import type { FailureWords } from '../../../wording/describeFailure';
import { nthItem } from '../../../wording/nthItem';
import { phrase, say } from '../../../wording/say';
import { retriedElsewhere } from './retry';
import type { ItemState, Work } from './itemState';

/** What preparing needs to know of the ledger. */
export interface EarlierTries {
	seed: string;
	/** Whether nothing is known of any item. */
	isEmpty: boolean;
	/** Another execution has retried from the same point. */
	isRetriedElsewhere: boolean;
	/** The keys of what was sent, or may have been. */
	itemKeys: string[];
	earlierEntry(itemKey: string): LedgerEntry | undefined;
	/** Takes an item for this run; returns what another run of the node did with it, if any did. */
	take(itemKey: string, item: number, quantity: number): OtherRunsItem | undefined;
}

/**
 * Makes items ready to be sent: reads and checks them, finds duplicates within the run and in other runs
 * of the node, and recalls what earlier tries settled.
 */
export class Preparation {
	private readonly itemOfKey = new Map<string, number>();
	/** Some long ID of the list was not rounded. Spreadsheets round whole columns, so none was. */
	showsUnrounded = false;
	private readonly itemOfRequestId = new Map<string, number>();

	constructor(
		private readonly readParameters: ReadParameters,
		private readonly acceptRoundedIds: boolean,
		private readonly earlierTries: EarlierTries,
		/** Who sends the items that have no account of their own. */
		private readonly account: Pick<Account, 'appIdentity'>,
	) {}

	/**
	 * @param account who sends it, where each item may have an account of its own
	 * @returns `undefined` while only other items of the list can show whether its ID was rounded; to be
	 * prepared again when {@link showsUnrounded} or when there are no more, as the last
	 */
	prepare(itemIndex: number, account?: Account, isLast = false): ItemState | undefined {
		const { appIdentity } = account ?? this.account;
		let item: VoucherItem;
		try {
			const parameters = this.readParameters(itemIndex);
			item = readVoucherItem(parameters, itemIndex, appIdentity);
			this.showsUnrounded ||= item.showsUnrounded;
			if (item.looksRounded && !this.acceptRoundedIds && !this.showsUnrounded) {
				if (!isLast) return undefined;
				throw roundedId(item.request.customer_id, 'Customer ID');
			}
		} catch (error) {
			return this.refuse(error);
		}
		const itemKey = itemKeyOf(item);
		const request = {
			...item.request,
			request_id: requestIdFor(item, this.earlierTries.seed),
		};
		const work: Work = {
			item,
			request,
			itemKey,
			account,
			requestIdComesAgain: item.request.request_id === undefined,
		};

		const first = this.itemOfKey.get(itemKey);
		if (first !== undefined) {
			if (item.sendOnceKey !== '') return { kind: 'duplicate', of: first, work };
			return {
				kind: 'settled',
				work,
				outcome: notSent(say('sameVoucher', { item: nthItem(first) })),
			};
		}
		this.itemOfKey.set(itemKey, itemIndex);
		if (item.request.request_id) {
			const sharing = this.itemOfRequestId.get(item.request.request_id);
			if (sharing !== undefined) {
				return {
					kind: 'settled',
					work,
					outcome: notSent(say('sameRequestId', { item: nthItem(sharing) })),
				};
			}
			this.itemOfRequestId.set(item.request.request_id, itemIndex);
		}
		const earlier = this.earlierTries.earlierEntry(itemKey);
		const elsewhere = this.earlierTries.take(itemKey, itemIndex, request.voucher_num);
		if (!earlier && elsewhere) return takenByOtherRun(work, elsewhere);
		// With a key the register decides, once it was asked.
		const inDoubt = this.earlierTries.isRetriedElsewhere && item.sendOnceKey === '';
		if (inDoubt && earlier?.outcome.kind !== 'sent') {
			return { kind: 'settled', work, outcome: retriedElsewhere() };
		}
		return earlier ? resume(work, earlier) : { kind: 'unsent', work };
	}

	/** An item that cannot be read. */
	refuse(error: unknown): ItemState {
		return { kind: 'settled', outcome: notSent(inputWords(error)) };
	}

	/** Whether all items must be known before the first one is sent; see {@link findUnderAnotherKey}. */
	get needsAll(): boolean {
		return !this.earlierTries.isEmpty;
	}

	/**
	 * Finds again what an earlier try sent under another key: such a key is made from the time or from the
	 * execution, or was changed by hand, and without this the customer would get the voucher twice.
	 *
	 * @param all all items as they were prepared
	 */
	findUnderAnotherKey(all: readonly ItemState[]): ItemState[] {
		const here = new Set(all.map(({ work }) => work?.itemKey));
		const gone = this.earlierTries.itemKeys.filter((itemKey) => !here.has(itemKey));
		const keysOfVoucher = new Map<string, string[]>();
		for (const itemKey of gone) {
			const voucher = voucherPartOf(itemKey);
			keysOfVoucher.set(voucher, [...(keysOfVoucher.get(voucher) ?? []), itemKey]);
		}
		return all.map((prepared) => {
			if (prepared.kind !== 'unsent') return prepared;
			const { work } = prepared;
			// Each earlier key stands for one item: a customer with several orders in the list gets the rest.
			const itemKey = keysOfVoucher.get(voucherPartOf(work.itemKey))?.shift();
			const entry = itemKey === undefined ? undefined : this.earlierTries.earlierEntry(itemKey);
			// It keeps its earlier key, so that its new outcome replaces the earlier one in the ledger.
			return itemKey && entry ? resumeUnderAnotherKey({ ...work, itemKey }, entry) : prepared;
		});
	}
}

/** What to do with an item that another run of the node in this execution has taken. */
function takenByOtherRun(work: Work, { run, item, inDoubt }: OtherRunsItem): ItemState {
	if (inDoubt) return resume(work, inDoubt);
	if (work.item.sendOnceKey === '') {
		// Items and runs as n8n's editor counts them.
		const words = say('sameVoucherInOtherRun', { item: nthItem(item), run: run + 1 });
		return { kind: 'settled', work, outcome: notSent(words) };
	}
	const requestId = work.requestIdComesAgain ? work.request.request_id : undefined;
	const proof = { by: 'sendOnceKey' as const, requestId };
	const outcome = { kind: 'sent' as const, attempts: 0, proof };
	return { kind: 'sentBefore', work, outcome, isCountedByOtherRun: true };
}

/** Goes on where an earlier try left the item under another key. */
function resumeUnderAnotherKey(work: Work, entry: LedgerEntry): ItemState {
	const { outcome, quantity, requestId } = entry;
	if (outcome.kind !== 'sent' || quantity !== work.request.voucher_num) return resume(work, entry);
	const proof = { by: 'sendOnceKey' as const, requestId };
	return { kind: 'sentBefore', work, outcome: { kind: 'sent', attempts: outcome.attempts, proof } };
}

/** Goes on where an earlier try left the item. */
function resume(work: Work, { outcome, quantity, requestId }: LedgerEntry): ItemState {
	const asked = work.request.voucher_num;
	if (outcome.kind !== 'rejected' && asked !== quantity) {
		const { kind, attempts } = outcome;
		const was = phrase(kind === 'sent' ? 'wasSent' : 'mayHaveBeenSentSome');
		const words = say('otherQuantity', { was, quantity, asked });
		// The earlier quantity stays in doubt; the one asked for now was certainly not sent.
		const now: Outcome = kind === 'unknown' ? { kind, attempts, words } : notSent(words);
		return { kind: 'settled', work, outcome: now };
	}
	const resumed: Work = requestId
		? { ...work, request: { ...work.request, request_id: requestId }, requestIdComesAgain: false }
		: work;
	if (outcome.kind === 'unknown') {
		const { attempts, firstAttemptAtMs, lostAtMs, words } = outcome;
		const earlier = { attempts, firstAttemptAtMs, lostAtMs, words };
		return { kind: 'inDoubt', work: resumed, earlier };
	}
	return { kind: 'settled', work: resumed, outcome };
}

function notSent(words: FailureWords): Outcome {
	return { kind: 'not_sent', attempts: 0, words };
}
