import TopClient from 'topsdk';
import { formatGmt8 } from './clock';
import { Gateway, exampleApp, startGateway } from './index';

/*
 * A client that others wrote and others use. Two of its habits are worked around here: it takes the
 * timestamp from this machine's zone, and it signs an object as "[object Object]".
 */

let gateway: Gateway;
beforeAll(async () => {
	gateway = await startGateway({ https: false });
});
afterAll(() => gateway.close());
afterEach(() => gateway.reset());

const client = (secret = exampleApp.secret) =>
	new TopClient(exampleApp.key, secret, { endpoint: gateway.url, useValidators: false });

const object = {
	customer_id: '7027365937982563912722',
	voucher_id: '7104300007405429001',
	voucher_num: 2,
	request_id: '店长 张三 😀 &+=%~*\'"()!',
};

const send = (top: InstanceType<typeof TopClient>, value: unknown) =>
	top.execute('alibaba.alsc.crm.voucher.send', {
		timestamp: formatGmt8(Date.now()),
		param_voucher_send_open_req: value,
	});

it('sends vouchers through the gateway, Chinese text and emoji included', async () => {
	const answer = await send(client(), JSON.stringify(object));
	expect(answer).toMatchObject({ result: { result: true, biz_success: true } });
	expect(gateway.executed).toMatchObject([object]);
	expect(gateway.violations).toEqual([]);
});

it('asks the time', async () => {
	const answer = await client().execute('taobao.time.get', { timestamp: formatGmt8(Date.now()) });
	expect(answer).toMatchObject({ time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) });
});

it('is refused with a wrong secret, and for an object that it signed wrongly', async () => {
	await expect(send(client('wrong'), JSON.stringify(object))).rejects.toMatchObject({ code: 25 });
	await expect(send(client(), object)).rejects.toMatchObject({ code: 25 });
	expect(gateway.executed).toHaveLength(0);
});
