import { CallOptions, callGateway, signedForm, voucherSendParameters } from './caller';
import { formatGmt8 } from './clock';
import { Gateway, startGateway } from './index';

let gateway: Gateway;

beforeAll(async () => {
	gateway = await startGateway({
		https: false,
		apps: [
			{ key: '12345678', secret: 'helloworld' },
			{ key: 'authorized', secret: 's', sessionNeeded: true, sessions: ['good'] },
			{ key: 'partly', secret: 's', sessionNeeded: ['alibaba.alsc.crm.voucher.send'] },
			{ key: 'unpermitted', secret: 's', permissions: [] },
			{ key: 'elsewhere', secret: 's', ipBlocked: true },
		],
	});
});
afterAll(() => gateway.close());
afterEach(() => gateway.reset());

async function refusal(parameters: Record<string, string>, options?: CallOptions) {
	const { status, text } = await callGateway(gateway.url, parameters, options);
	expect(status).toBe(200);
	const { error_response: error } = JSON.parse(text) as {
		error_response?: { code: number; sub_code?: string; msg: string; request_id: string };
	};
	expect(gateway.executed).toHaveLength(0);
	return error;
}

const send = voucherSendParameters();
const minutesAway = (minutes: number) => formatGmt8(Date.now() + minutes * 60_000);
const as = (app_key: string, more: Record<string, string> = {}) => ({ ...send, app_key, ...more });

describe('each code for what it stands for', () => {
	const wrongs: Array<[string, number, Record<string, string>, CallOptions?]> = [
		['missing method', 21, { ...send, method: '' }],
		['unknown method', 22, { ...send, method: 'alibaba.alsc.crm.voucher.sent' }],
		['missing app key', 28, send, { without: ['app_key'] }],
		['unknown app key', 29, as('99')],
		['missing timestamp', 30, send, { without: ['timestamp'] }],
		['malformed timestamp', 31, { ...send, timestamp: '2016/01/01 12:00:00' }],
		['timestamp in UTC', 31, { ...send, timestamp: minutesAway(-8 * 60) }],
		['timestamp too old', 31, { ...send, timestamp: minutesAway(-11) }],
		['timestamp too new', 31, { ...send, timestamp: minutesAway(11) }],
		['missing version', 32, send, { without: ['v'] }],
		['malformed version', 33, { ...send, v: 'two' }],
		['old version', 34, { ...send, v: '1.0' }],
		['missing sign method', 40, send, { without: ['sign_method'] }],
		['unknown sign method', 41, { ...send, sign_method: 'sha1' }],
		['missing signature', 24, send, { without: ['sign'] }],
		['signature with another secret', 25, send, { secret: 'goodbye' }],
		['signature by another method', 25, { ...send, sign_method: 'md5' }, { signMethod: 'hmac' }],
		['lower-case signature', 25, send, { unsigned: { sign: 'ab'.repeat(32) } }],
		['parameter added after signing', 25, send, { unsigned: { session: 'late' } }],
		['missing session', 26, as('authorized'), { secret: 's' }],
		['missing session for one method', 26, as('partly'), { secret: 's' }],
		['wrong session', 27, as('authorized', { session: 'bad' }), { secret: 's' }],
		['session nobody gave', 27, { ...send, session: 'any' }],
		['no permission', 11, as('unpermitted'), { secret: 's' }],
		['address not in the whitelist', 11, as('elsewhere'), { secret: 's' }],
		['other verb', 9, send, { httpMethod: 'PUT' }],
		['other charset', 47, send, { contentType: 'application/x-www-form-urlencoded;charset=gbk' }],
		['body of another type', 21, send, { contentType: 'application/json' }],
	];
	it.each(wrongs.map(([what, code, parameters, options]) => ({ what, code, parameters, options })))(
		'$what: $code',
		async ({ code, parameters, options }) => {
			const { text } = await callGateway(gateway.url, parameters, options);
			// XML where the parameters, and with them the format, could not be read.
			expect(text).toMatch(new RegExp(`<code>${code}</code>|"code":${code},`));
			expect(text).toMatch(/10\w{11}/);
			expect(gateway.calls).toMatchObject([{ code, executed: false }]);
			expect(gateway.executed).toHaveLength(0);
		},
	);

	it('names the sub-codes of permissions, app keys and sessions', async () => {
		const sub = async (parameters: Record<string, string>) =>
			(await refusal(parameters, { secret: 's' }))?.sub_code;
		expect(await sub(as('99'))).toBe('isv.appkey-not-exists');
		expect(await sub(as('unpermitted'))).toBe('isv.permission-api-package-limit');
		expect(await sub(as('elsewhere'))).toBe('isv.permission-ip-whitelist-limit');
		expect(await sub(as('authorized', { session: 'bad' }))).toBe('invalid-sessionkey');
	});

	it('answers an unknown format in XML, with 23', async () => {
		const { text } = await callGateway(gateway.url, { ...send, format: 'yaml' });
		expect(text).toContain('<code>23</code>');
	});

	it('refuses bytes that are not UTF-8, with 47', async () => {
		const response = await fetch(`${gateway.url}?format=json&method=%C4%E3`);
		expect(await response.json()).toMatchObject({ error_response: { code: 47 } });
	});
});

