import type { NodeExecutionHint } from 'n8n-workflow';
import { counted, listed } from '../../wording/join';
import { phrase } from '../../wording/say';
import type { LookedUp } from './lookUp';
import { isSwitchedOff } from './output';

const FAILURES = [
	['not_found', 'customersNotFound'],
	['rejected', 'customersRejected'],
	['no_answer', 'customersNoAnswer'],
	['not_asked', 'customersNotAsked'],
] as const;

/** How many items ended how, over the output. */
export function lookUpHint(all: readonly LookedUp[]): NodeExecutionHint {
	const of = (kind: LookedUp['result']['kind']) =>
		all.filter(({ result }) => result.kind === kind).length;
	const switchedOff = all.filter(({ result }) => isSwitchedOff(result)).length;
	const found = of('found');
	const count = counted(found);
	const parts = [
		switchedOff > 0
			? phrase('customersFoundSwitchedOff', { count, off: counted(switchedOff) })
			: phrase('customersFound', { count }),
		...FAILURES.filter(([kind]) => of(kind) > 0).map(([kind, id]) =>
			phrase(id, { count: counted(of(kind)) }),
		),
	];
	return {
		message: phrase('customersLine', { parts: listed(parts) }),
		type: found === all.length && switchedOff === 0 ? 'info' : 'warning',
		location: 'outputPane',
	};
}
