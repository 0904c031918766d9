import fc from 'fast-check';
import { judge, type Evidence, type Scope, type Verdict } from '../../../top/evidence';
import {
	TopAbortedError,
	TopConfigurationError,
	TopConnectionError,
	TopLostAnswerError,
	TopPlatformError,
	TopUnreadableAnswerError,
} from '../../../top/protocol/errors';

function verdict(code: number, subCode?: string, subMsg?: string, msg = ''): Verdict {
	return judge(new TopPlatformError({ code, msg, subCode, subMsg }));
}

/**
 * The platform's main codes (documents 101617 and 102707 and the code table copied from them), judged
 * by what they say: below 100 the gateway's own checks failed, so that the service was never called,
 * but for 15 and 50, which are the service's, and 10, which is "mostly an unknown exception".
 */
describe('the platform’s main codes, alone', () => {
	it.each<[number, string, Evidence, Scope]>([
		[3, 'Upload Fail', 'lost', 'item'],
		[9, 'Http Action Not Allowed', 'refused', 'run'],
		[10, 'Service Currently Unavailable', 'lost', 'item'],
		[11, 'Insufficient ISV Permissions', 'refused', 'run'],
		[12, 'Insufficient User Permissions', 'refused', 'run'],
		[13, 'Insufficient Partner Permissions', 'refused', 'run'],
		[15, 'Remote Service Error', 'lost', 'item'],
		[21, 'Missing Method', 'refused', 'run'],
		[22, 'Invalid Method', 'refused', 'run'],
		[23, 'Invalid Format', 'refused', 'run'],
		[24, 'Missing Signature', 'refused', 'run'],
		[25, 'Invalid Signature', 'refused', 'run'],
		[26, 'Missing Session', 'refused', 'run'],
		[27, 'Invalid Session', 'refused', 'run'],
		[28, 'Missing App Key', 'refused', 'run'],
		[29, 'Invalid App Key', 'refused', 'run'],
		[30, 'Missing Timestamp', 'refused', 'run'],
		[31, 'Invalid Timestamp', 'refused', 'run'],
		[32, 'Missing Version', 'refused', 'run'],
		[33, 'Invalid Version', 'refused', 'run'],
		[34, 'Unsupported Version', 'refused', 'run'],
		[40, 'Missing Required Arguments', 'refused', 'item'],
		[41, 'Invalid Arguments', 'refused', 'item'],
		[42, 'Insufficient session permissions', 'refused', 'run'],
		[43, 'Parameter Error', 'refused', 'item'],
		[44, 'Invalid access token', 'refused', 'run'],
		[47, 'Invalid encoding', 'refused', 'item'],
		[50, 'Remote service error', 'lost', 'item'],
		[53, 'Insufficient security level', 'refused', 'run'],
	])('%i %s', (code, _name, evidence, scope) => {
		expect(verdict(code)).toEqual({ evidence, scope });
		expect(verdict(code, '')).toEqual({ evidence, scope });
	});
});

/**
 * The platform's sub-codes. `isv` is the caller's or the merchant's fault: declined. `isp` is the
 * platform's: the service may have been called, whatever the name says; see DingTalk's help page on
 * retries, where a connection timeout is a service that did not answer within three seconds.
 */
