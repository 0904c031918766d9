import { gunzipSync } from 'node:zlib';
import { List, toJson, toXml } from './answer';
import { callGateway, voucherSendParameters } from './caller';
import { Gateway, startGateway } from './index';

describe('JSON', () => {
	const full = { simplify: false, booleansAs: 'boolean' } as const;

	it('wraps lists in the name of their elements, and shows empty ones as {}', () => {
		expect(toJson({ list: new List('item', [1, 'two']) }, full)).toBe(
			'{"list":{"item":[1,"two"]}}',
		);
		expect(toJson({ list: new List('item', []) }, full)).toBe('{"list":{}}');
	});

	it('simplified, has plain arrays', () => {
		const style = { ...full, simplify: true };
		expect(toJson({ list: new List('item', [{ a: true }]) }, style)).toBe('{"list":[{"a":true}]}');
		expect(toJson({ list: new List('item', []) }, style)).toBe('{"list":[]}');
	});

	it('keeps big numbers and may write booleans as strings', () => {
		expect(toJson({ id: 7104300007405429232n, ok: true }, { ...full, booleansAs: 'string' })).toBe(
			'{"id":7104300007405429232,"ok":"true"}',
		);
	});
});

it('XML escapes text and drops what XML cannot hold', () => {
	expect(toXml('a', { b: '<店&"\u0001😀>', c: new List('d', [1, 2]) })).toBe(
		'<a><b>&lt;店&amp;"😀&gt;</b><c><d>1</d><d>2</d></c></a>',
	);
});

describe('over the wire', () => {
	let gateway: Gateway;
	beforeAll(async () => {
		gateway = await startGateway({ https: false });
	});
	afterAll(() => gateway.close());

	const ask = (more: Record<string, string>, headers?: Record<string, string>) =>
		callGateway(gateway.url, { ...voucherSendParameters(), ...more }, { headers });

	it('answers JSON in the wrapper of the method', async () => {
		const { headers, text } = await ask({});
		expect(headers['content-type']).toBe('application/json;charset=UTF-8');
		expect(text).toMatch(
			/^\{"alibaba_alsc_crm_voucher_send_response":\{"result":\{"result":true,.*\},"request_id":"10\w{11}"\}\}$/,
		);
	});

	it('answers JSON without the wrapper when simplified, but not errors', async () => {
		expect((await ask({ simplify: 'true' })).text).toMatch(
			/^\{"result":\{"result":true,.*"request_id"/,
		);
		const wrong = await ask({ simplify: 'true', app_key: 'x' });
		expect(wrong.text).toMatch(/^\{"error_response":\{"code":29,/);
	});

	it.each([{ format: 'xml' }, { format: '' }])('answers XML for %j', async (format) => {
		const { headers, text } = await ask(format);
		expect(headers['content-type']).toBe('text/xml;charset=UTF-8');
		expect(text).toContain(
			'<alibaba_alsc_crm_voucher_send_response><result><result>true</result><result_code></result_code>',
		);
	});

	it('compresses when it is asked to', async () => {
		const plain = await ask({});
		expect(plain.headers['content-encoding']).toBeUndefined();
		const packed = await ask({}, { 'accept-encoding': 'gzip, deflate' });
		expect(packed.headers['content-encoding']).toBe('gzip');
		expect(gunzipSync(packed.bytes).toString()).toContain('"biz_success":true');
	});

	it('is found nowhere else', async () => {
		const url = new URL('/rest', gateway.url).href;
		expect((await callGateway(url, voucherSendParameters())).status).toBe(404);
	});
});
