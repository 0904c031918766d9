import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeDispatchers, type EgressFilter } from '../../../../top';
import { startGateway, type Gateway } from '../../../gateway';
import { Authority } from '../support/certificates';
import { runScript } from '../support/childProcess';
import type { ToldCall } from '../support/callingProcess';
import { connectProxy, type ConnectProxy, type ProxyManner } from '../support/connectProxy';
import { closedPort } from '../support/rawServer';
import { call, clientFor } from '../support/testClient';
import { rejection } from '../support/thrown';
import { waitUntil } from '../support/waitUntil';

const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'];
const inherited = VARIABLES.flatMap((name) => [name, name.toLowerCase()]).map(
	(name) => [name, process.env[name]] as const,
);

let gateway: Gateway;
const proxies: ConnectProxy[] = [];

beforeAll(async () => {
	gateway = await startGateway();
});
beforeEach(() => {
	for (const [name] of inherited) delete process.env[name];
});
afterEach(async () => {
	await closeDispatchers();
	await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
	gateway.reset();
});
afterAll(async () => {
	for (const [name, value] of inherited) {
		if (value === undefined) delete process.env[name];
		else process.env[name] = value;
	}
	await gateway.close();
});

const portOf = (url: string | undefined) => Number(new URL(url ?? '').port);

async function proxyThat(manner: ProxyManner, target?: number): Promise<ConnectProxy> {
	const proxy = await connectProxy(manner, target ?? portOf(gateway.url));
	proxies.push(proxy);
	return proxy;
}

