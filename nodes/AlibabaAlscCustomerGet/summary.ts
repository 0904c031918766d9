import type { NodeExecutionHint } from 'n8n-workflow';
import { counted, listed } from '../../wording/join';
import { countsOfKinds, phrase } from '../../wording/say';
import type { LookedUp, Result } from './result';
import { isSwitchedOff } from './output';

const FAILURES = [
	['not_found', 'customersNotFound'],
	['rejected', 'customersRejected'],
	['no_answer', 'customersNoAnswer'],
	['not_asked', 'customersNotAsked'],
] as const;

export type ResultCounts = Record<Result['kind'], number>;

export function noResults(): ResultCounts {
	return { found: 0, not_found: 0, rejected: 0, no_answer: 0, not_asked: 0 };
}

/** How many items ended how so far. */
export function resultsInWords(counts: ResultCounts): string[] {
	return countsOfKinds([[counts.found, 'customersFound'], ...failuresIn(counts)]);
}

/** How many items ended how, over the output. */
export function lookUpHint(all: readonly LookedUp[]): NodeExecutionHint {
	const counts = noResults();
	for (const { result } of all) counts[result.kind]++;
	const switchedOff = all.filter(({ result }) => isSwitchedOff(result)).length;
	const { found } = counts;
	const count = counted(found);
	const parts = [
		switchedOff > 0
			? phrase('customersFoundSwitchedOff', { count, off: counted(switchedOff) })
			: phrase('customersFound', { count }),
		...countsOfKinds(failuresIn(counts)),
	];
	return {
		message: phrase('customersLine', { parts: listed(parts) }),
		type: found === all.length && switchedOff === 0 ? 'info' : 'warning',
		location: 'outputPane',
	};
}

function failuresIn(counts: ResultCounts) {
	return FAILURES.map(([kind, id]) => [counts[kind], id] as const);
}
