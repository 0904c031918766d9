import type { IRunExecutionData } from 'n8n-workflow';
import { readEndedRuns } from '../../../nodes/AlibabaAlscVoucherSend/memory/ledger/endedRunText';
import { ITEM_KEY_CHARACTERS } from '../../../nodes/AlibabaAlscVoucherSend/reading/itemKey';
import type { StoredLedger } from '../../../nodes/AlibabaAlscVoucherSend/memory/ledger/storedLedger';

/** What n8n stores of the node's ledger; `undefined` when there is none. */
export function ledgerOf(data: IRunExecutionData, node = 'Send'): StoredLedger | undefined {
	const contexts = data.executionData?.contextData;
	return contexts?.[`node:${node}`]?.voucherLedger as StoredLedger | undefined;
}

/** How many characters the ledger takes in the stored execution. */
export function ledgerSize(data: IRunExecutionData): number {
	return JSON.stringify(ledgerOf(data) ?? '').length;
}

/** How many entries of a kind (A answered, V verified, K by key, R rejected, U unknown, N taken back). */
export function entriesOfKind(data: IRunExecutionData, kind: string): number {
	const runs = ledgerOf(data)?.open ?? [];
	const entries = runs.flatMap((run) => run.entries.join('').split(';'));
	return entries.filter((entry) => entry[ITEM_KEY_CHARACTERS] === kind).length;
}

/** How many items are remembered as sent by runs that have ended. */
export function endedItems(data: IRunExecutionData, node = 'Send'): number {
	const ended = readEndedRuns((ledgerOf(data, node)?.ended ?? []).join(''));
	return ended.reduce((sum, { sent }) => sum + sent.length, 0);
}
