import type { IDataObject } from 'n8n-workflow';
import type { VoucherSendAnswer, VoucherSendRequest } from '../../../top/calls/voucherSend';
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
	if (proof.by === 'answer' && !simplify) return proof.answer.raw;
	const answer = proof.by === 'answer' ? proof.answer : undefined;
	// How many another execution sent, and under which id, may differ from what this item asks for.
	const sentBefore = proof.by === 'sendOnceKey';
	return {
		...(sentBefore ? { already_sent: true } : {}),
		customer_id: request?.customer_id,
		voucher_id: request?.voucher_id,
		voucher_num: sentBefore ? null : request?.voucher_num,
		request_id: sentBefore ? (proof.requestId ?? null) : request?.request_id,
		result: true,
		biz_success: true,
		// Nothing was asked this time, so there is no answer to show.
		...(sentBefore ? {} : answerFields(answer)),
		attempts,
		...(proof.by === 'verification' ? { verified_voucher_ids: proof.voucherIds } : {}),
	};
}

function answerFields(answer: VoucherSendAnswer | undefined): IDataObject {
	return {
		result_code: answer?.resultCode ?? null,
		result_view: answer?.resultView ?? null,
		result_desc: answer?.resultDesc ?? null,
		gateway_request_id: answer?.requestId ?? null,
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
