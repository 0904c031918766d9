import type { VoucherSendRequest } from '../../../top/calls/voucherSend';
import { MOST_QUANTITY } from '../properties';
import { aboutColumns } from '../../shared/columnNames';
import {
	readCustomerId,
	readId,
	readPlatformId,
	refuseExpressionAsText,
} from '../../shared/identifiers';
import { invalid } from '../../shared/invalidInput';
import { readOwner } from '../../shared/ownerFields';
import { counted } from '../../../wording/join';
import { phrase } from '../../../wording/say';
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
	/** The app that sends it: gateway and app key. */
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
		const column = aboutColumns(parameters.inputNames());
		throw invalid('customerIdEmpty', 'Customer ID', { column });
	}
	const templateId = readPlatformId(parameters.voucherId, 'Voucher Template');
	if (templateId === '') {
		throw invalid('templateEmpty', 'Voucher Template');
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

function readQuantity(value: unknown): number {
	const number =
		typeof value === 'string' && /^\d{1,16}$/.test(value.trim())
			? Number(value)
			: (value as number);
	if (!Number.isSafeInteger(number) || number < 1 || number > MOST_QUANTITY) {
		const most = counted(MOST_QUANTITY);
		throw invalid('quantityOdd', 'Quantity', { most, value: describe(value) });
	}
	return number;
}

function readRequestId(value: unknown): string {
	const requestId = readId(value, 'Request ID');
	if (requestId.length > MOST_REQUEST_ID_CHARACTERS) {
		const { length } = requestId;
		throw invalid('requestIdTooLong', 'Request ID', { length, most: MOST_REQUEST_ID_CHARACTERS });
	}
	return requestId;
}

function readSendOnceKey(value: unknown): string {
	if (value === undefined) return '';
	if (value === null || (typeof value === 'string' && value.trim() === '')) {
		throw invalid('keyEmpty', 'Send Once Key');
	}
	const key = typeof value === 'number' ? String(value) : value;
	if (typeof key !== 'string' || key.length > MOST_KEY_CHARACTERS) {
		throw invalid('keyOdd', 'Send Once Key', { most: MOST_KEY_CHARACTERS });
	}
	refuseExpressionAsText(key, 'Send Once Key');
	return key.trim();
}

function describe(value: unknown): string {
	if (value === undefined || value === null || value === '') return phrase('emptyValue');
	if (typeof value === 'string') return `"${value.slice(0, 40)}"`;
	if (typeof value === 'object') return phrase('aListOrObject');
	return String(value);
}

function withoutEmpty(request: VoucherSendRequest): VoucherSendRequest {
	return Object.fromEntries(
		Object.entries(request).filter(([, value]) => value !== ''),
	) as unknown as VoucherSendRequest;
}
