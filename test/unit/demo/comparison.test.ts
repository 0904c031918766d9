import { compare } from '../../../demo/comparison';
import type { OutcomeKind, RowOutcome } from '../../../demo/outcomes';
import type { Execution } from '../../gateway';

function reported(customerId: string, kind: OutcomeKind, vouchers = 1): RowOutcome {
	return {
		row: { line: 2, customerId, templateId: '77', quantity: String(vouchers), cells: [] },
		kind,
		vouchers,
		message: '',
		hint: '',
		code: '',
		subCode: '',
		requestId: '',
		gatewayRequestId: '',
		attempts: 1,
	};
}

function given(customer_id: string, voucher_num = 1, voucher_id = '77'): Execution {
	return {
		...{ n: 1, request_id: '', app_key: '', at: 0, attempt: 1, call: 1 },
		customer_id,
		voucher_id,
		voucher_num,
	};
}

describe('a report held against the gateway', () => {
	it('agrees when each customer got what was reported', () => {
		expect(
			compare(
				[reported('a', 'sent', 2), reported('b', 'rejected'), reported('c', 'not_sent')],
				[given('a', 2)],
			),
		).toEqual([]);
	});

	it('leaves open what is unknown', () => {
		expect(compare([reported('a', 'unknown')], [])).toEqual([]);
		expect(compare([reported('a', 'unknown')], [given('a')])).toEqual([]);
	});

	it.each([
		['a lost voucher', [reported('a', 'sent')], []],
		['one sent twice', [reported('a', 'sent')], [given('a'), given('a')]],
		['one sent after all', [reported('a', 'rejected')], [given('a')]],
		['an unknown one sent twice', [reported('a', 'unknown')], [given('a'), given('a')]],
		['the wrong template', [reported('a', 'sent')], [given('a', 1, '78')]],
		['the wrong quantity', [reported('a', 'sent', 2)], [given('a', 1)]],
		['a stranger', [], [given('z')]],
	])('finds %s', (_what, outcomes, executed) => {
		expect(compare(outcomes, executed)).not.toEqual([]);
	});

	it('says who got how many', () => {
		expect(compare([reported('a', 'sent')], [given('a', 3)])).toEqual([
			{ customerId: 'a', templateId: '77', reported: 1, unknown: 0, held: 3 },
		]);
	});
});
