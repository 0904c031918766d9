import { parse, stringify } from 'flatted';
import { Ledger } from '../../nodes/AlibabaAlscVoucherSend/memory/ledger/ledger';
import { ITEM_KEY_CHARACTERS } from '../../nodes/AlibabaAlscVoucherSend/reading/itemKey';
import { readVoucherSendAnswer } from '../../top/calls/voucherSend';
import { median } from '../statistics';

/** How much an execution that failed in the middle carries with it. */
interface FailedRun {
	items: number;
	/** As n8n stores it with the execution. */
	bytes: number;
	bytesPerItem: number;
	/** Opening the ledger again, for a retry. */
	openMs: number;
}

/** What one round of a loop costs. */
interface Round {
	round: number;
	/** What it adds to what n8n stores with the execution. */
	bytes: number;
	ms: number;
}

export interface LedgerResult {
	failed: FailedRun[];
	itemsPerRound: number;
	rounds: Round[];
	/** Opening the ledger of all rounds in another process. */
	rebuildMs: number;
}

const ROUNDS = 1_000;
const ITEMS_PER_ROUND = 100;
const ROUNDS_PER_FIGURE = 10;

export function measureLedger(): LedgerResult {
	return {
		failed: [1_000, 10_000, 100_000].map(measureFailedRun),
		itemsPerRound: ITEMS_PER_ROUND,
		...measureRounds(),
	};
}

/** Fills a ledger with sent vouchers, as a run that then fails leaves it behind. */
function measureFailedRun(items: number): FailedRun {
	const context: Record<string, unknown> = {};
	const ledger = Ledger.open(context, 0, '1');
	for (let item = 0; item < items; item++) recordSent(ledger, item, item);
	const bytes = stored(context);
	const again = copy(context);
	const startMs = performance.now();
	Ledger.open(again, 0, '2');
	return { items, bytes, bytesPerItem: bytes / items, openMs: performance.now() - startMs };
}

/** Sends every round's items, all different. */
function measureRounds(): Pick<LedgerResult, 'rounds' | 'rebuildMs'> {
	const context: Record<string, unknown> = {};
	const took: number[] = [];
	const bytes: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const startMs = performance.now();
		const ledger = Ledger.open(context, round, '1');
		for (let item = 0; item < ITEMS_PER_ROUND; item++) {
			recordSent(ledger, item, round * ITEMS_PER_ROUND + item);
		}
		ledger.close();
		took.push(performance.now() - startMs);
		bytes.push(stored(context));
	}
	const rounds = [ROUNDS_PER_FIGURE, ROUNDS].map((round) => {
		const since = round - ROUNDS_PER_FIGURE;
		return {
			round,
			bytes: (bytes[round - 1] - bytes[since]) / (ROUNDS_PER_FIGURE - 1),
			ms: median(took.slice(since, round)),
		};
	});
	const again = copy(context);
	const startMs = performance.now();
	Ledger.open(again, ROUNDS, '1');
	return { rounds, rebuildMs: performance.now() - startMs };
}

function recordSent(ledger: Ledger, item: number, number: number): void {
	const gatewayRequestId = `15tqy1jlkt${number.toString(36).padStart(4, '0')}`;
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
	const itemKey = number.toString(36).padStart(ITEM_KEY_CHARACTERS, '0');
	ledger.earlierEntry(itemKey);
	ledger.take(itemKey, item, 1);
	ledger.record(itemKey, {
		quantity: 1,
		outcome: {
			kind: 'sent',
			attempts: 1,
			proof: { by: 'answer', answer: readVoucherSendAnswer(raw, gatewayRequestId) },
		},
	});
}

function stored(context: Record<string, unknown>): number {
	return Buffer.byteLength(stringify(context));
}

function copy(context: Record<string, unknown>): Record<string, unknown> {
	return parse(stringify(context)) as Record<string, unknown>;
}
