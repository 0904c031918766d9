import type { IExecuteFunctions, INodeExecutionData, ISourceData } from 'n8n-workflow';
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
 * An older engine copies an item that has an `error` beside its json to the error output, and later cuts the
 * json of every item that has one down to its message. So the property is made not enumerable: the engine
 * finds it, but does not take it over into the copy.
 */
export function markFailures(items: readonly INodeExecutionData[]): void {
	for (const item of items.filter(isFailed)) {
		const { error: message } = item.json;
		Object.defineProperty(item, 'error', { value: { message }, enumerable: false });
	}
}

/** The engine's search for the item another one was made from. */
type FindPairedItem = (
	nodeName: string,
	source: ISourceData,
	pairedItem: { item: number },
) => INodeExecutionData | null;

/**
 * Keeps the engine from adding another row's fields to failed items. On their way to the error output it
 * adds the fields of the input item, which it looks up in the stored output of the node before. After a
 * person has edited pinned data and executes a single step, that output is the old list: the engine finds
 * another row; or none, and then it throws and the whole report is lost. It leaves an item alone that is
 * paired by a plain number.
 */
export function keepApartFromOldRows(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): void {
	const input = context.getInputData();
	const { $getPairedItem } = context.getWorkflowDataProxy(0) as {
		$getPairedItem?: FindPairedItem;
	};
	for (const [index, item] of items.entries()) {
		if (!isFailed(item)) continue;
		try {
			const source = context.getInputSourceData();
			const found = $getPairedItem?.(source.previousNode, source, { item: index });
			if (found === undefined || found === null) continue;
			const { json } = input[index];
			if (found.json === json || JSON.stringify(found.json) === JSON.stringify(json)) continue;
		} catch {
			// The engine would meet the same error, so the item is paired by a plain number as well.
		}
		item.pairedItem = index;
	}
}

function isFailed({ json }: INodeExecutionData): boolean {
	const { error, details, ...others } = json;
	return Boolean(error) && Boolean(details) && Object.keys(others).length === 0;
}
