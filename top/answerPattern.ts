import type { PlatformFailure } from './protocol/errors';

/** Which of the platform's `error_response`s a row of a table covers. */
export interface AnswerPattern {
	/** The platform's main codes; any when left out. */
	codes?: readonly number[];
	/** The sub-code, `*` for any run of characters; '' for none; any when left out. */
	subCode?: string;
}

/** Makes the look-up in a table: the first row that covers a failure, if any does. */
export function firstCovering<Row extends AnswerPattern>(
	rows: readonly Row[],
): (failure: Pick<PlatformFailure, 'code' | 'subCode'>) => Row | undefined {
	const compiled = rows.map((row) => ({ row, pattern: wildcard(row.subCode) }));
	return ({ code, subCode = '' }) =>
		compiled.find(
			({ row, pattern }) =>
				(row.codes === undefined || row.codes.includes(code)) &&
				(pattern === undefined || pattern.test(subCode)),
		)?.row;
}

function wildcard(pattern: string | undefined): RegExp | undefined {
	if (pattern === undefined) return undefined;
	const escaped = pattern.split('*').map((part) => part.replace(/[.\\+?^${}()|[\]]/g, '\\$&'));
	return new RegExp(`^${escaped.join('.*')}$`, 's');
}
