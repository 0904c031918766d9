import { EarlierRequests } from '../../../nodes/AlibabaAlscVoucherSend/delivery/lookUp/earlierRequests';
import { lookUp, type Finding } from '../../../nodes/AlibabaAlscVoucherSend/delivery/lookUp/lookUp';
import {
	forgetAllRequests,
	recordRequest,
} from '../../../nodes/AlibabaAlscVoucherSend/delivery/lookUp/voucherHistory';
import { RunStop } from '../../../nodes/shared/runStop';
import { TopPlatformError, type TopClient } from '../../../top';
import { Pacer } from '../../../top/pacing/pacer';
import { formatTimestamp } from '../../../top/protocol/timestamp';

/** When the request left and its answer was given up; the platform tells its time in whole seconds. */
const LOST_AT_MS = Date.UTC(2027, 0, 1);
const VOUCHER = 'app\nc1\n3243421';
const second = (seconds: number) => LOST_AT_MS + seconds * 1_000;

/** From docs/how-it-works.md: a minute in which it may be executed, and seven seconds until it shows. */
const CERTAIN_AFTER_S = 60 + 7;

interface Given {
	id: string;
	/** When it was given, and when the list begins to show it, in seconds after the loss. */
	atS: number;
	showsAtS?: number;
}

describe('looking a lost request up', () => {
	let given: Given[];
	let clockTakesMs: number;
	let listFails: boolean;
	let stop: RunStop;

	beforeEach(() => {
		jest.useFakeTimers({ now: LOST_AT_MS });
		forgetAllRequests();
		[given, clockTakesMs, listFails, stop] = [[], 0, false, new RunStop()];
	});
	afterEach(() => void jest.useRealTimers());

	const answers: Record<string, () => Promise<object>> = {
		'taobao.time.get': async () => {
			await new Promise((resolve) => setTimeout(resolve, clockTakesMs));
			return { time: formatTimestamp(Date.now()) };
		},
		'alibaba.alsc.crm.customer.voucher.list': async () => {
			if (listFails) throw new TopPlatformError({ code: 11, msg: 'Insufficient isv permissions' });
			const shown = given.filter(({ atS, showsAtS = atS }) => Date.now() >= second(showsAtS));
			const result_list = shown.map(({ id, atS }) => ({
				voucher_id: id,
				voucher_template_id: '3243421',
				gmt_created: formatTimestamp(second(atS)),
			}));
			return { result: { biz_success: true, has_next_page: false, result_list } };
		},
	};

	function begin(quantity = 1) {
		const client = {
			call: async (method: string) => ({
				content: await answers[method](),
				requestId: '',
				raw: {},
			}),
		} as unknown as TopClient;
		const followed: { finding?: Finding; endedAtS?: number } = {};
		void lookUp(
			{
				appIdentity: 'app',
				client,
				earlierRequests: new EarlierRequests(),
				pacer: new Pacer(),
				settings: {
					maxRequestsPerSecond: Infinity,
					maxThrottleWaitMs: 0,
				} as Parameters<typeof lookUp>[0]['settings'],
				stop,
			},
			{ customer_id: 'c1', voucher_id: '3243421', voucher_num: quantity, request_id: 'own' },
			{ firstAttemptAtMs: LOST_AT_MS, lastAttemptAtMs: LOST_AT_MS, quietSinceMs: LOST_AT_MS },
			LOST_AT_MS,
		).then((finding) => {
			followed.finding = finding;
			followed.endedAtS = (Date.now() - LOST_AT_MS) / 1_000;
		});
		return followed;
	}
	const untilS = async (seconds: number) =>
		await jest.advanceTimersByTimeAsync(second(seconds) - Date.now());

	it('it was sent as soon as its voucher is seen', async () => {
		given = [{ id: '7', atS: 0 }];
		const followed = begin();
		await untilS(1);

		expect(followed.finding).toEqual({ kind: 'sent', voucherIds: ['7'] });
	});

	it('it was sent even if its voucher was given at the last moment and showed late', async () => {
		given = [{ id: '7', atS: 60, showsAtS: CERTAIN_AFTER_S }];
		const followed = begin();
		await untilS(CERTAIN_AFTER_S);

		expect(followed.finding).toEqual({ kind: 'sent', voucherIds: ['7'] });
	});

	it('it was not sent only when it can no longer be executed and would show', async () => {
		const followed = begin();
		await untilS(CERTAIN_AFTER_S - 1);
		expect(followed.finding).toBeUndefined();
		await untilS(CERTAIN_AFTER_S);

		expect(followed.finding).toEqual({ kind: 'notSent' });
	});

	it('a voucher from before it left is not its own', async () => {
		given = [{ id: '7', atS: -60 }];
		const followed = begin();
		await untilS(CERTAIN_AFTER_S);

		expect(followed.finding).toEqual({ kind: 'notSent' });
	});

	it('fewer vouchers than asked for prove neither', async () => {
		given = [{ id: '7', atS: 0 }];
		const followed = begin(3);
		await untilS(CERTAIN_AFTER_S);

		expect(followed.finding?.kind).toBe('unclear');
	});

	it('a voucher that another request may have given proves neither', async () => {
		given = [{ id: '7', atS: 0 }];
		recordRequest(VOUCHER, {
			requestId: 'another',
			leftAtMs: LOST_AT_MS,
			endedAtMs: LOST_AT_MS,
			given: 0,
			mayHaveGiven: 1,
		});
		const followed = begin();
		await untilS(CERTAIN_AFTER_S);

		expect(followed.finding?.kind).toBe('unclear');
	});

	it("it waits until another request's voucher would show, too", async () => {
		recordRequest(VOUCHER, {
			requestId: 'another',
			leftAtMs: second(90),
			endedAtMs: second(90),
			given: 1,
			mayHaveGiven: 0,
		});
		given = [{ id: '8', atS: 90 }];
		const followed = begin();
		await untilS(96);
		expect(followed.finding).toBeUndefined();
		await untilS(97);

		expect(followed.finding).toEqual({ kind: 'notSent' });
	});

	it('with clocks that cannot be compared, nothing is proved and nothing is waited for', async () => {
		clockTakesMs = 11_000;
		given = [{ id: '7', atS: 0 }];
		const followed = begin();
		await untilS(11);

		expect(followed.finding?.kind).toBe('unclear');
	});

	it('a list that is refused proves nothing', async () => {
		listFails = true;
		const followed = begin();
		await untilS(1);

		expect(followed.finding?.kind).toBe('unclear');
	});

	it('a run that stops ends the wait at once, and nothing is proved', async () => {
		const followed = begin();
		await untilS(2);
		stop.request({ message: 'Stopped', hint: '' });
		await untilS(2);

		expect(followed).toMatchObject({ finding: { kind: 'unclear' }, endedAtS: 2 });
	});
});
