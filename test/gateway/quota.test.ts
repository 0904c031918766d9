import { Quotas, dailyQuota } from './quota';

const SEND = 'alibaba.alsc.crm.voucher.send';
const at = (ms: number) => 1_000_000_000 + ms;

function quotas(...args: Parameters<Quotas['set']>[0]) {
	const made = new Quotas();
	made.set(args);
	return made;
}

it('counts in fixed windows and bans for a second once one is full', () => {
	const quota = quotas({ calls: 2 });
	const admit = (ms: number) => quota.admit('a', SEND, at(ms));
	expect([admit(800), admit(900)]).toEqual([undefined, undefined]);
	expect(admit(950)).toEqual({
		code: 7,
		msg: 'App Call Limited',
		sub_code: 'accesscontrol.limited-by-api-access-count',
		sub_msg: 'This ban will last for 1 more seconds',
	});
	// A new window has begun, the ban goes on.
	expect(admit(1000)).toMatchObject({ code: 7 });
	expect(admit(1949)).toMatchObject({ code: 7 });
	expect(admit(1950)).toBeUndefined();
	expect(quota.bans).toMatchObject([{ from: at(950), until: at(1950), refused: 3 }]);
});

it('bans until the window ends, when that is how it is set', () => {
	const quota = quotas({ calls: 1, ban: 'rest-of-window' });
	quota.admit('a', SEND, at(100));
	expect(quota.admit('a', SEND, at(999))).toMatchObject({ code: 7 });
	expect(quota.admit('a', SEND, at(1000))).toBeUndefined();
});

it('counts apps and apis apart, or together', () => {
	const apart = quotas({ calls: 1 });
	apart.admit('a', SEND, at(0));
	expect(apart.admit('b', SEND, at(0))).toBeUndefined();
	expect(apart.admit('a', 'taobao.time.get', at(0))).toBeUndefined();
	expect(apart.admit('a', SEND, at(0))).toBeDefined();

	const together = quotas({ calls: 1, scope: 'api' });
	together.admit('a', SEND, at(0));
	expect(together.admit('b', SEND, at(0))).toBeDefined();
});

it('bans for the rest of the day when the app has used up its own', () => {
	const quota = quotas(dailyQuota(1));
	quota.admit('a', SEND, at(0));
	expect(quota.admit('a', 'taobao.time.get', at(1))).toMatchObject({
		sub_code: 'accesscontrol.limited-by-app-access-count',
		sub_msg: 'This ban will last for 31062 more seconds',
	});
	expect(quota.admit('a', SEND, at(10_001))).toMatchObject({
		sub_msg: 'This ban will last for 31052 more seconds',
	});
});

it('may end that ban at midnight in GMT+8', () => {
	const quota = quotas(dailyQuota(0, 'rest-of-window'));
	expect(quota.admit('a', SEND, Date.UTC(2016, 0, 1, 15, 0, 0))).toMatchObject({
		sub_msg: 'This ban will last for 3600 more seconds',
	});
	expect(quota.bans).toMatchObject([{ until: Date.UTC(2016, 0, 1, 16, 0, 0) }]);
});
