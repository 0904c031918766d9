import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { startExecution } from '../test/support/engine/engine';
import type { LoadedPackage } from '../test/support/engine/package';
import type { CustomerRow } from './customerList';
import { listenTo } from './listening';
import { demoWorkflow, LIST_NODE, type NodeOptions } from './workflow';

export interface Sending {
	rows: readonly CustomerRow[];
	credentials: ICredentialDataDecryptedObject;
	node: NodeOptions;
	/** Cancels the execution as n8n's stop button does. */
	cancel?: AbortSignal;
}

/**
 * Runs the example workflow over these rows in n8n's engine.
 *
 * @returns the json of the voucher node's output item for each row
 * @throws Error when the workflow could not be run at all; nothing was sent then
 */
export async function send(
	loadedPackage: LoadedPackage,
	{ rows, credentials, node, cancel }: Sending,
): Promise<IDataObject[]> {
	const { loaded, hearing } = listenTo(loadedPackage);
	const execution = startExecution(loaded, demoWorkflow(node), {
		pinned: { [LIST_NODE]: rows.map((row) => ({ json: inputOf(row) })) },
		credentials,
		mode: 'manual',
	});
	const onCancel = () => execution.finished.cancel();
	cancel?.addEventListener('abort', onCancel);
	try {
		const run = await execution.finished;
		if (!hearing.began) throw run.data.resultData.error ?? new Error('The workflow did not start');
		// A cancelled execution ends before the node does: requests in flight are still being settled.
		const items = await hearing.items;
		const answers = new Array<IDataObject>(rows.length);
		for (const { json, pairedItem } of items) {
			answers[(pairedItem as { item: number }).item] = json;
		}
		return answers;
	} finally {
		cancel?.removeEventListener('abort', onCancel);
	}
}

function inputOf({ customerId, templateId, quantity }: CustomerRow): IDataObject {
	return { customer_id: customerId, voucher_id: templateId, quantity };
}
