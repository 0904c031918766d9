import fc from 'fast-check';
import { describeFailure } from '../../../wording/describeFailure';
import { inLocale } from '../../support/inLocale';
import { SYSTEM_CODES } from '../../../scripts/failures/systemCodes';
import {
	BusinessRefusal,
	TopAbortedError,
	TopConfigurationError,
	TopConnectionError,
	TopLostAnswerError,
	TopPlatformError,
	TopUnreadableAnswerError,
	type ConfigurationProblem,
	type LostStage,
	type UnreadableKind,
	type UnwrittenStage,
} from '../../../top';

const platform = (code: number, subCode?: string, subMsg?: string, msg = 'Some text') =>
	new TopPlatformError({ code, msg, subCode, subMsg, requestId: 'r1' });
const refusal = (resultDesc: string, resultCode = '') =>
	new BusinessRefusal({ bizSuccess: false, resultCode, resultView: '', resultDesc }, 'r2');

const UNWRITTEN: UnwrittenStage[] = ['policy', 'lookup', 'connect', 'tls', 'proxy'];
const LOST: LostStage[] = ['headers-timeout', 'body-timeout', 'closed', 'reset'];
const UNREADABLE: UnreadableKind[] = [
	'empty',
	'html',
	'not-json',
	'oversized',
	'nested',
	'redirect',
	'contradictory',
	'wrong-method',
	'unclear',
];

describe("the platform's answers", () => {
	test.each([
		[platform(25), /signature does not match the app secret/, /'App Secret'/],
		[platform(29, 'isv.appkey-not-exists'), /does not know this app key/, /'Environment'/],
		[platform(31), /clock .* is wrong/, /10 minutes/],
		[platform(27, 'invalid-sessionkey'), /session key is not valid/, /'Session Token'/],
		[
			platform(11, 'isv.permission-ip-whitelist-limit'),
			/not in the app's IP whitelist/,
			/public IP address/,
		],
		[
			platform(11, 'isv.permission-api-package-limit'),
			/no permission for this method/,
			/permission package/,
		],
		[platform(22), /does not know the method/, /'Gateway URL'/],
		[platform(40), /lacks a value/, /'Brand ID'/],
	])('%s', (error, message, hint) => {
		const words = describeFailure(error);
		expect(words.message).toMatch(message);
		expect(words.hint).toMatch(hint);
		expect(words).toMatchObject({
			code: error.failure.code,
			platformText: 'Some text',
			gatewayRequestId: 'r1',
		});
	});

	test('a sub-code says more than its main code', () => {
		const general = describeFailure(platform(50)).message;
		expect(describeFailure(platform(50, 'isv.invalid-parameter', '非法参数'))).toMatchObject({
			message: 'The platform does not accept a value of the request: 非法参数',
			subCode: 'isv.invalid-parameter',
			platformText: 'Some text: 非法参数',
		});
		expect(general).not.toMatch(/does not accept/);
	});

	test('the parameter named behind the sub-code is told', () => {
		expect(describeFailure(platform(40, 'isv.missing-parameter:voucher_num')).message).toBe(
			'The request lacks a value that the platform needs: voucher_num',
		);
	});

	test('a ban says when it ends', () => {
		const error = platform(
			7,
			'accesscontrol.limited-by-app-access-count',
			'This ban will last for 31062 more seconds',
		);
		expect(describeFailure(error).message).toBe(
			"The app's quota of calls for the day is used up; it takes calls again in 8 h 38 min",
		);
	});

	test('an unknown code shows what the platform said', () => {
		const words = describeFailure(platform(999, 'odd.code', undefined, 'Strange thing'));
		expect(words.message).toMatch(/does not know: Strange thing$/);
		expect(words.code).toBe(999);
	});

	test('an answer without a code has none', () => {
		expect(describeFailure(platform(Number.NaN))).not.toHaveProperty('code');
	});
});

test("a refusal of the CRM shows the CRM's reason and where to look", () => {
	const words = describeFailure(refusal('库存不足', 'NO_INVENTORY'));
	expect(words).toMatchObject({
		message: 'The CRM declined to send the voucher: 库存不足',
		code: 'NO_INVENTORY',
		platformText: '库存不足',
		gatewayRequestId: 'r2',
	});
	for (const cause of ['stock', 'limit per customer', "template's", 'brand']) {
		expect(describeFailure(refusal('')).hint).toContain(cause);
	}
	expect(describeFailure(refusal('')).message).toBe(
		'The CRM declined to send the voucher and gave no reason',
	);
	expect(describeFailure(refusal('x'), 'read').message).not.toMatch(/send/);
});

