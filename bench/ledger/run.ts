import { stringify } from 'flatted';
import { GIFT_CHARACTERS } from '../../nodes/AlibabaAlscVoucherSend/ledger/identity';
import { Ledger } from '../../nodes/AlibabaAlscVoucherSend/ledger/ledger';
import { readVoucherSendAnswer } from '../../top/calls/voucherSend';

/** How much an execution that failed in the middle carries with it. */
export interface LedgerResult {
	items: number;
	/** As n8n stores it with the execution. */
	bytes: number;
	bytesPerItem: number;
	/** Opening the ledger again, for a retry. */
	openMs: number;
}

/** Fills a ledger with sent vouchers, as a run that then fails leaves it behind. */
export function measureLedger(): LedgerResult[] {
	return [1_000, 10_000, 100_000].map((items) => {
		const context: Record<string, unknown> = {};
		const ledger = Ledger.open(context, 0, '1');
		for (let item = 0; item < items; item++) {
			const gatewayRequestId = `15tqy1jlkt${item.toString(36).padStart(4, '0')}`;
			const raw = {
				alibaba_alsc_crm_voucher_send_response: {
					result: {
						result: true,
						result_code: '',
						result_view: '',
						biz_success: true,
						result_desc: '',
					},
					request_id: gatewayRequestId,
				},
			};
			ledger.record(item.toString(36).padStart(GIFT_CHARACTERS, '0'), {
				quantity: 1,
				outcome: {
					kind: 'sent',
					attempts: 1,
					proof: { by: 'answer', answer: readVoucherSendAnswer(raw, gatewayRequestId) },
				},
			});
		}
		const bytes = Buffer.byteLength(stringify(context));
		const startMs = performance.now();
		Ledger.open(context, 0, '2');
		return { items, bytes, bytesPerItem: bytes / items, openMs: performance.now() - startMs };
	});
}
