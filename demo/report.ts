import { closeSync, openSync, writeFileSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import type { CustomerList } from './customerList';
import { UsageError } from './options';
import type { RowOutcome } from './outcomes';

const COLUMNS = [
	'outcome',
	'message',
	'hint',
	'code',
	'sub_code',
	'request_id',
	'gateway_request_id',
	'attempts',
];

/** A report that has been opened before anything is sent, so that it cannot fail to be written after. */
export interface OpenReport {
	file: string;
	write(list: CustomerList, outcomes: readonly RowOutcome[]): void;
}

/**
 * @param keepExisting refuse to write over a report of an earlier run
 * @throws UsageError when it cannot be written
 */
export function openReport(file: string, keepExisting: boolean): OpenReport {
	const descriptor = open(file, keepExisting);
	return {
		file,
		write: (list, outcomes) => {
			writeFileSync(descriptor, reportText(list, outcomes));
			closeSync(descriptor);
		},
	};
}

function open(file: string, keepExisting: boolean): number {
	try {
		return openSync(file, keepExisting ? 'wx' : 'w');
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		throw new UsageError(
			code === 'EEXIST'
				? `${file} is the report of an earlier run: move it away, or name another with --report. Nothing was sent`
				: `The report cannot be written: ${message}. Nothing was sent`,
		);
	}
}

/** The list as it was, with what became of every row. UTF-8 with byte order mark, for Excel. */
export function reportText(list: CustomerList, outcomes: readonly RowOutcome[]): string {
	const rows = outcomes.map((outcome) => [
		...outcome.row.cells,
		outcome.kind,
		outcome.message,
		outcome.hint,
		outcome.code,
		outcome.subCode,
		outcome.requestId,
		outcome.gatewayRequestId,
		String(outcome.attempts),
	]);
	// Cells of the list come from others: none of them may start a formula.
	return stringify([[...list.columns, ...COLUMNS], ...rows], { bom: true, escape_formulas: true });
}