describe('a voucher that may have been sent', () => {
	const warning = /^The voucher may have been sent: look/;
	const lost: unknown[] = [
		...LOST.map((stage) => new TopLostAnswerError(stage, 'X', 'x')),
		...UNREADABLE.map((kind) => new TopUnreadableAnswerError(kind, 200, 'x', 'y')),
		new TopAbortedError(true),
		platform(15, 'isp.remote-service-timeout'),
		platform(15, 'isp.top-remote-connection-timeout'),
		platform(15, 'isp.crm-service-unavailable'),
		platform(50),
		platform(10),
		new TypeError('a defect'),
	];
	const notSent: unknown[] = [
		...UNWRITTEN.map((stage) => new TopConnectionError(stage, 'X', 'x')),
		new TopAbortedError(false),
		new TopConfigurationError({ kind: 'appKeyMissing' }),
		platform(7),
		platform(25),
		platform(15, 'isp.call-limited'),
		refusal('x'),
	];

	test.each(lost)('is warned of after %s', (error) => {
		expect(describeFailure(error).hint).toMatch(warning);
		expect(describeFailure(error, 'read').hint).not.toMatch(/voucher may/);
	});

	test.each(notSent)('is not mentioned after %s', (error) => {
		expect(describeFailure(error).hint).not.toMatch(/may have been sent/);
	});
});

test('each kind of transport failure has words of its own, and its system code', () => {
	const messages = [
		...UNWRITTEN.map((stage) => new TopConnectionError(stage, SYSTEM_CODES[stage][0], 'x')),
		...LOST.map((stage) => new TopLostAnswerError(stage, SYSTEM_CODES[stage][0], 'x')),
		...UNREADABLE.map((kind) => new TopUnreadableAnswerError(kind, 502, 'x', 'y')),
	].map((error) => describeFailure(error).message);
	expect(new Set(messages).size).toBe(messages.length);
	expect(describeFailure(new TopConnectionError('connect', 'ECONNREFUSED', 'x')).code).toBe(
		'ECONNREFUSED',
	);
});

test('the beginning of an unreadable answer is kept', () => {
	const error = new TopUnreadableAnswerError('html', 502, 'x', '<html>Bad gateway');
	expect(describeFailure(error)).toMatchObject({ excerpt: '<html>Bad gateway' });
	expect(describeFailure(error).message).toContain('HTTP 502');
});

test.each<[ConfigurationProblem, RegExp, string]>([
	[{ kind: 'appKeyMissing' }, /no app key/, "'App Key'"],
	[{ kind: 'appSecretMissing' }, /no app secret/, "'App Secret'"],
	[{ kind: 'signMethodUnknown', value: 'sha512' }, /"sha512" is not known/, "'Sign Method'"],
	[{ kind: 'environmentUnknown', value: 'x' }, /"x" is not known/, "'Production'"],
	[{ kind: 'gatewayNoAddress', value: 'gw' }, /"gw" is not a web address/, "'Gateway URL'"],
	[{ kind: 'gatewayNotHttps', value: 'ftp://gw' }, /https:.* ftp:\/\/gw/, "'Gateway URL'"],
	[{ kind: 'gatewayMoreThanAddress' }, /must be an address only/, "'Gateway URL'"],
	[{ kind: 'proxyNoAddress' }, /is not a web address/, 'HTTPS_PROXY'],
	[{ kind: 'proxyOtherProtocol', protocol: 'socks5:' }, /starts with socks5:/, 'HTTPS_PROXY'],
	[{ kind: 'proxyUnescapedPercent' }, /has a %/, 'HTTPS_PROXY'],
	[{ kind: 'numberUnusable', name: 'timeoutMs', value: 0, most: 9 }, /to 9, and is 0/, 'timeoutMs'],
])('what cannot be used says which field to correct: %j', (problem, message, field) => {
	const words = describeFailure(new TopConfigurationError(problem));
	expect(words.message).toMatch(message);
	expect(words.hint).toContain(field);
});

