import type { OutcomeKind } from '../delivery/outcome';

/** How many items ended how. */
export type Counts = Record<OutcomeKind, number>;

export function noCounts(): Counts {
	return { sent: 0, rejected: 0, not_sent: 0, unknown: 0 };
}

const WORDS: ReadonlyArray<readonly [OutcomeKind, string]> = [
	['sent', 'sent'],
	['rejected', 'rejected'],
	['not_sent', 'not sent'],
	['unknown', 'unknown'],
];

/** E.g. "996 sent, 3 rejected, 1 unknown"; kinds that did not occur are left out. */
export function countsInWords(counts: Counts): string {
	const parts = WORDS.filter(([kind]) => counts[kind] > 0).map(
		([kind, word]) => `${counts[kind].toLocaleString('en-US')} ${word}`,
	);
	return parts.length > 0 ? parts.join(', ') : 'nothing to send';
}
