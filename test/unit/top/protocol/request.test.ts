import fc from 'fast-check';
import type { TopApp } from '../../../../top/protocol/app';
import { encodeForm, prepareMethod, signParameters } from '../../../../top/protocol/request';
import { SIGN_METHODS } from '../../../../top/protocol/signature';
import {
	anyBusinessName,
	anyName,
	anyText,
	filledText,
	parametersOf,
	PUBLIC_NAMES,
} from '../support/arbitraryParameters';
import { documentSign } from '../support/documentSigner';
import { formDecoders } from '../support/formDecoders';

const NOON = Date.UTC(2016, 0, 1, 4);
const APP: TopApp = { appKey: '12345678', appSecret: 'helloworld', signMethod: 'hmac-sha256' };
const SEND = 'alibaba.alsc.crm.voucher.send';

const anyApp: fc.Arbitrary<TopApp> = fc.record({
	appKey: filledText,
	appSecret: filledText,
	signMethod: fc.constantFrom(...SIGN_METHODS),
	sessionToken: fc.option(anyText, { nil: undefined }),
});
/** Between 1970 and 9999, where the platform's timestamps have four digits for the year. */
const anyMoment = fc.integer({ min: 0, max: Date.UTC(9999, 0, 1) });

function decoded(form: string): Record<string, string> {
	return Object.fromEntries(new URLSearchParams(form));
}

describe('the public parameters', () => {
	it('are those of doc 101617', () => {
		expect(signParameters(APP, { method: SEND }, NOON)).toEqual({
			method: SEND,
			app_key: '12345678',
			timestamp: '2016-01-01 12:00:00',
			v: '2.0',
			format: 'json',
			sign_method: 'hmac-sha256',
			sign: expect.stringMatching(/^[0-9A-F]{64}$/),
		});
	});

	it('hold the session when the app has one', () => {
		const { session } = signParameters({ ...APP, sessionToken: '6100' }, { method: SEND }, NOON);
		expect(session).toBe('6100');
	});

	it('have the last word over what the caller gives, and replace an old signature', () => {
		const caller = {
			method: SEND,
			app_key: 'stranger',
			timestamp: '1999-01-01 00:00:00',
			v: '1.0',
			format: 'xml',
			sign_method: 'none',
			sign: '0'.repeat(64),
		};
		expect(signParameters(APP, caller, NOON)).toEqual(signParameters(APP, { method: SEND }, NOON));
	});

	it('never hold the secret', () => {
		for (const signMethod of SIGN_METHODS) {
			const app = { ...APP, appSecret: 'do-not-tell', signMethod };
			expect(JSON.stringify(signParameters(app, { method: SEND }, NOON))).not.toContain('tell');
			expect(prepareMethod(app, SEND, ['a'])({ a: '1' }, NOON)).not.toContain('tell');
		}
	});
});

describe('signing again what was signed already', () => {
	it('gives the same, at the same moment', () => {
		fc.assert(
			fc.property(anyApp, parametersOf(anyName, anyText), anyMoment, (app, parameters, now) => {
				const once = signParameters(app, { ...parameters, method: SEND }, now);
				expect(signParameters(app, once, now)).toEqual(once);
			}),
		);
	});

	it('takes the new time', () => {
		const once = signParameters(APP, { method: SEND }, NOON);
		const again = signParameters(APP, once, NOON + 1000);
		expect(again.timestamp).toBe('2016-01-01 12:00:01');
		expect(again.sign).not.toBe(once.sign);
	});
});

describe('what is sent', () => {
	it('is what is signed, for a prepared method', () => {
		fc.assert(
			fc.property(
				anyApp,
				parametersOf(anyBusinessName, anyText),
				anyMoment,
				(app, business, now) => {
					const form = prepareMethod(app, SEND, Object.keys(business))(business, now);
					const { sign, ...sent } = decoded(form);
					expect(sign).toBe(documentSign(sent, app.appSecret, app.signMethod));
					expect(Object.values(sent)).not.toContain('');
				},
			),
			{ numRuns: 500 },
		);
	});

	it('is the same from a prepared method and from parameters', () => {
		fc.assert(
			fc.property(
				anyApp,
				parametersOf(anyBusinessName, anyText),
				anyMoment,
				(app, business, now) => {
					const prepared = prepareMethod(app, SEND, Object.keys(business))(business, now);
					const parameters = signParameters(app, { ...business, method: SEND }, now);
					expect(decoded(prepared)).toEqual(parameters);
					expect(decoded(encodeForm(parameters))).toEqual(parameters);
				},
			),
			{ numRuns: 500 },
		);
	});

	it('holds each name once, also when a method is prepared for a public name', () => {
		const names = ['b', ...PUBLIC_NAMES, 'b', ''];
		const business = Object.fromEntries(names.map((name) => [name, 'stranger']));
		const form = prepareMethod(APP, SEND, names)(business, NOON);
		const { session: _own, ...expected } = signParameters(APP, { method: SEND, b: 'x' }, NOON);
		const sent = [...new URLSearchParams(form).keys()];
		expect(sent.sort()).toEqual([...Object.keys(expected), 'session'].sort());
		expect(decoded(form)).toMatchObject({ app_key: '12345678', format: 'json', method: SEND });
	});

	it('leaves out what a call does not fill in', () => {
		const build = prepareMethod(APP, SEND, ['a', 'b', 'constructor']);
		expect(decoded(build({ b: '2' }, NOON))).toEqual(
			signParameters(APP, { method: SEND, b: '2' }, NOON),
		);
	});

	it('takes the time of each call, to the second', () => {
		const build = prepareMethod(APP, SEND, []);
		const times = [NOON, NOON + 999, NOON + 1000, NOON, NOON - 1].map(
			(now) => decoded(build({}, now)).timestamp,
		);
		expect(times).toEqual([
			'2016-01-01 12:00:00',
			'2016-01-01 12:00:00',
			'2016-01-01 12:00:01',
			'2016-01-01 12:00:00',
			'2016-01-01 11:59:59',
		]);
	});

	it('replaces half a character, which has no UTF-8 form, alike in form and signature', () => {
		const { sign, ...sent } = decoded(prepareMethod(APP, SEND, ['a'])({ a: 'x\ud83dy' }, NOON));
		expect(sent.a).toBe('x\ufffdy');
		expect(sign).toBe(documentSign(sent, APP.appSecret, APP.signMethod));
	});
});

describe.each(formDecoders)('read with %s', (_name, decode) => {
	it('every text survives', () => {
		const cases = fc.sample(fc.tuple(anyApp, parametersOf(anyBusinessName, anyText), anyMoment), {
			numRuns: 300,
			seed: 42,
		});
		const forms = cases.map(([app, business, now]) =>
			prepareMethod(app, SEND, Object.keys(business))(business, now),
		);
		const read = decode(forms).map((entries) => Object.fromEntries(entries));
		const expected = cases.map(([app, business, now]) =>
			signParameters(app, { ...business, method: SEND }, now),
		);
		expect(read).toEqual(expected);
	});

	it('a voucher request arrives as the JSON text that was signed', () => {
		const request = JSON.stringify({ customer_id: '5757', 备注: '店长 张三&+=%~* 😀 "quoted"\n' });
		const form = prepareMethod(APP, SEND, ['param_voucher_send_open_req'])(
			{ param_voucher_send_open_req: request },
			NOON,
		);
		const [entries] = decode([form]);
		expect(Object.fromEntries(entries).param_voucher_send_open_req).toBe(request);
	});
});
