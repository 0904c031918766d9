import { MOST_CHARACTERS } from '../../../../top/protocol/incoming';
import { createMask } from '../../../../top/protocol/mask';
import { readAnswer, type TopAnswer } from '../../../../top/protocol/response';
import { thrown } from '../support/thrown';

const METHOD = 'alibaba.alsc.crm.voucher.send';
const WRAPPER = 'alibaba_alsc_crm_voucher_send_response';
const SECRET = '0123456789abcdef0123456789abcdef';
const SESSION = '6100e2a9f0b2"c/店+d=e%f00112233445566';
const mask = createMask({
	appKey: '12345678',
	appSecret: SECRET,
	signMethod: 'md5',
	sessionToken: SESSION,
});

function readBody(body: string): TopAnswer {
	return readAnswer(METHOD, { status: 200, contentType: 'application/json', body }, mask);
}

const plainly = (value: unknown): string => JSON.stringify(value);

/** JSON with every character of its texts escaped. */
function escaped(value: unknown): string {
	const units = (text: string) =>
		Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16));
	const quoted = (text: string) =>
		`"${units(text)
			.map((unit) => `\\u${unit.padStart(4, '0')}`)
			.join('')}"`;
	if (typeof value === 'string') return quoted(value);
	if (Array.isArray(value)) return `[${value.map(escaped).join()}]`;
	if (typeof value !== 'object' || value === null) return String(value);
	const fields = Object.entries(value).map(([name, field]) => `${quoted(name)}:${escaped(field)}`);
	return `{${fields.join()}}`;
}

const SPELLINGS: ReadonlyArray<[string, (text: string) => string]> = [
	['as it is', (text) => text],
	['in capitals', (text) => text.toUpperCase()],
	['url-encoded', encodeURIComponent],
	['url-encoded in small letters', (text) => encodeURIComponent(text).toLowerCase()],
	['url-encoded twice', (text) => encodeURIComponent(encodeURIComponent(text))],
	['as a form writes it', (text) => new URLSearchParams({ '': text }).toString().slice(1)],
	['as JSON in JSON', (text) => JSON.stringify({ session: text })],
	['without its end', (text) => text.slice(0, -5)],
	['without its beginning', (text) => text.slice(5)],
	['in the middle of a text', (text) => `会话 ${text} 已过期`],
];
const success = (more: object) => ({ result: { result: true, biz_success: true, ...more } });
const PLACES: ReadonlyArray<[string, (text: string) => object]> = [
	['result_desc', (text) => success({ result_desc: text })],
	['result_view', (text) => success({ result_view: text })],
	['result_code', (text) => success({ result_code: text })],
	['request_id', (text) => ({ request_id: text })],
	['a list', (text) => success({ result_list: { list: { item: [{ name: text }] } } })],
	['a list of texts', (text) => ({ string: ['a', text] })],
	['a field that nobody reads', (text) => ({ more: { and: { more: text } } })],
	['the name of a field', (text) => ({ [text]: 1 })],
];
const LEAKED = /0123456789abc|9abcdef|6100e2a9|00112233445566/i;

describe.each(PLACES)('a secret in %s', (_place, content) => {
	it.each(SPELLINGS)('%s, is hidden', (_spelling, spell) => {
		for (const secret of [SECRET, SESSION]) {
			for (const write of [plainly, escaped]) {
				const answer = readBody(write({ [WRAPPER]: content(spell(secret)) }));
				expect(JSON.stringify(answer)).not.toMatch(LEAKED);
				expect(JSON.stringify(answer)).toContain('***');
			}
		}
	});
});

describe('a secret', () => {
	it('of digits only, in a number', () => {
		const digits = createMask({ appKey: '1', appSecret: '4711471147', signMethod: 'md5' });
		const body = '{"time_get_response":{"a":4711471147,"b":{"c":-4711471147},"d":47}}';
		const { raw } = readAnswer('taobao.time.get', { status: 200, contentType: '', body }, digits);
		expect(raw).toEqual({ time_get_response: { a: '***', b: { c: '-***' }, d: 47 } });
	});

	it.each(['msg', 'sub_code', 'sub_msg', 'request_id'])('in the %s of an error', (field) => {
		for (const secret of [SECRET, SESSION, SESSION.slice(0, 20), SECRET.slice(0, 12)]) {
			for (const write of [plainly, escaped]) {
				const body = write({ error_response: { code: 27, [field]: `x ${secret}` } });
				const error = thrown(() => readBody(body)) as Error & { failure: object };
				expect(error.name).toBe('TopPlatformError');
				expect(error.message + JSON.stringify(error.failure)).not.toMatch(/01234567|6100e2a9/);
			}
		}
	});
});

describe('a text', () => {
	it('of a megabyte is cut, wherever it stands', () => {
		const text = '长'.repeat(1024 * 1024);
		const answer = readBody(
			plainly({ [WRAPPER]: { request_id: text, result: { result_desc: text, [text]: [text] } } }),
		);
		expect(answer.requestId).toBe(`${'长'.repeat(MOST_CHARACTERS)}…`);
		expect(JSON.stringify(answer.raw).length).toBeLessThan(5 * MOST_CHARACTERS);
		const failure = plainly({ error_response: { code: 15, sub_code: text, msg: text } });
		expect(thrown(() => readBody(failure))).toMatchObject({
			failure: { subCode: `${'长'.repeat(MOST_CHARACTERS)}…` },
		});
	});

	it('is cut through no character and no secret', () => {
		for (let filling = MOST_CHARACTERS - 40; filling <= MOST_CHARACTERS; filling++) {
			const requestId = `(${'.'.repeat(filling)}${SECRET}😀😀😀`;
			const answer = readBody(plainly({ [WRAPPER]: { request_id: requestId } }));
			expect(answer.requestId).not.toMatch(/0123/);
			expect(answer.requestId.isWellFormed()).toBe(true);
		}
	});

	it('without a secret stays as it is, and so does all around it', () => {
		const content = {
			request_id: '10enths0uz5vu',
			result: { result: true, result_desc: '成功 "ok"\\\n', amount: -10.5, nothing: null },
			lists: [[], {}, [1, 'two', false]],
		};
		for (const write of [plainly, escaped]) {
			expect(readBody(write({ [WRAPPER]: content })).raw).toEqual({ [WRAPPER]: content });
		}
		const { raw } = readBody(`{"${WRAPPER}":{"__proto__":"\\u0061","id":7104300007405429232}}`);
		expect(JSON.stringify(raw)).toBe(`{"${WRAPPER}":{"__proto__":"a","id":"7104300007405429232"}}`);
	});
});
