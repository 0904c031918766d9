import type { VoucherSendRequest } from '../../../top/calls/voucherSend';
import type { Account } from '../../shared/accounts';
import type { Outcome, Sent, InDoubt } from '../delivery/outcome';
import type { VoucherItem } from '../reading/voucherItem';

/** An item that was read, with the request that would be sent for it. */
export interface Work {
	item: VoucherItem;
	/** With its request id. */
	request: VoucherSendRequest;
	/** See {@link itemKeyOf}. */
	itemKey: string;
	/** The app that sends it, where that is not the same for all items of the run. */
	account?: Account;
	/** Another try makes the same request id, so the ledger need not store it. */
	requestIdComesAgain: boolean;
}

/** A run's delivery context, with the item's own account if it has one. */
export function deliveryOf<Delivery extends object>(
	delivery: Delivery,
	{ account }: Work,
): Delivery {
	return account ? { ...delivery, ...account } : delivery;
}

/** What is known of an item before this run sends anything for it. Exactly one of these is true. */
export type ItemState =
	/** No request for it has left. */
	| { kind: 'unsent'; work: Work }
	/** An earlier try, or an execution that died, may have sent it. */
	| { kind: 'inDoubt'; work: Work; earlier: InDoubt }
	/**
	 * An earlier try sent it under another key, or another run of the node under the same: nothing is
	 * sent, but its own key is still to be claimed.
	 */
	| {
			kind: 'sentBefore';
			work: Work;
			outcome: Sent;
			/** Its vouchers already count among those of another run of the node. */
			isCountedByOtherRun?: true;
	  }
	/** Nothing is to be sent for it. */
	| { kind: 'settled'; work?: Work; outcome: Outcome }
	/** Another run has claimed its key and not settled it yet; `before` is what was known until then. */
	| { kind: 'claimedElsewhere'; work: Work; before: Claimable }
	/** The same as an earlier item, with the same Send Once Key: it shares that item's outcome. */
	| { kind: 'duplicate'; work: Work; of: number };

/** An item that a sender may take. */
export type Sendable = Extract<ItemState, { kind: 'unsent' | 'inDoubt' }>;

/** An item whose key, if it has one, must be claimed before anything else is done with it. */
export type Claimable = Sendable | Extract<ItemState, { kind: 'sentBefore' }>;

export type Duplicate = Extract<ItemState, { kind: 'duplicate' }>;
