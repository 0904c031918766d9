import { EarlierRequests } from '../../../nodes/AlibabaAlscVoucherSend/delivery/lookUp/earlierRequests';
import { othersOf } from '../../../nodes/AlibabaAlscVoucherSend/delivery/lookUp/others';
import {
	forgetAllRequests,
	recordRequest,
	type SentRequest,
} from '../../../nodes/AlibabaAlscVoucherSend/delivery/lookUp/voucherHistory';

const VOUCHER = 'app\nc1\n3243421';
const sent = (requestId: string): SentRequest => ({
	requestId,
	leftAtMs: Date.now() - 1_000,
	endedAtMs: Date.now(),
	given: 1,
	mayHaveGiven: 0,
});
const earlier = (request_id: string, voucher_num: number) => ({
	customer_id: 'c1',
	voucher_id: '3243421',
	voucher_num,
	request_id,
});

describe('the other requests for the same voucher', () => {
	beforeEach(forgetAllRequests);

	it('are those of this process, without the one that is looked up', () => {
		for (const id of ['own', 'a', 'b']) recordRequest(VOUCHER, sent(id));
		recordRequest('app\nc2\n3243421', sent('of another customer'));

		const { requests, undated } = othersOf(VOUCHER, 'own', new EarlierRequests());

		expect(requests.map(({ requestId }) => requestId)).toEqual(['a', 'b']);
		expect(undated).toBe(0);
	});

	it('and those of earlier runs, by their vouchers, since their time is not known', () => {
		const requests = new EarlierRequests();
		requests.add(VOUCHER, earlier('x', 2));
		requests.add(VOUCHER, earlier('y', 3));

		expect(othersOf(VOUCHER, 'own', requests).undated).toBe(5);
	});

	it('are counted once: what this process knows by its time is not counted as undated, too', () => {
		recordRequest(VOUCHER, sent('a'));
		const requests = new EarlierRequests();
		requests.add(VOUCHER, earlier('a', 7));
		requests.add(VOUCHER, earlier('own', 7));
		requests.add(VOUCHER, earlier('x', 1));
		requests.add(VOUCHER, earlier('x', 2));

		const others = othersOf(VOUCHER, 'own', requests);

		expect(others.requests).toHaveLength(1);
		expect(others.undated).toBe(2);
	});
});
