import type { IDataObject } from 'n8n-workflow';
import { readList, type JsonValue } from '../../top/protocol/json';
import { failedItem } from '../shared/failing';
import type { LookedUp } from './result';

/** The json of the output item. */
export function lookedUpJson({ result, question }: LookedUp): IDataObject {
	if (result.kind !== 'found') {
		const { options: _same, ...asked } = question?.request ?? {};
		return failedItem(result.kind, result.words, asked);
	}
	const { customer, raw } = result.answer;
	if (question?.simplify === false || !customer) return raw;
	// The fields that people look for come first; all keep the platform's names.
	const { customer_id, name = null, mobile = null, level_desc = null, state = null } = customer;
	return {
		customer_id,
		name,
		mobile,
		level_desc,
		state,
		switched_off: isSwitchedOff(result),
		...Object.fromEntries(
			Object.entries(customer).map(([field, value]) => [field, plain(field, value)]),
		),
	};
}

/** `state` 0: 停用, none of the member's benefits can be used. */
export function isSwitchedOff(result: LookedUp['result']): boolean {
	return result.kind === 'found' && String(result.answer.customer?.state) === '0';
}

/** Lists as plain arrays: the platform wraps them in objects. */
function plain(field: string, value: JsonValue): JsonValue {
	return field === 'tags' || field.endsWith('_list') ? readList(value) : value;
}
