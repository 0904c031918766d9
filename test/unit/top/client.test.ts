import { inspect } from 'node:util';
import { readCredential } from '../../../credentials/credentialData';
import { closeDispatchers, TopClient, type TopApp, type TopClientOptions } from '../../../top';
import { SIGN_METHODS } from '../../../top/protocol/signature';
import { startGateway, type Gateway } from '../../gateway';
import { APP, clientFor, TIME_GET } from './support/testClient';
import { rejection, thrown } from './support/thrown';

let gateway: Gateway;
beforeAll(async () => {
	gateway = await startGateway({
		https: false,
		apps: [{ key: '12345678', secret: 'helloworld', sessions: ['6100-session'] }],
	});
});
afterEach(async () => {
	await closeDispatchers();
	gateway.reset();
});
afterAll(() => gateway.close());

/** The form of the last request, as it arrived. */
const lastForm = () => new URLSearchParams(String(gateway.lastRequest?.body));

describe('a client that cannot be made', () => {
	it.each<[string, Partial<TopApp>, string]>([
		['no app key', { appKey: '' }, 'appKeyMissing'],
		['no secret', { appSecret: '' }, 'appSecretMissing'],
		['an unknown sign method', { signMethod: 'sha512' as never }, 'signMethodUnknown'],
	])('%s', (_name, app, kind) => {
		expect(thrown(() => clientFor(gateway.url, { app: { ...APP, ...app } }))).toMatchObject({
			name: 'TopConfigurationError',
			problem: expect.objectContaining({ kind }),
		});
	});

	it.each<[keyof TopClientOptions, number]>([
		['timeoutMs', 0],
		['timeoutMs', -1],
		['timeoutMs', 1.5],
		['timeoutMs', Number.NaN],
		['timeoutMs', Infinity],
		// Node's timers take it for 1 ms.
		['timeoutMs', 2 ** 31],
		['connectTimeoutMs', 0],
		['connectTimeoutMs', Number.NaN],
		['maxConnections', 0],
		['maxConnections', -5],
		['maxConnections', 2.5],
		['maxConnections', Number.NaN],
	])('%s: %d', (name, value) => {
		expect(thrown(() => clientFor(gateway.url, { [name]: value }))).toMatchObject({
			name: 'TopConfigurationError',
			problem: { kind: 'numberUnusable', name, value, most: 2 ** 31 - 1 },
		});
	});

	it('is told of no secret', () => {
		const app = { ...APP, appSecret: 'hunter2', signMethod: 'none' as never };
		const error = thrown(() => new TopClient({ gateway: new URL(gateway.url), app })) as Error;
		expect(JSON.stringify(error) + error.message).not.toContain('hunter2');
	});
});

describe('whoever prints a client or a credential', () => {
	it('sees neither secret nor session key', async () => {
		const stored = {
			appKey: '12345678',
			appSecret: 'helloworld',
			environment: 'custom',
			gatewayUrl: gateway.url,
			sessionToken: '6100-session',
		};
		const credential = readCredential(stored);
		const client = new TopClient({ ...credential });
		await client.call(TIME_GET);
		const plain = clientFor(gateway.url, { app: { ...APP, sessionToken: '6100-session' } });
		await plain.call(TIME_GET);
		const failure = new Error('x', { cause: client });
		for (const thing of [credential, client, plain, { client }, [failure]]) {
			for (const options of [{}, { showHidden: true, depth: 20, getters: true }]) {
				expect(inspect(thing, options)).not.toMatch(/helloworld|6100-session/);
			}
			expect(JSON.stringify(thing)).not.toMatch(/helloworld|6100-session/);
		}
		expect(lastForm().get('session')).toBe('6100-session');
		expect(gateway.violations).toEqual([]);
	});
});

describe('a call', () => {
	it.each(SIGN_METHODS)(
		'signed with %s is accepted by a checker of its own',
		async (signMethod) => {
			const client = clientFor(gateway.url, { app: { ...APP, signMethod } });
			const { content, requestId } = await client.call(TIME_GET, {});
			expect(content.time).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
			expect(requestId).not.toBe('');
			expect(gateway.calls).toMatchObject([{ signMethod, code: 0 }]);
			expect(gateway.violations).toEqual([]);
		},
	);

	it('carries the session key in the body', async () => {
		const client = clientFor(gateway.url, { app: { ...APP, sessionToken: '6100-session' } });
		await client.call(TIME_GET);
		expect(lastForm().get('session')).toBe('6100-session');
		expect(gateway.lastRequest?.url).toBe('/router/rest');
		expect(gateway.violations).toEqual([]);
	});

	it('is signed for the time the clock shows when it leaves', async () => {
		let now = Date.now();
		const client = clientFor(gateway.url, { now: () => now });
		await client.call(TIME_GET);
		now += 3000;
		await client.call(TIME_GET);
		const [first, second] = gateway.calls.map(({ timestamp }) => Date.parse(`${timestamp}Z`));
		expect(second - first).toBe(3000);
		now += 11 * 60_000;
		expect(await rejection(client.call(TIME_GET))).toMatchObject({
			name: 'TopPlatformError',
			failure: { code: 31 },
		});
	});

	it('fails in the platform’s words', async () => {
		const client = clientFor(gateway.url, { app: { ...APP, appSecret: 'wrong' } });
		expect(await rejection(client.call(TIME_GET))).toMatchObject({
			name: 'TopPlatformError',
			failure: { code: 25 },
		});
	});

	it('tells when it is written, once', async () => {
		let written = 0;
		await clientFor(gateway.url).call(TIME_GET, {}, { onWrite: () => written++ });
		expect(written).toBe(1);
	});

	it('shows no secret in whatever a page on the way quotes', async () => {
		const app = { ...APP, sessionToken: '6100-session' };
		gateway.fault({
			fault: {
				do: 'text',
				moment: 'before',
				status: 403,
				contentType: 'text/html',
				body: '<html>blocked: app_key=12345678&session=6100-session&sign=ABCDEF0123456789',
			},
		});
		expect(await rejection(clientFor(gateway.url, { app }).call(TIME_GET))).toMatchObject({
			kind: 'html',
			excerpt: '<html>blocked: app_key=12345678&session=***&sign=***',
		});
	});

	it('may carry different parameters each time, also those whose names run together', async () => {
		const client = clientFor(gateway.url);
		const various: Array<Record<string, string>> = [
			{},
			{ a: '1' },
			{ 'a\nb': '1' },
			{ a: '1', b: '2' },
			{ b: '2', a: '' },
		];
		for (const business of various) {
			await client.call(TIME_GET, business);
			const form = lastForm();
			for (const [name, value] of Object.entries(business)) {
				expect(form.get(name) ?? '').toBe(value);
			}
		}
		expect(gateway.calls.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
	});
});