describe('sub-codes', () => {
	it.each<[string, Evidence, Scope]>([
		['isp.voucher-service-unavailable', 'lost', 'item'],
		['isp.item-promotion-service-unavailable', 'lost', 'item'],
		['isp.service-unavailable', 'lost', 'item'],
		['isp.remote-connection-error', 'lost', 'item'],
		['isp.top-remote-connection-error', 'lost', 'item'],
		['isp.top-remote-connection-timeout', 'lost', 'item'],
		['isp.remote-service-error', 'lost', 'item'],
		['isp.remote-service-timeout', 'lost', 'item'],
		['isp.top-remote-service-timeout', 'lost', 'item'],
		['isp.unknown-error', 'lost', 'item'],
		['isp.null-pointer-exception', 'lost', 'item'],
		['isp.top-parse-error', 'lost', 'item'],
		['isp.top-mapping-parse-error', 'lost', 'item'],
		['isp.something-new', 'lost', 'item'],
		['isv.missing-parameter', 'refused', 'item'],
		['isv.missing-parameter:voucher_num', 'refused', 'item'],
		['isv.invalid-parameter', 'refused', 'item'],
		['isv.parameters-mismatch', 'refused', 'item'],
		['isv.user-not-exist:invalid-nick', 'refused', 'item'],
		['isv.invalid-permission', 'refused', 'item'],
		['isv.something-new', 'refused', 'item'],
		['isv.permission-api-package-limit', 'refused', 'run'],
		['isv.permission-ip-whitelist-limit', 'refused', 'run'],
		['isv.appkey-not-exists', 'refused', 'run'],
		['isv.invalid-sessionkey', 'refused', 'run'],
	])('%s', (subCode, evidence, scope) => {
		for (const code of [15, 50]) {
			expect(verdict(code, subCode)).toEqual({ evidence, scope });
		}
	});

	it.each<[number, string, Evidence, Scope]>([
		[11, 'isv.permission-api-package-limit', 'refused', 'run'],
		[11, 'isv.permission-ip-whitelist-limit', 'refused', 'run'],
		[27, 'invalid-sessionkey', 'refused', 'run'],
		[29, 'isv.appkey-not-exists', 'refused', 'run'],
		[40, 'isv.missing-parameter', 'refused', 'item'],
		[41, 'isv.invalid-parameter', 'refused', 'item'],
	])('%i %s', (code, subCode, evidence, scope) => {
		expect(verdict(code, subCode)).toEqual({ evidence, scope });
	});

	it.each([11, 27, 40, 41])(
		'the platform’s own trouble outweighs code %i, which alone would be a refusal',
		(code) => {
			expect(verdict(code, 'isp.unknown-error').evidence).toBe('lost');
			expect(verdict(code, 'isp.remote-service-timeout').evidence).toBe('lost');
		},
	);

	it.each([
		'xisp.service-unavailable',
		'isp.service-unavailablex',
		'isp.remote-connection-error-or-not',
		'ispx-connection-error',
		'ISP.SERVICE-UNAVAILABLE',
		'isvx.invalid-parameter',
		'accesscontrolled.by-somebody',
		'not.isv.invalid-parameter',
	])('a name that only looks like one proves nothing: %s', (subCode) => {
		expect(verdict(15, subCode)).toEqual({ evidence: 'lost', scope: 'item' });
	});
});

describe('throttling', () => {
	it.each<[number, string | undefined, boolean, Scope]>([
		[7, 'accesscontrol.limited-by-app-access-count', true, 'run'],
		[7, 'accesscontrol.limited-by-api-access-count', false, 'item'],
		[7, 'accesscontrol.limited-by-app-api-access-count', false, 'item'],
		[15, 'accesscontrol.limited-by-api-access-count', false, 'item'],
		[7, undefined, false, 'item'],
		[7, 'isv.something', false, 'item'],
		[15, 'isp.call-limited', false, 'item'],
		[4, undefined, false, 'item'],
		[5, undefined, false, 'item'],
		[6, undefined, false, 'item'],
		[8, undefined, false, 'item'],
	])('%i %s was refused at the gateway', (code, subCode, daily, scope) => {
		expect(verdict(code, subCode, 'This ban will last for 2 more seconds')).toEqual({
			evidence: 'notExecuted',
			scope,
			throttle: { banSeconds: 2, daily },
		});
	});

	it.each<[string | undefined, string, number]>([
		['This ban will last for 31062 more seconds', '', 31062],
		['this BAN Will Last For 1 more seconds', '', 1],
		['This ban will last for 0 more seconds', '', 0],
		[undefined, 'App Call Limited. This ban will last for 5 more seconds', 5],
		['in words unknown', 'This ban will last for 5 more seconds', 5],
		['in words unknown', 'App Call Limited', 1],
		[undefined, '', 1],
	])('how long: %j, %j', (subMsg, msg, seconds) => {
		expect(verdict(7, undefined, subMsg, msg).throttle?.banSeconds).toBe(seconds);
	});

	it('is nothing that another refusal talks of', () => {
		expect(verdict(25, undefined, 'will last for 5 more seconds').throttle).toBeUndefined();
	});
});