describe('calls in order', () => {
	it.each(['md5', 'hmac', 'hmac-sha256'] as const)('signed with %s', async (signMethod) => {
		await callGateway(gateway.url, send, { signMethod });
		expect(gateway.executed).toHaveLength(1);
		expect(gateway.violations).toEqual([]);
	});

	it('judges the timestamp by its own clock', async () => {
		gateway.settings.clockOffsetMs = 3600_000;
		expect((await refusal(send))?.code).toBe(31);
		await callGateway(gateway.url, { ...send, timestamp: minutesAway(60) });
		gateway.settings.clockOffsetMs = 0;
		expect(gateway.executed).toHaveLength(1);
	});

	it('lets an app without permissions ask the time, and needs no session for it', async () => {
		const time = { method: 'taobao.time.get', app_key: 'unpermitted' };
		expect(await refusal(time, { secret: 's' })).toBeUndefined();
		expect(await refusal({ ...time, app_key: 'authorized' }, { secret: 's' })).toBeUndefined();
		expect((await refusal({ ...time, app_key: 'elsewhere' }, { secret: 's' }))?.code).toBe(11);
	});

	it('takes the session that is in force', async () => {
		await callGateway(gateway.url, as('authorized', { session: 'good' }), { secret: 's' });
		expect(gateway.executed).toHaveLength(1);
	});

	it('takes multipart fields', async () => {
		const form = new FormData();
		for (const [name, value] of new URLSearchParams(signedForm(send))) form.append(name, value);
		await fetch(gateway.url, { method: 'POST', body: form });
		expect(gateway.executed).toHaveLength(1);
	});
});

describe('what the platform forgives and the record does not', () => {
	const kinds = () => gateway.violations.map(({ kind, name }) => `${kind} ${name}`);

	it('parameters in the URL, secret ones above all', async () => {
		await callGateway(gateway.url, send, { place: 'query', httpMethod: 'GET' });
		expect(gateway.executed).toHaveLength(1);
		expect(kinds()).toContain('secret-in-url sign');
		expect(kinds()).toContain('query-parameter param_voucher_send_open_req');
	});

	it('the same parameter in URL and body', async () => {
		await callGateway(`${gateway.url}?v=2.0`, send);
		expect(kinds()).toEqual(['query-parameter v', 'duplicate-parameter v']);
	});

	it('empty and unknown parameters, and epoch milliseconds', async () => {
		const timestamp = String(Date.now());
		await callGateway(gateway.url, { ...send, timestamp, session: '', nonce: '1' });
		expect(gateway.executed).toHaveLength(1);
		expect(kinds().sort()).toEqual([
			'empty-parameter session',
			'undocumented-timestamp timestamp',
			'unknown-parameter nonce',
		]);
	});

	it('a wrong content type', async () => {
		await callGateway(gateway.url, send, { contentType: 'text/plain' });
		expect(kinds()).toEqual(['content-type text/plain']);
	});
});
