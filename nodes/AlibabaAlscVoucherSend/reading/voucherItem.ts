import type { VoucherSendRequest } from '../../../top/calls/voucherSend';
import { MOST_QUANTITY } from '../properties';
import {
	readCustomerId,
	readId,
	readPlatformId,
	refuseExpressionAsText,
} from '../../shared/identifiers';
import { InvalidInput } from '../../shared/invalidInput';
import { nameOfSign, unseenSign } from '../../shared/signs';
import { readOwner } from '../../shared/ownerFields';
import type { ItemParameters } from './parameterReader';

/** One item, read and checked: what to send and how to tell it from others. */
export interface VoucherItem {
	itemIndex: number;
	/** The business object without its request id, unless the user gave one. */
	request: VoucherSendRequest;
	/** '' when the user gave none. */
	sendOnceKey: string;
	simplify: boolean;
	/** See {@link CustomerId}. */
	looksRounded: boolean;
	showsUnrounded: boolean;
	/** Who sends it: gateway and app key. */
	app: string;
}

const MOST_REQUEST_ID_CHARACTERS = 64;
const MOST_KEY_CHARACTERS = 512;

/**
 * Turns the evaluated parameters of one item into the request to send.
 *
 * @throws InvalidInput naming the parameter, what is the matter with it and what to do
 */
export function readVoucherItem(
	parameters: ItemParameters,
	itemIndex: number,
	app: string,
): VoucherItem {
	const customer = readCustomerId(parameters.customerId, 'Customer ID');
	if (customer.id === '') {
		throw new InvalidInput(
			"'Customer ID' is empty",
			`Check the name of the column or field it comes from; an item without it cannot be sent${nameWithUnseenSign(parameters.inputNames())}`,
			'Customer ID',
		);
	}
	const templateId = readPlatformId(parameters.voucherId, 'Voucher Template');
	if (templateId === '') {
		throw new InvalidInput(
			"'Voucher Template' is empty",
			'Choose a template from the list, or give its ID',
			'Voucher Template',
		);
	}
	const fields = parameters.additionalFields;
	const owner = readOwner(fields);

	return {
		itemIndex,
		request: withoutEmpty({
			customer_id: customer.id,
			voucher_id: templateId,
			voucher_num: readQuantity(parameters.quantity),
			request_id: readRequestId(fields.requestId),
			...owner,
			operator_id: readId(fields.operatorId, 'Operator ID'),
		}),
		sendOnceKey: readSendOnceKey(parameters.sendOnceKey),
		looksRounded: customer.looksRounded,
		showsUnrounded: customer.showsUnrounded,
		simplify: parameters.simplify !== false,
		app,
	};
}

/** A column's name may carry a sign that nobody sees, so that no field is found under what is seen. */
function nameWithUnseenSign(names: readonly string[]): string {
	const name = names.find((one) => unseenSign(one) !== undefined);
	if (name === undefined) return '';
	const sign = nameOfSign(unseenSign(name) ?? '');
	return `. The name of the column "${name.slice(0, 40)}" contains ${sign}: drag the column into the field, or turn on 'Exclude Byte Order Mark (BOM)' in 'Extract From File'`;
}

function readQuantity(value: unknown): number {
	const number =
		typeof value === 'string' && /^\d{1,16}$/.test(value.trim())
			? Number(value)
			: (value as number);
	if (!Number.isSafeInteger(number) || number < 1 || number > MOST_QUANTITY) {
		throw new InvalidInput(
			`'Quantity' must be a whole number from 1 to ${MOST_QUANTITY.toLocaleString('en-US')} (it is ${describe(value)})`,
			'Give the number of vouchers the customer gets, e.g. 1',
			'Quantity',
		);
	}
	return number;
}

function readRequestId(value: unknown): string {
	const requestId = readId(value, 'Request ID');
	if (requestId.length > MOST_REQUEST_ID_CHARACTERS) {
		throw new InvalidInput(
			`'Request ID' is ${requestId.length} characters long; at most ${MOST_REQUEST_ID_CHARACTERS} are accepted`,
			'Give a shorter ID, or leave it empty to have one made',
			'Request ID',
		);
	}
	return requestId;
}

function readSendOnceKey(value: unknown): string {
	if (value === undefined) return '';
	if (value === null || (typeof value === 'string' && value.trim() === '')) {
		throw new InvalidInput(
			"'Send Once Key' is empty for this item",
			'Without a key nothing protects the customer from a second voucher. Check the expression, or empty the field to send without a key',
			'Send Once Key',
		);
	}
	const key = typeof value === 'number' ? String(value) : value;
	if (typeof key !== 'string' || key.length > MOST_KEY_CHARACTERS) {
		throw new InvalidInput(
			`'Send Once Key' must be a text of at most ${MOST_KEY_CHARACTERS} characters`,
			"Combine what makes the gift unique, e.g. the occasion and the customer's ID",
			'Send Once Key',
		);
	}
	refuseExpressionAsText(key, 'Send Once Key');
	return key.trim();
}

function describe(value: unknown): string {
	if (value === undefined || value === null) return 'empty';
	if (typeof value === 'string') return value === '' ? 'empty' : `"${value.slice(0, 40)}"`;
	if (typeof value === 'object' && value !== null) return 'a list or an object';
	return String(value);
}

function withoutEmpty(request: VoucherSendRequest): VoucherSendRequest {
	return Object.fromEntries(
		Object.entries(request).filter(([, value]) => value !== ''),
	) as unknown as VoucherSendRequest;
}