describe('a proxy that the environment names', () => {
	it.each(['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'])(
		'in %s carries the call, and looks the gateway’s name up itself',
		async (variable) => {
			const proxy = await proxyThat('tunnel');
			process.env[variable] = proxy.url;
			const following = call(clientFor('http://gateway.invalid/router/rest'));
			await following.answer;
			expect(following.written).toBe(true);
			expect(proxy.asked).toEqual(['gateway.invalid:80']);
			expect(gateway.calls).toHaveLength(1);
			expect(gateway.lastRequest?.headers.host).toBe('gateway.invalid');
		},
	);

	it('is told the port, and the address where the gateway has no name', async () => {
		const proxy = await proxyThat('tunnel');
		process.env.HTTP_PROXY = proxy.url;
		await call(clientFor('http://127.0.0.9:1234/router/rest')).answer;
		await call(clientFor('http://[::1]:5678/router/rest')).answer;
		expect(proxy.asked).toEqual(['127.0.0.9:1234', '[::1]:5678']);
	});

	it('is told user name and password, decoded', async () => {
		const proxy = await proxyThat('tunnel');
		process.env.HTTP_PROXY = proxy.url.replace('//', '//us%40er:p%3Ass%20w%C3%B6rd@');
		await call(clientFor('http://gateway.invalid/router/rest')).answer;
		const [authorization] = proxy.authorizations;
		expect(Buffer.from(authorization?.replace('Basic ', '') ?? '', 'base64').toString()).toBe(
			'us@er:p:ss wörd',
		);
	});

	it('is told a user name that has no password', async () => {
		const proxy = await proxyThat('tunnel');
		process.env.HTTP_PROXY = proxy.url.replace('//', '//token@');
		await call(clientFor('http://gateway.invalid/router/rest')).answer;
		expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('token:').toString('base64')}`]);
	});

	it('is never told who calls: neither password nor proxy headers reach the gateway', async () => {
		const proxy = await proxyThat('tunnel');
		process.env.HTTP_PROXY = proxy.url.replace('//', '//user:hunter2@');
		await call(clientFor('http://gateway.invalid/router/rest')).answer;
		const { headers, body } = gateway.lastRequest ?? {};
		expect(JSON.stringify(headers) + String(body)).not.toMatch(/hunter2|proxy-/i);
	});

	it('keeps its tunnels: calls share them, and there are no more than connections', async () => {
		const proxy = await proxyThat('tunnel');
		process.env.HTTP_PROXY = proxy.url;
		const client = clientFor('http://gateway.invalid/router/rest', { maxConnections: 3 });
		for (let round = 0; round < 5; round++) {
			await Promise.all(Array.from({ length: 12 }, () => call(client).answer));
		}
		expect(gateway.calls).toHaveLength(60);
		expect(proxy.asked).toHaveLength(3);
		expect(gateway.stats().connections.peak).toBe(3);
	});

	it('is heeded by the next client when it changes while the process runs', async () => {
		const [first, second] = [await proxyThat('tunnel'), await proxyThat('tunnel')];
		for (const proxy of [first, second, first]) {
			process.env.HTTP_PROXY = proxy.url;
			await call(clientFor('http://gateway.invalid/router/rest')).answer;
		}
		expect([first.asked.length, second.asked.length]).toEqual([1, 1]);
	});

	it('for https is not used for http, nor the other way round', async () => {
		const proxy = await proxyThat('tunnel');
		process.env.HTTPS_PROXY = proxy.url;
		await call(clientFor(gateway.url)).answer;
		expect(proxy.connections).toBe(0);
	});
});

describe('NO_PROXY', () => {
	it.each(['*', '127.0.0.1', 'example.com, 127.0.0.1', '127.0.0.1:PORT', '.0.0.1', '*.0.0.1'])(
		'%s: straight to the gateway',
		async (noProxy) => {
			const proxy = await proxyThat('tunnel');
			process.env.HTTP_PROXY = proxy.url;
			process.env.NO_PROXY = noProxy.replace('PORT', new URL(gateway.url).port);
			await call(clientFor(gateway.url)).answer;
			expect(proxy.connections).toBe(0);
			expect(gateway.calls).toHaveLength(1);
		},
	);

	it.each(['', 'example.com', '127.0.0.1:9', '127.0.0.2', '0.0.1'])(
		'%j: through the proxy',
		async (noProxy) => {
			const proxy = await proxyThat('tunnel');
			process.env.HTTP_PROXY = proxy.url;
			process.env.no_proxy = noProxy;
			await call(clientFor(gateway.url)).answer;
			expect(proxy.asked).toHaveLength(1);
		},
	);
});

describe('a proxy that does not let the call through', () => {
	it.each<[ProxyManner, string]>([
		[407, 'HTTP_407'],
		[403, 'HTTP_403'],
		[502, 'HTTP_502'],
		[301, 'HTTP_301'],
		['close', 'UND_ERR_SOCKET'],
		['reset', 'ECONNRESET'],
		['hang', 'UND_ERR_HEADERS_TIMEOUT'],
		['open and speak', 'HPE_UNEXPECTED_BYTES'],
	])('%s', async (manner, systemCode) => {
		const proxy = await proxyThat(manner);
		process.env.HTTP_PROXY = proxy.url;
		const client = clientFor('http://gateway.invalid/router/rest', { connectTimeoutMs: 300 });
		const following = call(client);
		expect(await rejection(following.answer)).toMatchObject({
			name: 'TopConnectionError',
			stage: 'proxy',
			systemCode,
		});
		expect(following.written).toBe(false);
		// It is asked once and not again and again.
		expect(proxy.asked).toHaveLength(1);
		expect(gateway.calls).toEqual([]);
		await waitUntil(() => proxy.open.size === 0);
	});

	it('because it is not there', async () => {
		process.env.HTTP_PROXY = `http://127.0.0.1:${await closedPort()}`;
		const following = call(clientFor(gateway.url));
		expect(await rejection(following.answer)).toMatchObject({
			stage: 'proxy',
			systemCode: 'ECONNREFUSED',
		});
		expect(following.written).toBe(false);
	});

	it('because its name does not exist', async () => {
		process.env.HTTP_PROXY = 'http://proxy.invalid:3128';
		const following = call(clientFor(gateway.url));
		expect(await rejection(following.answer)).toMatchObject({ stage: 'proxy' });
		expect(following.written).toBe(false);
	});

	it('fails many calls at once, each once', async () => {
		const proxy = await proxyThat('close');
		process.env.HTTP_PROXY = proxy.url;
		const client = clientFor('http://gateway.invalid/router/rest', { maxConnections: 4 });
		const calls = Array.from({ length: 20 }, () => call(client));
		for (const { answer } of calls) {
			expect(await rejection(answer)).toMatchObject({ stage: 'proxy' });
		}
		expect(proxy.asked).toHaveLength(20);
	});

	it('is asked anew by the next call', async () => {
		const refusing = await proxyThat(502);
		process.env.HTTP_PROXY = refusing.url;
		const client = clientFor('http://gateway.invalid/router/rest');
		await rejection(call(client).answer);
		await rejection(call(client).answer);
		expect(refusing.asked).toHaveLength(2);
	});

	it('after it said that it would', async () => {
		const proxy = await proxyThat('open and close');
		process.env.HTTP_PROXY = proxy.url;
		const following = call(clientFor('http://gateway.invalid/router/rest'));
		// The request may have gone into the tunnel before its end was seen: then its answer is lost.
		expect(await rejection(following.answer)).toMatchObject(
			following.written
				? { name: 'TopLostAnswerError', stage: 'closed' }
				: { name: 'TopConnectionError', stage: 'proxy' },
		);
		expect(proxy.asked).toHaveLength(1);
	});

	it('and the caller gives up meanwhile', async () => {
		const proxy = await proxyThat('hang');
		process.env.HTTP_PROXY = proxy.url;
		const leave = new AbortController();
		const following = call(clientFor('http://gateway.invalid/router/rest'), leave.signal);
		await waitUntil(() => proxy.asked.length === 1);
		leave.abort();
		expect(await rejection(following.answer)).toMatchObject({
			name: 'TopAbortedError',
			written: false,
		});
		expect(following.written).toBe(false);
	});
});

