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
	const prepared = rows.map((row) => ({ row, covers: wildcard(row.subCode) }));
	return ({ code, subCode = '' }) =>
		prepared.find(
			({ row, covers }) => (row.codes === undefined || row.codes.includes(code)) && covers(subCode),
		)?.row;
}

/**
 * Whether a text fits a pattern. Each part is looked for once, from where the one before it ended: a
 * regular expression with several `.*` would try every combination of them.
 */
function wildcard(pattern: string | undefined): (text: string) => boolean {
	if (pattern === undefined) return () => true;
	const [first, ...others] = pattern.split('*');
	const last = others.pop();
	if (last === undefined) return (text) => text === pattern;
	return (text) => {
		if (!text.startsWith(first) || !text.endsWith(last)) return false;
		let at = first.length;
		for (const part of others) {
			const found = text.indexOf(part, at);
			if (found === -1) return false;
			at = found + part.length;
		}
		return at + last.length <= text.length;
	};
}
