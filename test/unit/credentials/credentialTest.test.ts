import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startGateway, type Fault, type Gateway } from '../../gateway';
import { N8nHost, type TestVerdict } from './n8nHost';

let gateway: Gateway;

beforeAll(async () => {
	gateway = await startGateway({ https: false });
});
beforeEach(() => {
	gateway.reset();
	gateway.settings.clockOffsetMs = 0;
});
afterAll(async () => await gateway.close());

const right = () => ({
	appKey: '12345678',
	appSecret: 'helloworld',
	environment: 'custom',
	gatewayUrl: gateway.url,
	signMethod: 'hmac-sha256',
	sessionToken: '',
});

async function verdict(changes: object = {}): Promise<TestVerdict> {
	return await new N8nHost({ ...right(), ...changes }).testCredential();
}

async function onAnswer(
	status: number,
	type: string,
	body: string,
): Promise<{ verdict: TestVerdict; requests: string[] }> {
	const requests: string[] = [];
	const server: Server = createServer((request, response) => {
		requests.push(request.url ?? '');
		response.writeHead(status, { 'content-type': type, location: 'http://127.0.0.1:1/' }).end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	try {
		const url = `http://127.0.0.1:${port}/router/rest`;
		return { verdict: await verdict({ gatewayUrl: url }), requests };
	} finally {
		server.close();
		server.closeAllConnections();
	}
}

test.each(['hmac-sha256', 'hmac', 'md5'])(
	'a right credential passes with %s',
	async (signMethod) => {
		expect(await verdict({ signMethod })).toMatchObject({ status: 'OK' });
		expect(gateway.calls).toHaveLength(1);
		expect(gateway.violations).toEqual([]);
	},
);

test('blanks around pasted keys do no harm', async () => {
	expect(await verdict({ appKey: ' 12345678 ', appSecret: 'helloworld\n' })).toMatchObject({
		status: 'OK',
	});
});

test('an app without the voucher permission passes', async () => {
	gateway.addApp({ key: '12345678', secret: 'helloworld', permissions: [] });
	expect(await verdict()).toMatchObject({ status: 'OK' });
});

test.each([
	['a wrong app key', { appKey: '87654321' }, /does not know this app key.*'Environment'/],
	['a wrong secret', { appSecret: 'other' }, /signature does not match.*'App Secret'/],
	['a missing secret', { appSecret: '' }, /'App Secret' is not set/],
	['a missing app key', { appKey: '  ' }, /'App Key' is not set/],
	['a wrong session', { sessionToken: 'stale' }, /session key is not valid/],
	[
		'a gateway without https',
		{ gatewayUrl: 'http://gw.example/router/rest' },
		/must start with https/,
	],
	['no gateway address', { gatewayUrl: '' }, /is not a web address/],
])('%s fails and says why', async (_what, changes, message) => {
	expect(await verdict(changes)).toEqual({
		status: 'Error',
		message: expect.stringMatching(message),
	});
});

test.each([-3_600_000, 3_600_000])('a clock off by %i ms fails and says so', async (offset) => {
	gateway.settings.clockOffsetMs = offset;
	expect(await verdict()).toEqual({
		status: 'Error',
		message: expect.stringMatching(/clock of this n8n's machine is wrong.*10 minutes/),
	});
});

test('an address outside the whitelist fails and says so', async () => {
	gateway.addApp({ key: '12345678', secret: 'helloworld', ipBlocked: true });
	expect((await verdict()).message).toMatch(/not in the app's IP whitelist/);
});

const faults: Array<[Fault, RegExp]> = [
	[
		{ do: 'platform-error', moment: 'before', code: 7, msg: 'App Call Limited' },
		/test it again later/,
	],
	[
		{ do: 'platform-error', moment: 'before', code: 15, msg: 'x', sub_code: 'isp.call-limited' },
		/test it again later/,
	],
	[
		{ do: 'platform-error', moment: 'before', code: 26, msg: 'x' },
		/needs the authorization.*'Session Token'/,
	],
	[
		{ do: 'platform-error', moment: 'before', code: 10, msg: 'x' },
		/not available at the moment.*test it again later/,
	],
	[
		{
			do: 'platform-error',
			moment: 'before',
			code: 15,
			msg: 'x',
			sub_code: 'isp.remote-connection-timeout',
		},
		/test it again later/,
	],
	[
		{ do: 'platform-error', moment: 'before', code: 777, msg: 'x' },
		/code that this package does not know/,
	],
	[{ do: 'captive-portal' }, /not the Taobao Open Platform/],
	[{ do: 'html', moment: 'before', status: 502 }, /not the Taobao Open Platform/],
	[{ do: 'empty', moment: 'before' }, /not the Taobao Open Platform/],
	[{ do: 'text', moment: 'before' }, /not the Taobao Open Platform/],
	[
		{ do: 'redirect', moment: 'before', location: 'https://login.example/' },
		/not the Taobao Open Platform/,
	],
	[{ do: 'other-method', moment: 'before' }, /not the Taobao Open Platform/],
];

test.each(faults)('%j never passes', async (fault, message) => {
	gateway.fault({ fault });
	expect(await verdict()).toEqual({
		status: 'Error',
		message: expect.stringMatching(message),
	});
});

test.each([
	[200, 'application/json', '[]'],
	[200, 'application/json', 'null'],
	[200, 'application/json', '{}'],
	[200, 'application/json', '"time_get_response"'],
	[200, 'application/json', '{"time_get_response":{}}'],
	[200, 'text/plain', 'time_get_response.time'],
	[404, 'text/html', '<html>'],
	[401, 'application/json', '{}'],
])('HTTP %i %s %s never passes', async (status, type, body) => {
	expect((await onAnswer(status, type, body)).verdict.status).toBe('Error');
});

test('the code may come as text', async () => {
	const body = '{"error_response":{"code":"25","msg":"Invalid signature"}}';
	expect((await onAnswer(200, 'application/json', body)).verdict.message).toMatch(
		/signature does not match/,
	);
});

test('an unreachable gateway fails', async () => {
	const closed = await startGateway({ https: false });
	await closed.close();
	expect(await verdict({ gatewayUrl: closed.url })).toEqual({
		status: 'Error',
		message: 'ECONNREFUSED',
	});
});
