import type { VoucherSendRequest } from '../../../top/calls/voucherSend';
import type { Outcome, Unsettled } from '../delivery/outcome';
import type { VoucherItem } from '../reading/voucherItem';

/** An item that is ready to be sent. */
export interface Work {
	item: VoucherItem;
	/** With its request id. */
	request: VoucherSendRequest;
	gift: string;
	/** What an earlier try, or an execution that died, left unknown about it. */
	earlier?: Unsettled;
	/** The item's key was claimed in the send-once store. */
	isClaimed?: boolean;
}

/** What became of reading an item. */
export type Prepared =
	| { kind: 'work'; work: Work }
	/** Nothing is to be sent for it. */
	| { kind: 'settled'; outcome: Outcome; work?: Work }
	/** Another n8n process is about to send it, or has just done so. */
	| { kind: 'elsewhere'; work: Work }
	/** The same gift as an earlier item, with the same key: it shares that item's outcome. */
	| { kind: 'duplicate'; of: number; work: Work };
