import fc from 'fast-check';
import {
	TopPlatformError,
	TopUnreadableAnswerError,
	type UnreadableKind,
} from '../../../../top/protocol/errors';
import { readAnswer, responseKey } from '../../../../top/protocol/response';
import { thrown } from '../support/thrown';

const SEND = 'alibaba.alsc.crm.voucher.send';
const WRAPPER = 'alibaba_alsc_crm_voucher_send_response';
const hideWord = {
	concerns: (text: string) => text.includes('hunter2'),
	hide: (text: string) => text.replaceAll('hunter2', '***'),
};

function read(body: string | undefined, status = 200, contentType = 'application/json') {
	return readAnswer(SEND, { status, contentType, body }, hideWord);
}

/** A success answer with a field that nobody reads, so that the whole answer has `levels` levels. */
function nested(levels: number, innermost = '1'): string {
	const depth = levels - 2;
	const ignored = `${'{"a":'.repeat(depth)}${innermost}${'}'.repeat(depth)}`;
	return `{"${WRAPPER}":{"result":{"result":true,"biz_success":true},"ignored":${ignored}}}`;
}

function nestedLists(levels: number): string {
	return nested(2, `${'['.repeat(levels - 2)}${']'.repeat(levels - 2)}`);
}

describe('the key of an answer', () => {
	it.each([
		[SEND, WRAPPER],
		['taobao.time.get', 'time_get_response'],
		['alibaba.alsc.crm.voucher.template.list', 'alibaba_alsc_crm_voucher_template_list_response'],
		['tmall.taobao.get', 'tmall_taobao_get_response'],
	])('%s', (method, key) => {
		expect(responseKey(method)).toBe(key);
	});
});

describe('the platform’s answer', () => {
	it('is unwrapped, with the platform’s id and the whole answer', () => {
		const answer = { [WRAPPER]: { result: { biz_success: true }, request_id: '10enths0uz5vu' } };
		expect(read(JSON.stringify(answer))).toEqual({
			content: answer[WRAPPER],
			requestId: '10enths0uz5vu',
			raw: answer,
		});
	});

	it('may have no id, or a number for one', () => {
		expect(read(`{"${WRAPPER}":{}}`).requestId).toBe('');
		expect(read(`{"${WRAPPER}":{"request_id":71043000074054292}}`).requestId).toBe(
			'71043000074054292',
		);
	});

	it('keeps long numbers, digit for digit', () => {
		const { content } = read(`{"${WRAPPER}":{"id":7104300007405429232,"amount":-10.5}}`);
		expect(content).toEqual({ id: '7104300007405429232', amount: -10.5 });
	});

	it('may have 64 levels, and any number of values beside each other', () => {
		expect(read(nested(64)).content).toMatchObject({ result: { result: true } });
		expect(read(nestedLists(64)).content).toMatchObject({ result: { result: true } });
		const wide = JSON.stringify(Array.from({ length: 1000 }, () => ({ a: [{ b: '[{[{' }] })));
		expect(read(nested(2, wide)).content.ignored).toHaveLength(1000);
	});

	it('is not nested because a text in it holds brackets', () => {
		const text = JSON.stringify('[{'.repeat(500));
		expect(read(nested(2, text)).content.ignored).toHaveLength(1000);
	});

	it('counts at any HTTP status', () => {
		for (const status of [200, 201, 302, 400, 500, 502]) {
			expect(read(`{"${WRAPPER}":{"a":1}}`, status).content).toEqual({ a: 1 });
		}
	});
});

describe('an error_response', () => {
	it('is a typed failure with all its fields', () => {
		const body = JSON.stringify({
			error_response: {
				code: 11,
				msg: 'Insufficient isv permissions',
				sub_code: 'isv.permission-api-package-limit',
				sub_msg: 'scope ids is 381 ...',
				request_id: '10enths0uz5vu',
			},
		});
		const error = thrown(() => read(body));
		expect(error).toBeInstanceOf(TopPlatformError);
		expect(error).toMatchObject({
			name: 'TopPlatformError',
			failure: {
				code: 11,
				msg: 'Insufficient isv permissions',
				subCode: 'isv.permission-api-package-limit',
				subMsg: 'scope ids is 381 ...',
				requestId: '10enths0uz5vu',
			},
			message:
				'11 Insufficient isv permissions: isv.permission-api-package-limit scope ids is 381 ...',
		});
	});

	it.each([200, 302, 400, 403, 404, 500, 502, 503])('counts at HTTP %d', (status) => {
		expect(thrown(() => read('{"error_response":{"code":25}}', status))).toMatchObject({
			failure: { code: 25 },
		});
	});

	it('may carry its code as text, and leave fields out', () => {
		expect(
			thrown(() => read('{"error_response":{"code":"7","msg":"App Call Limited"}}')),
		).toMatchObject({
			failure: { code: 7, msg: 'App Call Limited', subCode: undefined, subMsg: undefined },
			message: '7 App Call Limited',
		});
	});

	it('without a code has none, and is still the platform’s', () => {
		const error = thrown(() => read('{"error_response":{"msg":"odd"}}'));
		expect(error).toMatchObject({ failure: { code: Number.NaN, msg: 'odd' }, message: 'odd' });
	});

	it('is masked before anybody sees it', () => {
		const body =
			'{"error_response":{"code":27,"msg":"hunter2","sub_code":"hunter2","sub_msg":"for hunter2","request_id":"hunter2"}}';
		const error = thrown(() => read(body)) as TopPlatformError;
		expect(JSON.stringify([error.message, error.failure])).not.toContain('hunter2');
	});

	it.each([
		['of this method', `"${WRAPPER}":{"result":{"result":true,"biz_success":true}}`],
		['of this method, empty', `"${WRAPPER}":{}`],
		['of another method', '"time_get_response":{}'],
		['without a wrapper', '"result":{"result":true,"biz_success":true}'],
		['without a wrapper, in one word', '"result":true'],
		['in a word of text', '"biz_success":"true"'],
		['in a list', '"answers":[]'],
	])('beside an answer %s proves nothing', (_name, beside) => {
		for (const failure of ['{"code":15}', '{"code":7,"msg":"App Call Limited"}']) {
			for (const body of [
				`{"error_response":${failure},${beside}}`,
				`{${beside},"error_response":${failure}}`,
			]) {
				expect(thrown(() => read(body))).toMatchObject({
					name: 'TopUnreadableAnswerError',
					kind: 'contradictory',
				});
			}
		}
	});

	it('that says yes itself proves nothing', () => {
		for (const yes of ['"result":true', '"biz_success":"true"']) {
			const body = `{"error_response":{"code":7,${yes}}}`;
			expect(thrown(() => read(body))).toMatchObject({ kind: 'contradictory' });
		}
	});

	it('that is no object, beside an answer, proves nothing', () => {
		const body = `{"error_response":"27","${WRAPPER}":{"result":{"result":true}}}`;
		expect(thrown(() => read(body))).toMatchObject({ kind: 'contradictory' });
	});

	it('is believed beside words that say nothing of success', () => {
		const body = '{"error_response":{"code":7},"request_id":"10enths","result":false}';
		expect(thrown(() => read(body))).toMatchObject({ failure: { code: 7 } });
	});

	it('of null is none', () => {
		expect(read(`{"error_response":null,"${WRAPPER}":{"a":1}}`).content).toEqual({ a: 1 });
	});
});

