import { recordDelivery } from '../../../nodes/AlibabaAlscVoucherSend/delivery/lookUp/recordDelivery';
import {
	forgetAllRequests,
	otherRequests,
} from '../../../nodes/AlibabaAlscVoucherSend/delivery/lookUp/voucherHistory';
import { LostAttempts } from '../../../nodes/AlibabaAlscVoucherSend/delivery/lostAttempts';
import type { Outcome } from '../../../nodes/AlibabaAlscVoucherSend/delivery/outcome';

const VOUCHER = 'app\nc1\n3243421';
const REQUEST = {
	customer_id: 'c1',
	voucher_id: '3243421',
	voucher_num: 2,
	request_id: 'r1',
};
const WORDS = { message: 'No answer came', hint: 'Look in the CRM' };
const NOW_MS = Date.UTC(2027, 0, 1);

const VERIFIED: Outcome = {
	kind: 'sent',
	attempts: 1,
	proof: { by: 'verification', voucherIds: ['1', '2'] },
};
const SENT: Outcome = { kind: 'sent', attempts: 2, proof: { by: 'sendOnceKey' } };
const failed = (kind: 'rejected' | 'not_sent' | 'unknown'): Outcome => ({
	kind,
	attempts: 1,
	words: WORDS,
});

describe('what a look-up is told of another request', () => {
	let lost: LostAttempts;

	beforeEach(() => {
		jest.useFakeTimers({ now: NOW_MS });
		forgetAllRequests();
		lost = new LostAttempts(undefined);
	});
	afterEach(() => void jest.useRealTimers());

	const record = (leftAtMs: number, outcome?: Outcome) =>
		recordDelivery(VOUCHER, REQUEST, lost, leftAtMs, outcome);
	const told = () => otherRequests(VOUCHER, 'another');

	it('while its answer is awaited, it may have given its vouchers', () => {
		record(NOW_MS - 5);

		expect(told()).toEqual([
			{
				requestId: 'r1',
				leftAtMs: NOW_MS - 5,
				endedAtMs: Infinity,
				given: 0,
				mayHaveGiven: 2,
			},
		]);
	});

	it('sent, it has given them between its leaving and its answer', () => {
		record(NOW_MS - 5);
		record(NOW_MS - 5, SENT);

		expect(told()).toEqual([
			{ requestId: 'r1', leftAtMs: NOW_MS - 5, endedAtMs: NOW_MS, given: 2, mayHaveGiven: 0 },
		]);
	});

	it('sent again after a lost attempt, it may have given twice, from the first attempt on', () => {
		lost.add(NOW_MS - 500, WORDS);
		record(NOW_MS - 5, SENT);

		expect(told()).toMatchObject([{ leftAtMs: NOW_MS - 500, given: 2, mayHaveGiven: 2 }]);
	});

	it('found at the customer, it has given once, at any time since its first attempt', () => {
		lost.add(NOW_MS - 500, WORDS);
		lost.confirm();
		record(NOW_MS - 500, VERIFIED);

		expect(told()).toMatchObject([
			{ leftAtMs: NOW_MS - 500, endedAtMs: NOW_MS, given: 2, mayHaveGiven: 0 },
		]);
	});

	it('unknown, each of its lost attempts may have given, until its answer was given up', () => {
		lost.add(NOW_MS - 500, WORDS);
		lost.add(NOW_MS - 300, WORDS);
		jest.setSystemTime(NOW_MS + 60_000);
		record(NOW_MS - 300, failed('unknown'));

		expect(told()).toEqual([
			{
				requestId: 'r1',
				leftAtMs: NOW_MS - 500,
				endedAtMs: NOW_MS,
				given: 0,
				mayHaveGiven: 4,
			},
		]);
	});

	it.each(['rejected', 'not_sent'] as const)('%s with nothing lost, it gave nothing', (kind) => {
		record(NOW_MS - 5);
		record(NOW_MS - 5, failed(kind));

		expect(told()).toEqual([]);
	});
});