describe('what is not in the platform’s words', () => {
	it.each<[string, unknown, Evidence, Scope]>([
		['policy', new TopConnectionError('policy', 'SsrfBlockedIpError', ''), 'notExecuted', 'run'],
		['lookup', new TopConnectionError('lookup', 'ENOTFOUND', ''), 'notExecuted', 'item'],
		['connect', new TopConnectionError('connect', 'ECONNREFUSED', ''), 'notExecuted', 'item'],
		['tls', new TopConnectionError('tls', 'EPROTO', ''), 'notExecuted', 'item'],
		...(
			[
				['proxy', 'HTTP_407', 'run'],
				['proxy', 'HTTP_403', 'run'],
				['proxy', 'HTTP_429', 'item'],
				['proxy', 'HTTP_503', 'item'],
				['proxy', 'ECONNREFUSED', 'item'],
				['proxy', 'CERT_HAS_EXPIRED', 'run'],
				['tls', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'run'],
				['tls', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'run'],
				['tls', 'ERR_TLS_CERT_ALTNAME_INVALID', 'run'],
				['tls', 'ECONNRESET', 'item'],
			] as const
		).map(([stage, code, scope]): [string, unknown, Evidence, Scope] => [
			`${stage} ${code}`,
			new TopConnectionError(stage, code, ''),
			'notExecuted',
			scope,
		]),
		['configuration', new TopConfigurationError({ kind: 'appKeyMissing' }), 'notExecuted', 'run'],
		['cancelled before', new TopAbortedError(false), 'notExecuted', 'run'],
		['cancelled after', new TopAbortedError(true), 'lost', 'run'],
		['reset', new TopLostAnswerError('reset', 'ECONNRESET', ''), 'lost', 'item'],
		['closed', new TopLostAnswerError('closed', 'UND_ERR_SOCKET', ''), 'lost', 'item'],
		['no headers', new TopLostAnswerError('headers-timeout', '', ''), 'lost', 'item'],
		['no end', new TopLostAnswerError('body-timeout', '', ''), 'lost', 'item'],
		...(
			[
				'empty',
				'html',
				'not-json',
				'oversized',
				'nested',
				'redirect',
				'contradictory',
				'wrong-method',
				'unclear',
			] as const
		).map((kind): [string, unknown, Evidence, Scope] => [
			kind,
			new TopUnreadableAnswerError(kind, 200, '', ''),
			'lost',
			'item',
		]),
		['a mistake in the code', new TypeError('undefined is not a function'), 'lost', 'item'],
		['no error at all', undefined, 'lost', 'item'],
		['a text', 'ECONNREFUSED', 'lost', 'item'],
	])('%s', (_name, error, evidence, scope) => {
		expect(judge(error)).toEqual({ evidence, scope });
	});
});

describe('a code that no table names', () => {
	it.each([1, 2, 14, 16, 35, 45, 48, 51, 52, 99, 100, 500, 900, -7, Number.NaN])(
		'%d is taken for a lost answer',
		(code) => {
			expect(verdict(code)).toEqual({ evidence: 'lost', scope: 'item' });
			expect(verdict(code, 'something.new')).toEqual({ evidence: 'lost', scope: 'item' });
		},
	);

	it('never proves anything, whatever its sub-code, unless that is known', () => {
		const unknownSubCode = fc.string().filter((text) => !/^(isv|isp|accesscontrol)\./.test(text));
		fc.assert(
			fc.property(fc.integer({ min: 100 }), unknownSubCode, fc.string(), (code, subCode, words) => {
				expect(verdict(code, subCode, words, words)).toEqual({ evidence: 'lost', scope: 'item' });
			}),
		);
	});
});
