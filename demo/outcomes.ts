import type { IDataObject } from 'n8n-workflow';
import type { CustomerList, CustomerRow } from './customerList';

export type OutcomeKind = 'sent' | 'rejected' | 'not_sent' | 'unknown';

/** What the node reported for one row. */
export interface RowOutcome {
	row: CustomerRow;
	kind: OutcomeKind;
	/** How many the row asks for; 0 when that cannot be read. */
	vouchers: number;
	message: string;
	hint: string;
	code: string;
	subCode: string;
	requestId: string;
	gatewayRequestId: string;
	attempts: number;
}

/** Reads the node's output for every row of a list. */
export function readOutcomes(list: CustomerList, answers: readonly IDataObject[]): RowOutcome[] {
	return list.rows.map((row, at) => readOutcome(row, answers[at]));
}

function readOutcome(row: CustomerRow, answer: IDataObject): RowOutcome {
	const failed = answer.error !== undefined;
	const facts = failed ? (answer.details as IDataObject) : answer;
	const text = (name: string) => String(facts[name] ?? '');
	return {
		row,
		kind: failed ? (facts.outcome as OutcomeKind) : answer.dry_run ? 'not_sent' : 'sent',
		vouchers: Number(facts.voucher_num ?? (/^\d+$/.test(row.quantity) ? row.quantity : 0)),
		message: failed ? String(answer.error) : successMessage(answer),
		hint: text('hint'),
		code: failed ? text('code') : text('result_code'),
		subCode: text('sub_code'),
		requestId: text('request_id'),
		gatewayRequestId: text('gateway_request_id'),
		attempts: Number(facts.attempts ?? 0),
	};
}

function successMessage({ dry_run, already_sent, verified_voucher_ids }: IDataObject): string {
	if (dry_run) return 'Would be sent';
	if (already_sent) return 'Sent by an earlier run';
	return verified_voucher_ids ? 'Sent; found among the customer’s vouchers' : 'Sent';
}

/** Would these rows be sent? The rest cannot be, as they are. */
export function sendable(answers: readonly IDataObject[]): IDataObject[] {
	return answers.filter(({ dry_run }) => dry_run === true);
}

export function vouchersIn(requests: readonly IDataObject[]): number {
	return requests.reduce((sum, { voucher_num }) => sum + Number(voucher_num), 0);
}