describe('a proxy address that cannot be used', () => {
	it.each([
		['http://', 'proxyNoAddress'],
		['socks5://user:hunter2@127.0.0.1:1080', 'proxyOtherProtocol'],
		['http://user%:hunter2@127.0.0.1:3128', 'proxyUnescapedPercent'],
	])('%s', async (address, kind) => {
		process.env.HTTP_PROXY = address;
		const following = call(clientFor(gateway.url));
		const error = (await rejection(following.answer)) as Error;
		expect(error).toMatchObject({
			name: 'TopConfigurationError',
			problem: expect.objectContaining({ kind }),
		});
		expect(error.message + JSON.stringify(error)).not.toContain('hunter2');
		expect(following.written).toBe(false);
		expect(gateway.calls).toEqual([]);
	});
});

describe('a proxy and the outbound rules', () => {
	it('the rules are asked about the gateway, and the proxy is not looked up by them', async () => {
		const proxy = await proxyThat('tunnel');
		process.env.HTTP_PROXY = proxy.url.replace('127.0.0.1', 'localhost');
		const asked: string[] = [];
		const egressFilter: EgressFilter = {
			validateUrl: (url) => {
				asked.push(String(url));
				return Promise.resolve({ ok: true });
			},
			createSecureLookup: () => (_name, _options, done) => {
				done(Object.assign(new Error('blocked'), { name: 'SsrfBlockedIpError' }), '', 4);
			},
		};
		await call(clientFor('http://gateway.invalid/router/rest', { egressFilter })).answer;
		expect(asked).toEqual(['http://gateway.invalid/router/rest']);
	});
});

