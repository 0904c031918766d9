import { createHash } from 'node:crypto';
import type { VoucherSendRequest } from '../../../top/calls/voucherSend';

/**
 * Every name that is made from a customer and a template, with the Send Once Key or without:
 *
 * | name | made from | tells apart |
 * | --- | --- | --- |
 * | item key | customer, template, key, app | the items of an execution |
 * | first half of an item key | customer, template | the same, whatever the key and the app |
 * | gift | customer, template, key, app | the items of all executions that give a key; see `memory/register` |
 * | request id | the same; without a key, the execution instead of it | requests, for the platform |
 *
 * The session is no part of them: the names stay the same when a merchant authorises the app anew.
 */
export interface Named {
	request: VoucherSendRequest;
	/** '' when the user gave none. */
	sendOnceKey: string;
	/** Gateway and app key. */
	app: string;
}

const CHARACTERS_OF_VOUCHER = 8;
export const ITEM_KEY_CHARACTERS = 16;

/**
 * Names what makes two items the same gift.
 *
 * @returns 16 characters of base64url, 96 bits, of which the first 48 name customer and template alone
 */
export function itemKeyOf({ request, sendOnceKey, app }: Named): string {
	const voucher = [request.customer_id, request.voucher_id];
	return (
		hash(voucher, 'base64url').slice(0, CHARACTERS_OF_VOUCHER) +
		hash([...voucher, sendOnceKey, app], 'base64url').slice(
			CHARACTERS_OF_VOUCHER,
			ITEM_KEY_CHARACTERS,
		)
	);
}

/** The part of an item key that names customer and template, whatever the Send Once Key and the app. */
export function voucherPartOf(itemKey: string): string {
	return itemKey.slice(0, CHARACTERS_OF_VOUCHER);
}

/**
 * The request id of an item: the user's own; else made from the key, the template and the customer, so
 * that every execution makes the same; else made from a seed that lives as long as the execution and
 * its retries.
 */
export function requestIdFor({ request, sendOnceKey, app }: Named, seed: string): string {
	if (request.request_id) return request.request_id;
	const origin = sendOnceKey === '' ? ['seed', seed, request.voucher_num] : ['key', sendOnceKey];
	const names = [...origin, request.voucher_id, request.customer_id, app];
	return hash(names, 'hex').slice(0, 32);
}

function hash(names: ReadonlyArray<string | number>, encoding: 'base64url' | 'hex'): string {
	return createHash('sha256').update(JSON.stringify(names)).digest(encoding);
}
