import { createHash } from 'node:crypto';
import type { VoucherItem } from '../reading/voucherItem';

const CHARACTERS_OF_VOUCHER = 8;
const CHARACTERS_OF_KEY = 8;
export const GIFT_CHARACTERS = CHARACTERS_OF_VOUCHER + CHARACTERS_OF_KEY;

/**
 * Names the gift an item stands for: same customer, same template, same send-once key. It recognises
 * an item within a run, in a retry and, when there is a key, in another execution.
 *
 * @returns 16 characters of base64url, 96 bits
 */
export function giftOf({ request, sendOnceKey }: VoucherItem): string {
	const voucher = JSON.stringify([request.customer_id, request.voucher_id]);
	return hash(voucher, CHARACTERS_OF_VOUCHER) + hash(sendOnceKey, CHARACTERS_OF_KEY);
}

/** The part of a gift that names customer and template, whatever the key. */
export function voucherOfGift(gift: string): string {
	return gift.slice(0, CHARACTERS_OF_VOUCHER);
}

function hash(text: string, characters: number): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, characters);
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
