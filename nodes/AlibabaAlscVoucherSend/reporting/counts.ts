import { listed } from '../../../wording/join';
import { countsOfKinds } from '../../../wording/say';
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
	return listed(countsOfKinds(WORDS.map(([kind, id]) => [counts[kind], id])));
}
