import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { AlibabaAlscApi } from '../../../credentials/AlibabaAlscApi.credentials';
import { signRequest } from '../../../credentials/signRequest';
import { startGateway, type Gateway } from '../../gateway';
import { N8nHost } from './n8nHost';

const LIST = 'alibaba.alsc.crm.voucher.template.list';
const OBJECT = { brand_id: '5445', page_no: 1, page_size: 20 };
const SESSION = '6101f9cd8b4e1c0f00112233445566778899aabbccddeeff';

let gateway: Gateway;
let stranger: Gateway;
let host: N8nHost;
let credential: IDataObject & { appKey: string; appSecret: string };

beforeAll(async () => {
	const app = { key: '12345678', secret: 'helloworld', sessions: [SESSION] };
	gateway = await startGateway({ https: false, apps: [app] });
	stranger = await startGateway({ https: false, host: '127.0.0.2', apps: [app] });
	credential = {
		appKey: '12345678',
		appSecret: 'helloworld',
		environment: 'custom',
		gatewayUrl: gateway.url,
		signMethod: 'hmac-sha256',
		sessionToken: SESSION,
	};
	host = new N8nHost(credential as never);
});
beforeEach(() => {
	gateway.reset();
	stranger.reset();
});
afterAll(async () => {
	await gateway.close();
	await stranger.close();
});

/** As an execution's data is stored. */
function keptText(error: Error): string {
	return `${error.message} ${JSON.stringify(error)}`;
}

/** The one request that arrived: accepted by the gateway's own check, everything in the form. */
function arrived() {
	expect(gateway.calls).toHaveLength(1);
	expect(gateway.violations).toEqual([]);
	expect(stranger.calls).toEqual([]);
	const { lastRequest } = gateway;
	if (!lastRequest) throw new Error('nothing arrived');
	expect(lastRequest.httpMethod).toBe('POST');
	expect(lastRequest.url).toBe('/router/rest');
	return new URLSearchParams(lastRequest.body.toString());
}

const answer = { [`${LIST.replaceAll('.', '_')}_response`]: expect.anything() };

describe('nodes that use the current request helper', () => {
	const options = (more: Partial<IHttpRequestOptions>): IHttpRequestOptions => ({
		url: gateway.url,
		...more,
	});
	const business = { method: LIST, voucher_template_open_req: OBJECT };

	const shapes: Array<[string, () => Partial<IHttpRequestOptions>]> = [
		['an object as body', () => ({ method: 'POST', body: business })],
		['a JSON text as body', () => ({ method: 'POST', body: JSON.stringify(business) })],
		[
			'a form text as body',
			() => ({
				method: 'POST',
				body: `method=${LIST}&voucher_template_open_req=${encodeURIComponent(JSON.stringify(OBJECT))}`,
				headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			}),
		],
		[
			'URLSearchParams as body',
			() => ({
				method: 'POST',
				body: new URLSearchParams({
					method: LIST,
					voucher_template_open_req: JSON.stringify(OBJECT),
				}),
			}),
		],
		['a query on a GET', () => ({ method: 'GET', qs: business })],
		['a query on a GET with an empty body', () => ({ method: 'GET', qs: business, body: {} })],
		['no verb at all', () => ({ qs: business })],
		['a query in the address', () => ({ url: `${gateway.url}?method=${LIST}`, method: 'POST' })],
		['both query and body', () => ({ method: 'POST', qs: { method: LIST }, body: { v: '2.0' } })],
		[
			'a base URL',
			() => ({ url: '/router/rest', baseURL: new URL(gateway.url).origin, qs: business }),
		],
		['json: true', () => ({ method: 'POST', body: business, json: true })],
	];

	test.each(shapes)('%s', async (_what, shape) => {
		expect(await host.httpRequest(options(shape()))).toEqual(answer);
		const form = arrived();
		expect(form.get('session')).toBe(SESSION);
		expect(form.get('method')).toBe(LIST);
	});

	test('objects travel as one JSON text', async () => {
		await host.httpRequest(options({ method: 'POST', body: business }));
		expect(arrived().get('voucher_template_open_req')).toBe(JSON.stringify(OBJECT));
	});

	test('Chinese, emoji and special characters survive', async () => {
		const text = '店长 张三 & "小李"+=%~*🎁';
		const body = { method: LIST, voucher_template_open_req: { brand_id: text } };
		await host.httpRequest(options({ method: 'POST', body }));
		expect(JSON.parse(arrived().get('voucher_template_open_req') ?? '')).toEqual({
			brand_id: text,
		});
	});

	test('empty values are neither signed nor sent', async () => {
		const body = { method: LIST, a: '', b: null, c: undefined } as unknown as IDataObject;
		await host.httpRequest(options({ method: 'POST', body }));
		const form = arrived();
		for (const name of ['a', 'b', 'c']) expect(form.has(name)).toBe(false);
	});

	test('after an HTTP 401 n8n signs and sends again, and it is right again', async () => {
		gateway.fault({ fault: { do: 'html', moment: 'before', status: 401 }, times: 1 });
		expect(await host.httpRequest(options({ method: 'POST', body: business }))).toEqual(answer);
		expect(gateway.calls).toHaveLength(2);
		expect(gateway.violations).toEqual([]);
	});
});

