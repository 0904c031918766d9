import { callGateway, voucherSendParameters } from './caller';
import { SpawnedGateway, spawnGateway } from './index';

let gateway: SpawnedGateway;
beforeAll(async () => {
	gateway = await spawnGateway({ https: false, latencyMs: 1 });
});
afterAll(() => gateway.close());

const send = (fields: Record<string, unknown>) =>
	callGateway(gateway.url, voucherSendParameters(fields));

it('runs in a process of its own and is steered over its control port', async () => {
	const { control } = gateway;
	const fault = await control.fault({ fault: { do: 'html', moment: 'after' }, call: 2 });
	await send({ request_id: 'r1' });
	expect((await send({ request_id: 'r2', customer_id: '2' })).status).toBe(502);

	expect(await control.stats()).toMatchObject({ calls: 2, executed: 2, faults: { html: 1 } });
	expect(await control.struck(fault)).toBe(1);
	expect(await control.executed({ requestId: 'r2' })).toMatchObject([{ customer_id: '2' }]);
	expect(await control.executed({ customerId: '2', voucherId: '3243421' })).toHaveLength(1);
	expect(await control.executed()).toHaveLength(2);
	expect(await control.calls(1)).toMatchObject([{ n: 2, requestId: 'r2', fault: 'html' }]);
	expect(await control.violations()).toEqual([]);
	expect(await control.lastRequest()).toMatchObject({ httpMethod: 'POST', url: '/router/rest' });

	expect(await control.settings({ latencyMs: 0 })).toMatchObject({ latencyMs: 0, gzip: true });
	await control.reset();
	expect(await control.stats()).toMatchObject({ calls: 0, executed: 0 });
});

it('says which commands there are', async () => {
	const response = await fetch(`${gateway.controlUrl}/nonsense`);
	expect(response.status).toBe(400);
	expect(await response.json()).toEqual({ error: expect.stringContaining('clearFaults') });
});
