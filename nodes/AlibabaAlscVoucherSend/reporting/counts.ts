import { counted, listed } from '../../../wording/join';
import { phrase } from '../../../wording/say';
import type { OutcomeKind } from '../delivery/outcome';

/** How many items ended how. */
export type Counts = Record<OutcomeKind, number>;

export function noCounts(): Counts {
	return { sent: 0, rejected: 0, not_sent: 0, unknown: 0 };
}

const WORDS = [
	['sent', 'countSent'],
	['rejected', 'countRejected'],
	['not_sent', 'countNotSent'],
	['unknown', 'countUnknown'],
] as const;

/** E.g. "996 sent, 3 rejected, 1 unknown"; kinds that did not occur are left out. */
export function countsInWords(counts: Counts): string {
	const kinds = WORDS.filter(([kind]) => counts[kind] > 0);
	return listed(kinds.map(([kind, id]) => phrase(id, { count: counted(counts[kind]) })));
}
