import { createHash } from 'node:crypto';
import type { VoucherItem } from '../reading/voucherItem';

const CHARACTERS_OF_VOUCHER = 8;
export const GIFT_CHARACTERS = 16;

/**
 * Names the gift an item stands for: same customer, same template, same send-once key. It recognises
 * an item within a run, in a retry and, when there is a key, in another execution.
 *
 * @returns 16 characters of base64url, 96 bits, of which the first 48 name customer and template alone
 */
export function giftOf({ request, sendOnceKey }: VoucherItem): string {
	const voucher = [request.customer_id, request.voucher_id];
	return (
		hash(voucher).slice(0, CHARACTERS_OF_VOUCHER) +
		hash([...voucher, sendOnceKey]).slice(CHARACTERS_OF_VOUCHER, GIFT_CHARACTERS)
	);
}

/** The part of a gift that names customer and template, whatever the key. */
export function voucherOfGift(gift: string): string {
	return gift.slice(0, CHARACTERS_OF_VOUCHER);
}

function hash(names: string[]): string {
	return createHash('sha256').update(JSON.stringify(names)).digest('base64url');
}

/** What the send-once store remembers an item by. */
export function sendOnceIdentity({ request, sendOnceKey }: VoucherItem): string {
	return JSON.stringify([sendOnceKey, request.voucher_id, request.customer_id]);
}

/**
 * The request id of an item: the user's own; else made from the key, the template and the customer, so
 * that every execution makes the same; else made from a seed that lives as long as the execution and
 * its retries.
 */
export function requestIdFor({ request, sendOnceKey }: VoucherItem, seed: string): string {
	if (request.request_id) return request.request_id;
	const origin = sendOnceKey === '' ? ['seed', seed, request.voucher_num] : ['key', sendOnceKey];
	return createHash('sha256')
		.update(JSON.stringify([...origin, request.voucher_id, request.customer_id]))
		.digest('hex')
		.slice(0, 32);
}
