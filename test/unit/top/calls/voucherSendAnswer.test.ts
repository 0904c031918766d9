import fc from 'fast-check';
import {
	readVoucherSendAnswer,
	voucherSendParameters,
	type VoucherSendDecision,
} from '../../../../top/calls/voucherSend';
import type { JsonValue } from '../../../../top/protocol/json';

const WRAPPER = 'alibaba_alsc_crm_voucher_send_response';

function decision(result: Record<string, JsonValue>): VoucherSendDecision {
	return readVoucherSendAnswer({ [WRAPPER]: { result } }, '10enths').decision;
}

describe('what the CRM decided', () => {
	const YES: JsonValue[] = [true, 'true', 'TRUE'];
	const NO: JsonValue[] = [false, 'false'];
	const NEITHER: JsonValue[] = [null, '', 'yes', 1, 0, {}, []];

	it('is "sent" only when both fields say yes', () => {
		for (const result of YES) {
			for (const biz_success of YES) expect(decision({ result, biz_success })).toBe('sent');
		}
	});

	it('is "refused" when none says yes and one says no', () => {
		for (const no of NO) {
			expect(decision({ result: no })).toBe('refused');
			expect(decision({ biz_success: no })).toBe('refused');
			for (const other of [...NO, ...NEITHER]) {
				expect(decision({ result: no, biz_success: other })).toBe('refused');
				expect(decision({ result: other, biz_success: no })).toBe('refused');
			}
		}
	});

	it('is not clear when they contradict each other, or one says yes alone, or none says anything', () => {
		for (const yes of YES) {
			for (const other of [...NO, ...NEITHER]) {
				expect(decision({ result: yes, biz_success: other })).toBe('unclear');
				expect(decision({ result: other, biz_success: yes })).toBe('unclear');
			}
			expect(decision({ result: yes })).toBe('unclear');
			expect(decision({ biz_success: yes })).toBe('unclear');
		}
		expect(decision({})).toBe('unclear');
	});

	it('does not depend on the codes and words beside them', () => {
		const word = fc.constantFrom<JsonValue>('', '0', '200', 'SUCCESS', 'FAIL', 'true', 500);
		fc.assert(
			fc.property(word, word, word, (result_code, result_view, result_desc) => {
				const words = { result_code, result_view, result_desc, success: 'true' };
				expect(decision({ ...words, result: true, biz_success: true })).toBe('sent');
				expect(decision({ ...words, result: false, biz_success: false })).toBe('refused');
				expect(decision(words)).toBe('unclear');
			}),
		);
	});

	it.each<[string, Record<string, JsonValue>]>([
		['no wrapper', {}],
		['a wrapper that is no object', { [WRAPPER]: 'ok' }],
		['no result', { [WRAPPER]: {} }],
		['a result that is no object', { [WRAPPER]: { result: true, biz_success: true } }],
		['a result that is a list', { [WRAPPER]: { result: [true] } }],
	])('is not clear from %s', (_name, raw) => {
		expect(readVoucherSendAnswer(raw, '')).toMatchObject({ decision: 'unclear', raw });
	});

	it('comes with the CRM’s words, numbers written out', () => {
		const result = { result: true, biz_success: true, result_code: 200, result_view: '成功' };
		expect(readVoucherSendAnswer({ [WRAPPER]: { result } }, '10enths')).toMatchObject({
			resultCode: '200',
			resultView: '成功',
			resultDesc: '',
			requestId: '10enths',
		});
	});
});

describe('the form field', () => {
	it('is one JSON text with the platform’s own field names', () => {
		const request = { customer_id: '5757', voucher_id: '3243421', voucher_num: 1 };
		expect(voucherSendParameters(request)).toEqual({
			param_voucher_send_open_req: '{"customer_id":"5757","voucher_id":"3243421","voucher_num":1}',
		});
	});

	it('leaves out what is not given', () => {
		const [text] = Object.values(
			voucherSendParameters({
				customer_id: '1',
				voucher_id: '2',
				voucher_num: 1,
				brand_id: undefined,
			}),
		);
		expect(text).not.toContain('brand_id');
	});
});
