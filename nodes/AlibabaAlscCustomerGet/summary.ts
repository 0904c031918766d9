import type { NodeExecutionHint } from 'n8n-workflow';
import type { LookedUp } from './lookUp';
import { isSwitchedOff } from './output';

/** How many items ended how, over the output. */
export function lookUpHint(all: readonly LookedUp[]): NodeExecutionHint {
	const count = (kind: LookedUp['result']['kind']) =>
		all.filter(({ result }) => result.kind === kind).length;
	const switchedOff = all.filter(({ result }) => isSwitchedOff(result)).length;
	const found = count('found');
	const parts = [
		`${found.toLocaleString('en-US')} found${switchedOff > 0 ? ` (${switchedOff.toLocaleString('en-US')} of them switched off: none of their benefits can be used)` : ''}`,
		...(['not_found', 'rejected', 'no_answer', 'not_asked'] as const)
			.filter((kind) => count(kind) > 0)
			.map((kind) => `${count(kind).toLocaleString('en-US')} ${kind.replace('_', ' ')}`),
	];
	return {
		message: `Customers: ${parts.join(', ')}`,
		type: found === all.length && switchedOff === 0 ? 'info' : 'warning',
		location: 'outputPane',
	};
}