describe('https through a proxy', () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'top-proxy-'));
		writeFileSync(join(folder, 'gateway.pem'), gateway.ca);
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	const callFrom = async (url: string, env: Record<string, string>) => {
		const trusted = { NODE_EXTRA_CA_CERTS: join(folder, 'gateway.pem'), ...env };
		const [told] = (await runScript('callingProcess.ts', [url], trusted)) as ToldCall[];
		return told;
	};

	it('is sealed from end to end', async () => {
		const proxy = await proxyThat('tunnel', portOf(gateway.httpsUrl));
		let seen = '';
		const record = (chunk: Buffer) => (seen += chunk.toString('latin1'));
		const watch = setInterval(() => {
			for (const socket of proxy.open) {
				if (!socket.listeners('data').includes(record)) socket.on('data', record);
			}
		}, 1);
		const told = await callFrom('https://localhost/router/rest', { HTTPS_PROXY: proxy.url });
		clearInterval(watch);
		expect(told).toMatchObject({ answered: true, written: true });
		expect(proxy.asked).toEqual(['localhost:443']);
		expect(gateway.calls).toHaveLength(1);
		expect(seen).not.toMatch(/sign|app_key|taobao/);
	});

	it('is refused to a stranger at the end of the tunnel', async () => {
		const proxy = await proxyThat('tunnel', portOf(gateway.httpsUrl));
		const told = await callFrom('https://gw.api.taobao.com/router/rest', {
			HTTPS_PROXY: proxy.url,
		});
		expect(told).toMatchObject({
			answered: false,
			written: false,
			name: 'TopConnectionError',
			stage: 'tls',
			systemCode: 'ERR_TLS_CERT_ALTNAME_INVALID',
		});
		expect(gateway.calls).toEqual([]);
	});

	it('is given up when the tunnel is dead, or ends during the handshake', async () => {
		for (const [manner, failure] of [
			['dead tunnel', { stage: 'connect', systemCode: 'UND_ERR_CONNECT_TIMEOUT' }],
			['open and close', { stage: 'tls', systemCode: 'ECONNRESET' }],
		] as const) {
			const proxy = await proxyThat(manner);
			process.env.HTTPS_PROXY = proxy.url;
			const client = clientFor('https://localhost/router/rest', { connectTimeoutMs: 300 });
			const following = call(client);
			expect(await rejection(following.answer)).toMatchObject({
				name: 'TopConnectionError',
				...failure,
			});
			expect(following.written).toBe(false);
			await waitUntil(() => proxy.open.size === 0);
			expect(proxy.asked).toHaveLength(1);
		}
	});

	it('HTTPS_PROXY is heeded, HTTP_PROXY is not, as in n8n’s own nodes', async () => {
		const proxy = await proxyThat('tunnel', portOf(gateway.httpsUrl));
		const url = gateway.httpsUrl ?? '';
		expect(await callFrom(url, { HTTP_PROXY: proxy.url })).toMatchObject({ answered: true });
		expect(proxy.connections).toBe(0);
		expect(await callFrom(url, { HTTPS_PROXY: proxy.url })).toMatchObject({ answered: true });
		expect(proxy.connections).toBe(1);
	});
});

describe('a proxy that is itself behind TLS', () => {
	it('and whose certificate is not trusted, is told nothing', async () => {
		const { createServer } = await import('node:tls');
		let told = '';
		const server = createServer(new Authority().selfSigned('127.0.0.1'), (socket) => {
			socket.on('data', (chunk) => (told += String(chunk)));
			socket.on('error', () => {});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as { port: number };
		process.env.HTTP_PROXY = `https://user:hunter2@127.0.0.1:${port}`;
		const following = call(clientFor('http://gateway.invalid/router/rest'));
		expect(await rejection(following.answer)).toMatchObject({
			stage: 'proxy',
			systemCode: 'DEPTH_ZERO_SELF_SIGNED_CERT',
		});
		expect(following.written).toBe(false);
		expect(told).toBe('');
		await new Promise((resolve) => server.close(resolve));
	});
});
