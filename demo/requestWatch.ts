import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/**
 * Watches the voucher requests of this process through undici's diagnostics channels: the node itself
 * needs no extra for it.
 *
 * @param settled told each time a request was answered or failed, with the item's request id
 * @returns ends the watch
 */
export function watchRequests(settled: (requestId: string) => void): () => void {
	const requestIds = new WeakMap<object, string>();
	const created = (message: unknown) => {
		const { request } = message as { request: { body?: unknown } };
		const id = requestIdIn(request.body);
		if (id !== undefined) requestIds.set(request, id);
	};
	const ended = (message: unknown) => {
		const id = requestIds.get((message as { request: object }).request);
		if (id !== undefined) settled(id);
	};
	const listeners = [
		['undici:request:create', created],
		['undici:request:trailers', ended],
		['undici:request:error', ended],
	] as const;
	for (const [channel, listener] of listeners) subscribe(channel, listener);
	return () => {
		for (const [channel, listener] of listeners) unsubscribe(channel, listener);
	};
}

/** The request id in the form of a voucher request; `undefined` for any other request. */
function requestIdIn(body: unknown): string | undefined {
	if (!Buffer.isBuffer(body)) return undefined;
	const business = new URLSearchParams(body.toString()).get('param_voucher_send_open_req');
	if (business === null) return undefined;
	return (JSON.parse(business) as { request_id?: string }).request_id;
}