describe("n8n's HTTP Request node", () => {
	const options = (more: object) => ({
		headers: {},
		method: 'POST' as const,
		uri: gateway.url,
		gzip: true,
		rejectUnauthorized: true,
		followRedirect: true,
		followAllRedirects: true,
		resolveWithFullResponse: true,
		timeout: 10_000,
		encoding: 'utf8',
		json: true,
		...more,
	});
	const pairs = { method: LIST, voucher_template_open_req: JSON.stringify(OBJECT) };

	const shapes: Array<[string, () => object]> = [
		['Form Urlencoded', () => ({ form: pairs })],
		['JSON', () => ({ body: { method: LIST, voucher_template_open_req: OBJECT } })],
		['Form-Data', () => ({ formData: pairs, headers: { 'content-type': 'multipart/form-data' } })],
		['query parameters, GET', () => ({ method: 'GET', qs: pairs })],
		['query parameters, POST', () => ({ qs: pairs })],
		['query in the URL', () => ({ method: 'GET', uri: `${gateway.url}?method=${LIST}` })],
		[
			'raw',
			() => ({
				body: new URLSearchParams(pairs).toString(),
				json: false,
				headers: { 'content-type': 'text/plain' },
			}),
		],
		['raw JSON', () => ({ body: JSON.stringify(pairs), json: false })],
		['Ignore SSL Issues', () => ({ form: pairs, rejectUnauthorized: false })],
	];

	test.each(shapes)('%s', async (_what, shape) => {
		const response = (await host.legacyRequest(options(shape()))) as { statusCode: number };
		expect(response.statusCode).toBe(200);
		const form = arrived();
		expect(form.get('method')).toBe(LIST);
		expect(form.get('session')).toBe(SESSION);
	});

	test('a file in a multipart form is refused', async () => {
		const file = { value: Buffer.from('x'), options: { filename: 'x.png' } };
		await expect(
			host.legacyRequest(options({ formData: { method: LIST, file: file.value } })),
		).rejects.toThrow(/Only named values can be signed/);
		expect(gateway.calls).toEqual([]);
	});

	test('a binary body is refused', async () => {
		await expect(host.legacyRequest(options({ body: Buffer.from('x') }))).rejects.toThrow(
			/Only named values can be signed/,
		);
		expect(gateway.calls).toEqual([]);
	});
});

