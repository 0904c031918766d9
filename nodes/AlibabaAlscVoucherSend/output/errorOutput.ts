import type { INodeExecutionData } from 'n8n-workflow';
import { version } from 'n8n-workflow/package.json';

/** The first release whose engine sends `{ error, details }` to the error output (n8n PR 35939). */
const [ROUTES_DETAILS_MAJOR, ROUTES_DETAILS_MINOR] = [2, 36];

/**
 * Whether failed items must be marked to leave by the error output. Older engines leave
 * `{ error, details }` in the success output, as if the voucher had been sent.
 *
 * @param n8nWorkflowVersion n8n's, as far as nodes are told; it may lag behind by a patch
 */
export function needsMark(onError?: string, n8nWorkflowVersion: string = version): boolean {
	if (onError !== 'continueErrorOutput') return false;
	const [major, minor] = n8nWorkflowVersion.split('.').map(Number);
	if (major === ROUTES_DETAILS_MAJOR) return minor < ROUTES_DETAILS_MINOR;
	return major < ROUTES_DETAILS_MAJOR;
}

/**
 * Marks failed items for the error output of older engines; their json stays as it is on newer ones.
 * Such an engine sends an item there that has an `error` beside its json, as a copy, and later cuts the
 * json of every item that still has one down to its message. A property that is not enumerable is seen
 * by the first and not taken over into the copy.
 */
export function markFailures(items: INodeExecutionData[]): INodeExecutionData[] {
	for (const item of items) {
		const { error: message, details, ...others } = item.json;
		if (!message || !details || Object.keys(others).length > 0) continue;
		Object.defineProperty(item, 'error', { value: { message }, enumerable: false });
	}
	return items;
}
