import { Agent } from 'undici';
import { callGateway, voucherSendParameters } from './caller';
import { Gateway, startGateway } from './index';

let gateway: Gateway;
let httpsUrl: string;
beforeAll(async () => {
	gateway = await startGateway();
	httpsUrl = gateway.httpsUrl ?? '';
});
afterAll(() => gateway.close());
afterEach(() => gateway.reset());

const send = (url: string, dispatcher?: Agent) =>
	callGateway(url, voucherSendParameters(), { dispatcher });

const failure = (url: string, dispatcher?: Agent) =>
	send(url, dispatcher).then(
		() => undefined,
		(error: { code?: string }) => error.code,
	);

const trusting = () => new Agent({ connect: { ca: gateway.ca } });

it('is trusted over https by those who know its certificate, and by nobody else', async () => {
	const agent = trusting();
	expect((await send(httpsUrl, agent)).status).toBe(200);
	await agent.destroy();
	expect(await failure(httpsUrl)).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/);
	expect(gateway.executed).toHaveLength(1);
});

it('counts connections and calls at the same time', async () => {
	const agent = new Agent({ connections: 2, pipelining: 1 });
	await Promise.all(Array.from({ length: 10 }, () => send(gateway.url, agent)));
	await agent.close();
	const { connections, requests } = gateway.stats();
	expect(connections).toMatchObject({ opened: 2, peak: 2 });
	expect(requests.peak).toBeLessThanOrEqual(2);
	expect(new Set(gateway.calls.map(({ connection }) => connection)).size).toBe(2);
});

it('keeps connections open, or closes each after its answer', async () => {
	const twice = async () => {
		const agent = new Agent({ connections: 1 });
		await send(gateway.url, agent);
		await send(gateway.url, agent);
		await agent.close();
		const { opened } = gateway.stats().connections;
		gateway.reset();
		return opened;
	};
	expect(await twice()).toBe(1);
	gateway.settings.keepAlive = false;
	expect(await twice()).toBe(2);
	gateway.settings.keepAlive = true;
});

describe('a connection that is not served', () => {
	it.each(['reset', 'close'] as const)('%s at once', async (policy) => {
		gateway.onAccept(policy, 2);
		expect(await failure(gateway.url)).toMatch(/ECONNRESET|EPIPE|UND_ERR_SOCKET/);
		expect(await failure(httpsUrl)).toMatch(/ECONNRESET|EPIPE|UND_ERR_SOCKET/);
		expect((await send(gateway.url)).status).toBe(200);
		expect(gateway.calls).toHaveLength(1);
	});

	it('left without a word, so that TLS never comes about', async () => {
		gateway.onAccept('silence', 1);
		const agent = new Agent({ connect: { ca: gateway.ca, timeout: 100 } });
		expect(await failure(httpsUrl, agent)).toBe('UND_ERR_CONNECT_TIMEOUT');
		await agent.destroy();
	});
});

it('stops listening, and listens again on the same port', async () => {
	await gateway.stopListening();
	expect(await failure(gateway.url)).toBe('ECONNREFUSED');
	expect(await failure(httpsUrl)).toBe('ECONNREFUSED');
	await gateway.listenAgain();
	expect((await send(gateway.url)).status).toBe(200);
});