describe('anything else', () => {
	it.each<[string, UnreadableKind, string | undefined, number, string]>([
		['nothing', 'empty', '', 200, ''],
		['blanks', 'empty', ' \r\n\t', 504, ''],
		['a proxy’s page', 'html', '<html><h1>502 Bad Gateway</h1>', 502, 'text/html'],
		['a login page', 'html', '<!DOCTYPE html><p>Wi-Fi 登录', 200, 'text/html; charset=utf-8'],
		['a page that calls itself JSON', 'html', '\n<HTML lang="zh">', 200, 'application/json'],
		['text that calls itself a page', 'html', 'Bad Gateway', 502, 'text/html'],
		['plain text', 'not-json', 'OK, voucher on its way', 200, 'text/plain'],
		[
			'XML',
			'not-json',
			'<?xml version="1.0"?><error_response><code>7</code></error_response>',
			200,
			'text/xml',
		],
		['half an answer', 'not-json', `{"${WRAPPER}":{"result":{"biz_su`, 200, 'application/json'],
		['two answers', 'not-json', '{}{}', 200, 'application/json'],
		['a list', 'not-json', '[]', 500, 'application/json'],
		['a text in JSON', 'not-json', '"ok"', 200, 'application/json'],
		['null', 'not-json', 'null', 200, 'application/json'],
		['a number in a page’s clothes', 'not-json', '7', 200, 'text/html'],
		['JSON nested too deep', 'not-json', `${'[1e1,'.repeat(200_000)}`, 200, 'application/json'],
		[
			'another method’s answer',
			'wrong-method',
			'{"time_get_response":{}}',
			200,
			'application/json',
		],
		['an empty object', 'wrong-method', '{}', 200, 'application/json'],
		['a wrapper that is no object', 'wrong-method', `{"${WRAPPER}":"ok"}`, 200, 'application/json'],
		['a wrapper that is a list', 'wrong-method', `{"${WRAPPER}":[1]}`, 200, 'application/json'],
		[
			'an error that is no object',
			'wrong-method',
			'{"error_response":"27"}',
			200,
			'application/json',
		],
		['a redirect', 'redirect', '<html>Found', 302, 'text/html'],
		['a redirect without a page', 'redirect', '', 307, ''],
		['a redirect in JSON', 'redirect', '{"location":"https://portal"}', 303, 'application/json'],
		['more than the cap', 'oversized', undefined, 200, 'application/json'],
		['objects within objects', 'nested', nested(65), 200, 'application/json'],
		['lists within lists', 'nested', nestedLists(65), 200, 'application/json'],
		['a depth that nobody could write down', 'nested', nested(4_150), 200, 'application/json'],
		['the same beside a long number', 'not-json', nested(90_000, '9e999'), 200, ''],
	])('%s: %s', (_name, kind, body, status, contentType) => {
		const error = thrown(() => read(body, status, contentType));
		expect(error).toBeInstanceOf(TopUnreadableAnswerError);
		expect(error).toMatchObject({ kind, httpStatus: status });
		expect((error as Error).message).toContain(`HTTP ${status}`);
	});

	it('says in words what came, a short excerpt of it, and no secret', () => {
		const page = `<html><body>refused: session=hunter2 ${'.'.repeat(500)}`;
		expect(thrown(() => read(page, 403, 'text/html'))).toMatchObject({
			message: "Instead of the platform's answer came a web page (HTTP 403)",
			excerpt: expect.stringMatching(/^<html><body>refused: session=\*\*\* \.{80,}…$/),
		});
	});

	it('is never anything but one of the two failures, or an answer', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.string({ unit: 'binary' }), fc.json()),
				fc.integer({ min: 200, max: 599 }),
				fc.constantFrom('', 'text/html', 'application/json'),
				(body, status, contentType) => {
					expect(thrown(() => read(body, status, contentType))).toBeInstanceOf(
						TopUnreadableAnswerError,
					);
				},
			),
		);
	});
});
