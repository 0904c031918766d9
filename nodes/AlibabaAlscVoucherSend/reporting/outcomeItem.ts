import type { IDataObject } from 'n8n-workflow';
import type { VoucherSendRequest } from '../../../top/calls/voucherSend';
import { phrase } from '../../../wording/say';
import { failedItem } from '../../shared/failing';
import type { Failed, Outcome, Sent } from '../delivery/outcome';

/** The json of the output item for an outcome. */
export function outcomeJson(
	outcome: Outcome,
	request: VoucherSendRequest | undefined,
	simplify: boolean,
): IDataObject {
	return outcome.kind === 'sent'
		? sentJson(outcome, request, simplify)
		: failedJson(outcome, request);
}

function sentJson(
	{ proof, attempts }: Sent,
	request: VoucherSendRequest | undefined,
	simplify: boolean,
): IDataObject {
	const { customer_id, voucher_id, voucher_num, request_id } = request ?? {};
	const asked = { customer_id, voucher_id, voucher_num, request_id };
	switch (proof.by) {
		case 'answer':
			if (!simplify) return proof.answer.raw;
			return {
				...asked,
				result: true,
				biz_success: true,
				result_code: proof.answer.resultCode ?? null,
				result_view: proof.answer.resultView ?? null,
				result_desc: proof.answer.resultDesc ?? null,
				gateway_request_id: proof.answer.requestId ?? null,
				attempts,
			};
		case 'verification':
			return {
				...asked,
				result: true,
				biz_success: true,
				// `result_desc` holds the platform's words otherwise.
				result_desc: phrase('foundAtTheCustomer'),
				attempts,
				verified_voucher_ids: proof.voucherIds,
			};
		case 'sendOnceKey':
			return alreadySentJson({
				customer_id,
				voucher_id,
				request_id: proof.requestId,
				gateway_request_id: proof.gatewayRequestId,
				attempts,
			});
	}
}

/**
 * For an item whose key was sent before. It has no quantity: nothing was sent this time, and what was sent
 * then may have been another one.
 *
 * @param sent what is known of that
 */
export function alreadySentJson(sent: IDataObject): IDataObject {
	const { customer_id, voucher_id, request_id, gateway_request_id, attempts } = sent;
	return {
		already_sent: true,
		customer_id,
		voucher_id,
		...(request_id ? { request_id } : {}),
		result: true,
		biz_success: true,
		result_desc: phrase('sentBeforeByKey'),
		...(gateway_request_id ? { gateway_request_id } : {}),
		attempts,
	};
}

function failedJson(
	{ kind, attempts, words }: Failed,
	request: VoucherSendRequest | undefined,
): IDataObject {
	const { request_id, customer_id, voucher_id, voucher_num } = request ?? {};
	const about = { request_id, attempts, customer_id, voucher_id, voucher_num };
	return failedItem(kind, words, about);
}
