import type { IRunExecutionData } from 'n8n-workflow';
import { GIFT_CHARACTERS } from '../../../nodes/AlibabaAlscVoucherSend/ledger/identity';

/** What n8n stores of the node's ledger; `undefined` when there is none. */
export interface StoredLedger {
	seed: string;
	runs: Record<string, { entries: string[]; texts: string[] }>;
}

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
	const runs = Object.values(ledgerOf(data)?.runs ?? {});
	const entries = runs.flatMap((run) => run.entries.join('').split(';'));
	return entries.filter((entry) => entry[GIFT_CHARACTERS] === kind).length;
}
