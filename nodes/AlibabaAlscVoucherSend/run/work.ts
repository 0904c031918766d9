import type { VoucherSendRequest } from '../../../top/calls/voucherSend';
import type { Outcome, Sent, Unsettled } from '../delivery/outcome';
import type { VoucherItem } from '../reading/voucherItem';

/** An item that is ready to be sent. */
export interface Work {
	item: VoucherItem;
	/** With its request id. */
	request: VoucherSendRequest;
	gift: string;
	/** What an earlier try, or an execution that died, left unknown about it. */
	earlier?: Unsettled;
	/** An earlier try sent it, under another key; nothing is sent for it. */
	sentBefore?: Sent;
	/** The request id is that of an earlier try, and not the one that would be made now. */
	keepsRequestId?: boolean;
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