describe("a stranger's address gets nothing", () => {
	const addresses: Array<[string, () => string]> = [
		['another host', () => stranger.url],
		['another port', () => gateway.url.replace(/:\d+/, ':9')],
		['another path', () => gateway.url.replace('/router/rest', '/router/other')],
		['a longer path', () => `${gateway.url}/more`],
		['a user name that looks like the gateway', () => stranger.url.replace('//', '//127.0.0.1@')],
		['a user name', () => gateway.url.replace('//', '//user@')],
		['a user name and password', () => gateway.url.replace('//', '//:pass@')],
		['a dotted path that leads elsewhere', () => `${gateway.url}/../x`],
	];

	test.each(addresses)('%s', async (_what, address) => {
		const body = { method: LIST };
		const refused = /This credential signs requests to http:\/\/127\.0\.0\.1.* only/;
		await expect(host.httpRequest({ url: address(), method: 'POST', body })).rejects.toThrow(
			refused,
		);
		await expect(
			host.legacyRequest({ uri: address(), method: 'POST', form: body, json: true }),
		).rejects.toThrow(refused);
		expect(gateway.calls).toEqual([]);
		expect(stranger.calls).toEqual([]);
		expect(stranger.stats().connections.opened).toBe(0);
	});

	test('the message tells no secret and no query', async () => {
		const url = `${stranger.url}?method=x&token=${'s'.repeat(20)}`;
		const thrown = await host.httpRequest({ url }).catch((error: Error) => error);
		expect(String(thrown)).not.toMatch(/sssss|helloworld|6101f9cd/);
	});

	test.each([301, 302, 303, 307, 308])('a redirect %i is not followed', async (status) => {
		gateway.fault({ fault: { do: 'redirect', moment: 'before', status, location: stranger.url } });
		const body = { method: LIST };
		await host
			.httpRequest({ url: gateway.url, method: 'POST', body, maxRedirects: 5 })
			.catch(() => undefined);
		await host
			.legacyRequest({
				uri: gateway.url,
				method: 'POST',
				form: body,
				followRedirect: true,
				followAllRedirects: true,
				maxRedirects: 5,
			})
			.catch(() => undefined);
		expect(gateway.calls).toHaveLength(2);
		expect(stranger.stats().connections.opened).toBe(0);
	});

	test('what n8n keeps of a refused call holds no session key and no signature', async () => {
		gateway.fault({ fault: { do: 'html', moment: 'before', status: 502 } });
		const body = { method: LIST };
		const thrown = await Promise.all([
			host.httpRequest({ url: gateway.url, method: 'POST', body }).catch(keptText),
			host.legacyRequest({ uri: gateway.url, method: 'POST', form: body }).catch(keptText),
		]);
		for (const text of thrown) {
			expect(text).toMatch(/502/);
			expect(text).not.toContain(SESSION);
			expect(text).not.toMatch(/sign=|[0-9A-F]{64}/);
		}
	});

	test.each([
		['a text', () => `http://127.0.0.1:${new URL(stranger.url).port}`],
		['an object', () => ({ host: '127.0.0.2', port: Number(new URL(stranger.url).port) })],
	])('nor does a proxy of the request’s own, given as %s', async (_what, proxy) => {
		const body = { method: LIST };
		await host.httpRequest({ url: gateway.url, method: 'POST', body, proxy: proxy() as never });
		await host.legacyRequest({
			uri: gateway.url,
			method: 'POST',
			form: body,
			headers: { Host: 'stranger.example' },
			proxy: proxy(),
		});
		expect(gateway.calls).toHaveLength(2);
		expect(gateway.lastRequest?.headers.host).toBe(new URL(gateway.url).host);
		expect(stranger.stats().connections.opened).toBe(0);
	});

	test('a relative address cannot name a stranger through its base URL', async () => {
		await expect(
			host.httpRequest({ url: '', baseURL: stranger.url, qs: { method: LIST } }),
		).rejects.toThrow(/signs requests to/);
	});
});