describe('anything at all', () => {
	test.each([undefined, null, 'text', 7, {}, new Error('boom')])('%p gets words', (thrown) => {
		const words = describeFailure(thrown);
		expect(words.message).not.toBe('');
		expect(words.hint).not.toBe('');
	});

	test('never shows a signature, session key or secret', () => {
		const field = fc.constantFrom('sign=', 'session=', '"session":"', '"app_secret": "', 'sign":"');
		fc.assert(
			fc.property(field, fc.stringMatching(/^[A-Za-z0-9]{12,40}$/), (name, secret) => {
				const text = `POST app_key=1&${name}${secret}&v=2.0`;
				const errors = [
					new Error(text),
					new TopConfigurationError({ kind: 'gatewayNoAddress', value: text }),
					new TopUnreadableAnswerError('html', 200, text, text),
					new BusinessRefusal(
						{ bizSuccess: false, resultCode: text, resultView: text, resultDesc: text },
						'',
					),
					platform(999, text, text, text),
				];
				for (const error of errors) {
					expect(JSON.stringify(describeFailure(error))).not.toContain(secret);
				}
			}),
		);
	});

	test('is short and on one line', () => {
		const words = describeFailure(refusal(`a\nb\u0000${'很'.repeat(5000)}`));
		expect(words.message.length).toBeLessThan(300);
		expect(words.message).not.toMatch(/\p{Cc}/u);
	});
});

describe('a refusal by the CRM', () => {
	const refusal = (resultDesc: string, resultView = resultDesc) =>
		describeFailure(
			new BusinessRefusal({ bizSuccess: false, resultCode: '', resultDesc, resultView }, '10'),
		);

	test.each([
		['券库存不足', /out of stock/],
		['超过每人限领数量2张', /as many as one customer may get/],
		['顾客不存在', /does not know this customer/],
		['券模板已失效', /not valid any more/],
		['系统繁忙', /^Check the template's stock/],
	])('"%s" has a hint of its own', (said, hint) => {
		expect(refusal(said).hint).toMatch(hint);
	});

	test('is quoted once when it says the same twice', () => {
		expect(refusal('券库存不足').platformText).toBe('券库存不足');
		expect(refusal('券库存不足', '请补货').platformText).toBe('券库存不足: 请补货');
	});
});

describe('in a Chinese n8n', () => {
	const inChinese = (error: unknown, purpose?: 'read') =>
		inLocale('zh-CN', () => describeFailure(error, purpose));

	test("the platform's own text stands behind the title, a ban and a warning around it", () => {
		expect(inChinese(platform(50, 'isv.invalid-parameter', '非法参数')).message).toBe(
			'请求中有平台不接受的参数值：非法参数',
		);
		const banned = platform(7, undefined, 'This ban will last for 31062 more seconds');
		expect(inChinese(banned).message).toMatch(/；8 小时 38 分钟后恢复调用$/);
		const lost = new TopLostAnswerError('closed', 'UND_ERR_SOCKET', 'x');
		expect(inChinese(lost).hint).toMatch(/^这张券可能已经发出：.+优惠券。若经常出现，/);
		expect(inChinese(lost, 'read').hint).toMatch(/^没有改动任何东西；请重试。/);
	});

	test("what to do about a refusal goes by the CRM's reason there, too", () => {
		expect(inChinese(refusal('券库存不足'))).toMatchObject({
			message: 'CRM 拒绝发券：券库存不足',
			hint: expect.stringMatching(/^券模板库存不足：/),
		});
		expect(inChinese(refusal('')).message).toBe('CRM 拒绝发券，没有说明原因');
	});
});

test.each([
	['connect', 'ECONNREFUSED', /could be made: gw\.example:8443, connection refused$/],
	['connect', 'EPERM', /could be made: gw\.example:8443, it failed$/],
	['lookup', 'ENOTFOUND', /on the network: gw\.example:8443, no such name$/],
	['tls', 'CERT_HAS_EXPIRED', /could be made: gw\.example:8443, CERT_HAS_EXPIRED$/],
] as const)('a failed connection names host and reason: %s %s', (stage, code, message) => {
	const error = new TopConnectionError(stage, code, 'x');
	error.host = 'gw.example:8443';
	expect(describeFailure(error).message).toMatch(message);
});

test('what is said in two fields is quoted once', () => {
	const result = {
		bizSuccess: false,
		resultCode: '',
		resultView: '券库存不足',
		resultDesc: '券库存不足',
	};
	expect(describeFailure(new BusinessRefusal(result, 'r')).platformText).toBe('券库存不足');
	expect(describeFailure(platform(15, 'isv.x', '券库存不足', '券库存不足')).platformText).toBe(
		'券库存不足',
	);
});
