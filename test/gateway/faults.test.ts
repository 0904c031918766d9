import { Agent } from 'undici';
import { gunzipSync } from 'node:zlib';
import { CallOptions, callGateway, voucherSendParameters } from './caller';
import { Fault, Gateway, ispErrors, startGateway } from './index';

let gateway: Gateway;
beforeAll(async () => {
	gateway = await startGateway();
});
afterAll(() => gateway.close());
afterEach(() => gateway.reset());

/** Faults strike alike below http and https. */
describe.each(['http', 'https'] as const)('over %s', (scheme) => {
	async function send(options: CallOptions = {}) {
		const url = scheme === 'http' ? gateway.url : (gateway.httpsUrl as string);
		const dispatcher = new Agent({ connect: { ca: gateway.ca }, ...timeouts });
		try {
			return await callGateway(url, voucherSendParameters(), { dispatcher, ...options });
		} finally {
			await dispatcher.destroy();
		}
	}
	/** Only silence waits for these. */
	const timeouts = { headersTimeout: 2000, bodyTimeout: 2000 };

	/** The call's failure as the client sees it, after the gateway's work is done. */
	const failure = async (fault: Fault) => {
		gateway.fault({ fault });
		const error: unknown = await send().then(
			() => undefined,
			(reason: unknown) => reason,
		);
		return (error as { code?: string } | undefined)?.code;
	};

	const executed = () => gateway.executed.length;

	it.each<[Fault, string, number]>([
		[{ do: 'cut', moment: 'before' }, 'ECONNRESET', 0],
		[{ do: 'cut', moment: 'after' }, 'ECONNRESET', 1],
		[{ do: 'cut', how: 'end', moment: 'before' }, 'UND_ERR_SOCKET', 0],
		[{ do: 'cut', how: 'end', moment: 'after' }, 'UND_ERR_SOCKET', 1],
		[{ do: 'cut', moment: 'mid-body' }, 'ECONNRESET', 1],
		[{ do: 'cut', how: 'end', moment: 'mid-body' }, 'UND_ERR_SOCKET', 1],
		[{ do: 'truncate', how: 'content-length' }, 'UND_ERR_SOCKET', 1],
	])('%j', async (fault, code, times) => {
		expect(await failure(fault)).toBe(code);
		expect(executed()).toBe(times);
		expect(gateway.calls).toMatchObject([
			{ fault: fault.do, executed: times === 1, answered: false },
		]);
		expect(gateway.stats().faults).toEqual({ [fault.do]: 1 });
	});

	it.each<[Fault, number, RegExp, number]>([
		[{ do: 'nothing' }, 200, /"biz_success":true/, 1],
		[{ do: 'nothing', delayMs: 5 }, 200, /"biz_success":true/, 1],
		[{ do: 'drip', everyMs: 1, bytes: 64 }, 200, /"biz_success":true.*\}$/, 1],
		[{ do: 'truncate', how: 'json' }, 200, /^\{"alibaba_alsc[^}]*$/, 1],
		[{ do: 'html', moment: 'before' }, 502, /<h1>502 Bad Gateway/, 0],
		[{ do: 'html', moment: 'after', status: 504 }, 504, /<html>/, 1],
		[{ do: 'captive-portal' }, 200, /请先登录/, 0],
		[{ do: 'redirect', moment: 'before' }, 302, /portal\.invalid/, 0],
		[{ do: 'empty', moment: 'after' }, 200, /^$/, 1],
		[{ do: 'text', moment: 'after' }, 200, /^OK/, 1],
		[{ do: 'text', moment: 'before', body: '[]', status: 500 }, 500, /^\[\]$/, 0],
		[
			{ do: 'other-method', moment: 'after' },
			200,
			/^\{"alibaba_alsc_crm_voucher_status_change_resp/,
			1,
		],
		[
			{ do: 'platform-error', moment: 'before', ...ispErrors['isp.remote-service-timeout'] },
			200,
			/"code":15,"msg":"Remote service error","sub_code":"isp.remote-service-timeout"/,
			0,
		],
		[
			{ do: 'platform-error', moment: 'after', ...ispErrors['isp.remote-service-timeout'] },
			200,
			/"code":15/,
			1,
		],
		[
			{
				do: 'platform-error',
				moment: 'before',
				code: 10,
				msg: 'Service Unavailable',
				httpStatus: 500,
			},
			500,
			/"code":10/,
			0,
		],
		[
			{ do: 'business-answer', moment: 'before', result_code: 'X', result_desc: '券库存不足' },
			200,
			/"result":false,"result_code":"X".*"biz_success":false,"result_desc":"券库存不足"/,
			0,
		],
		[
			{ do: 'business-answer', moment: 'after', result: true },
			200,
			/"result":true.*"biz_success":false/,
			1,
		],
	])('%j', async (fault, status, text, times) => {
		gateway.fault({ fault });
		const answer = await send();
		expect(answer.status).toBe(status);
		expect(answer.text).toMatch(text);
		expect(executed()).toBe(times);
	});

	it.each([
		['before', 0],
		['after', 1],
	] as const)('silence %s acting', async (moment, times) => {
		gateway.fault({ fault: { do: 'silence', moment } });
		// undici's own timeouts tick once a second; hanging up is quicker.
		const dispatcher = new Agent({ connect: { ca: gateway.ca } });
		const pending = send({ dispatcher }).catch(() => 'gone');
		while (gateway.calls[0]?.fault !== 'silence' || executed() < times) await tick();
		expect(gateway.stats().connections.open).toBe(1);
		await dispatcher.destroy();
		expect(await pending).toBe('gone');
		expect(executed()).toBe(times);
	});

	it('acts later, after the call seemed lost', async () => {
		expect(await failure({ do: 'cut', moment: 'before', actsLaterMs: 30 })).toBe('ECONNRESET');
		expect(executed()).toBe(0);
		while (executed() === 0) await tick();
	});

	it.each([{}, { announced: true }])('a huge answer %j', async (how) => {
		gateway.fault({ fault: { do: 'huge', moment: 'after', bytes: 3_000_000, ...how } });
		const { headers, bytes } = await send();
		expect(bytes).toHaveLength(3_000_000);
		expect(headers['content-length']).toBe('announced' in how ? '3000000' : undefined);
		expect(() => JSON.parse(bytes.toString()) as unknown).not.toThrow();
	});

	it('a huge answer, packed small', async () => {
		gateway.fault({ fault: { do: 'huge', moment: 'after', bytes: 3_000_000, gzip: true } });
		const { bytes } = await send();
		expect(bytes.length).toBeLessThan(30_000);
		expect(gunzipSync(bytes)).toHaveLength(3_000_000);
	});

	it('a ban, from this call on', async () => {
		gateway.fault({ fault: { do: 'ban', seconds: 31062 }, call: 2 });
		await send();
		const refused = /"code":7,.*limited-by-app-access-count.*last for 3106\d more seconds/;
		expect((await send()).text).toMatch(refused);
		expect((await send()).text).toMatch(refused);
		expect(executed()).toBe(1);
		expect(gateway.stats()).toMatchObject({
			refused: { 7: 2 },
			accepted: 1,
			bans: [{ refused: 2 }],
		});
	});

	it('a quota', async () => {
		gateway.setQuotas([{ calls: 3, windowMs: 3600_000, ban: 60 }]);
		const texts = await Promise.all(Array.from({ length: 5 }, async () => (await send()).text));
		gateway.setQuotas([]);
		expect(texts.filter((text) => text.includes('limited-by-api-access-count'))).toHaveLength(2);
		expect(executed()).toBe(3);
	});
});

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));