describe('the signed request itself', () => {
	const NOW = Date.UTC(2016, 0, 1, 4, 0, 0);
	const sign = (request: object, changes: object = {}, nowMs = NOW) =>
		signRequest(
			{ ...credential, sessionToken: '', ...changes },
			{ url: gateway.url, ...request },
			nowMs,
		);
	const formOf = (request: IHttpRequestOptions) =>
		Object.fromEntries(new URLSearchParams(String(request.body)));

	test('signs the published example of the protocol document', () => {
		const body = {
			method: 'taobao.item.seller.get',
			fields: 'num_iid,title,nick,price,num',
			num_iid: 11223344,
		};
		expect(formOf(sign({ body }, { signMethod: 'md5', sessionToken: 'test' }))).toEqual({
			method: 'taobao.item.seller.get',
			app_key: '12345678',
			session: 'test',
			timestamp: '2016-01-01 12:00:00',
			format: 'json',
			v: '2.0',
			sign_method: 'md5',
			fields: 'num_iid,title,nick,price,num',
			num_iid: '11223344',
			sign: '66987CB115214E59E6EC978214934FB8',
		});
	});

	test('signing again replaces time and signature and changes nothing else', () => {
		const first = sign({ body: { method: LIST, voucher_template_open_req: OBJECT } });
		const later = signRequest({ ...credential, sessionToken: '' }, first, NOW + 3_600_000);
		const { sign: firstSign, timestamp, ...firstRest } = formOf(first);
		const { sign: laterSign, timestamp: laterTimestamp, ...laterRest } = formOf(later);
		expect(laterRest).toEqual(firstRest);
		expect([timestamp, laterTimestamp]).toEqual(['2016-01-01 12:00:00', '2016-01-01 13:00:00']);
		expect(laterSign).not.toBe(firstSign);
		const fresh = sign(
			{ body: { method: LIST, voucher_template_open_req: OBJECT } },
			{},
			NOW + 3_600_000,
		);
		expect(laterSign).toBe(formOf(fresh).sign);
	});

	test('leaves the request it was given as it was', () => {
		const request = { url: gateway.url, qs: { method: LIST }, headers: { a: '1' }, body: {} };
		const before = structuredClone(request);
		sign(request);
		expect(request).toEqual(before);
	});

	test('a session of the request is used when the credential has none', () => {
		expect(formOf(sign({ body: { method: LIST, session: 'mine' } })).session).toBe('mine');
		expect(
			formOf(sign({ body: { method: LIST, session: 'mine' } }, { sessionToken: SESSION })).session,
		).toBe(SESSION);
	});

	test('certificates are verified by n8n’s own trust, whatever the request says', () => {
		const request = sign({
			body: { method: LIST },
			skipSslCertificateValidation: true,
			rejectUnauthorized: false,
			agentOptions: {
				rejectUnauthorized: false,
				servername: 'gw.example',
				ca: 'a CA of my own',
				checkServerIdentity: () => undefined,
			},
		});
		expect(request).toMatchObject({
			skipSslCertificateValidation: false,
			rejectUnauthorized: true,
			agentOptions: { rejectUnauthorized: true },
		});
		expect(Object.keys(request.agentOptions ?? {})).toEqual(['rejectUnauthorized']);
	});

	test('of everything a request may say, only what concerns the answer is handed on', () => {
		const kept = {
			timeout: 1000,
			json: true,
			encoding: 'text',
			gzip: true,
			useStream: false,
			simple: false,
			resolveWithFullResponse: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			allowedDomains: 'gw.example',
		};
		const dropped = {
			proxy: { host: '127.0.0.2', port: 8080 },
			auth: { username: 'user', password: 'password' },
			baseURL: gateway.url,
			sendCredentialsOnCrossOriginRedirect: true,
			lookup: () => {},
			socketPath: '/tmp/stranger.sock',
			httpsAgent: {},
			transport: {},
			anythingElse: true,
		};
		const signed = sign({
			...kept,
			...dropped,
			method: 'GET',
			body: { method: LIST },
			headers: {
				Accept: 'application/json',
				'user-agent': 'n8n',
				Host: 'stranger.example',
				'Proxy-Authorization': 'Basic eDp5',
				'X-Forwarded-Host': 'stranger.example',
				'content-length': '7',
				'Transfer-Encoding': 'chunked',
				cookie: 'a=b',
			},
		});
		expect(signed).toMatchObject({ ...kept, url: gateway.url, method: 'POST' });
		for (const name of Object.keys(dropped)) expect(signed).not.toHaveProperty(name);
		expect(signed.headers).toEqual({
			Accept: 'application/json',
			'user-agent': 'n8n',
			'content-type': 'application/x-www-form-urlencoded',
		});
	});

	test('only the credential test gets a time limit of its own', () => {
		const body = { method: 'taobao.time.get' };
		expect(sign({ url: '', body, timeout: 300_000 })).toMatchObject({
			url: gateway.url,
			timeout: 15_000,
		});
		expect(sign({ body, timeout: 300_000 })).toMatchObject({ timeout: 300_000 });
	});

	test.each([
		[{ body: {} }, {}, /no 'method' parameter/],
		[{ body: { method: LIST } }, { appSecret: '' }, /'App Secret' is not set/],
		[{ body: { method: LIST } }, { signMethod: 'sha1' }, /'Sign Method' is not set/],
		[{ body: { method: LIST } }, { environment: 'moon' }, /environment "moon" is not known/],
		[{ url: 'nonsense', body: { method: LIST } }, {}, /"nonsense" is not a web address/],
		[{ body: '{"method":' }, {}, /Only named values/],
		[{ body: [1, 2] }, {}, /Only named values/],
	])('%j with %j is refused', (request, changes, message) => {
		expect(() => sign(request, changes)).toThrow(message);
	});

	test.each([
		['production', 'https://gw.api.taobao.com/router/rest'],
		['overseas', 'https://api.taobao.com/router/rest'],
		['sandbox', 'https://gw.api.tbsandbox.com/router/rest'],
	])('%s', (environment, url) => {
		const request = { url, body: { method: LIST } };
		expect(sign(request, { environment, gatewayUrl: 'https://left.over/x' }).url).toBe(url);
	});
});

test('the credential is the one the design names', () => {
	const type = new AlibabaAlscApi();
	expect(type.name).toBe('alibabaAlscApi');
	expect(type.displayName).toBe('Alibaba ALSC API');
	expect(type.properties.map(({ name, default: value }) => [name, value])).toEqual([
		['appKey', ''],
		['appSecret', ''],
		['environment', 'production'],
		['gatewayUrl', ''],
		['signMethod', 'hmac-sha256'],
		['sessionToken', ''],
	]);
	const masked = type.properties.filter(({ typeOptions }) => typeOptions?.password);
	expect(masked.map(({ name }) => name)).toEqual(['appSecret', 'sessionToken']);
});
