import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import { Struct } from './answer';
import { Delays } from './delays';
import { Fault } from './faults';
import { businessResult } from './methods/method';
import { PlatformError } from './platformError';
import { Page, htmlPage } from './rendering';
import { Reply } from './reply';

/** The faults that end a call; the others only change how long it takes or what the platform says. */
export type WireFault = Exclude<Fault, { do: 'nothing' } | { do: 'ban' }>;

/** What a fault needs in order to answer in the caller's form. */
export interface Pages {
	/** The honest answer; there is one only after the gateway has acted. */
	honest: Page | undefined;
	error(error: PlatformError): Page;
	answer(members: Struct, method?: string): Page;
}

/** Struck before the gateway acts? Some faults spoil an honest answer and so can only come after. */
export function strikesBefore(fault: WireFault): boolean {
	switch (fault.do) {
		case 'captive-portal':
			return true;
		case 'drip':
		case 'truncate':
			return false;
		default:
			return fault.moment === 'before';
	}
}

/** Ends a call in the way the fault describes. */
export async function strike(
	fault: WireFault,
	reply: Reply,
	pages: Pages,
	delays: Delays,
): Promise<void> {
	switch (fault.do) {
		case 'platform-error': {
			const { code, msg, sub_code, sub_msg, httpStatus } = fault;
			const page = pages.error({ code, msg, sub_code, sub_msg });
			return reply.send({ ...page, status: httpStatus ?? 200 });
		}
		case 'business-answer': {
			const refusal = businessResult(false, fault.result_code ?? '', fault.result_desc ?? '');
			const result = fault.result ?? false;
			const biz_success = fault.biz_success ?? false;
			return reply.send(pages.answer({ result: { ...refusal, result, biz_success } }));
		}
		case 'silence':
			return;
		case 'cut': {
			const how = fault.how ?? 'reset';
			if (fault.moment !== 'mid-body') return reply.cut(how);
			return sendPart(reply, honest(pages), (length) => length >> 1, how);
		}
		case 'drip':
			return drip(reply, pages, fault.bytes ?? 16, fault.everyMs, delays);
		case 'truncate': {
			if (fault.how === 'content-length') {
				return sendPart(reply, honest(pages), (length) => length - 10, 'end');
			}
			const page = honest(pages);
			return reply.send({ ...page, body: page.body.slice(0, page.body.length >> 1) });
		}
		case 'html':
			return reply.send(htmlPage(fault.status ?? 502, '502 Bad Gateway', 'nginx'));
		case 'captive-portal':
			return reply.send(htmlPage(200, 'Wi-Fi 登录', '请先登录后再使用网络'));
		case 'redirect': {
			const location = fault.location ?? 'https://portal.invalid/login';
			return reply.send({ ...htmlPage(fault.status ?? 302, 'Found', location), location });
		}
		case 'huge':
			return sendHuge(reply, fault.bytes, fault.announced ?? false, fault.gzip ?? false);
		case 'empty':
			return reply.send({ status: fault.status ?? 200, contentType: 'text/plain', body: '' });
		case 'text':
			return reply.send({
				status: fault.status ?? 200,
				contentType: fault.contentType ?? 'text/plain;charset=UTF-8',
				body: fault.body ?? 'OK, voucher on its way',
			});
		case 'other-method': {
			const method = fault.method ?? 'alibaba.alsc.crm.voucher.status.change';
			return reply.send(pages.answer({ result: businessResult(true, '', '') }, method));
		}
	}
}

function honest(pages: Pages): Page {
	if (!pages.honest) throw new Error('This fault needs an honest answer to spoil.');
	return pages.honest;
}

/** Announces the whole page, sends a part of its bytes, and ends the connection. */
function sendPart(
	reply: Reply,
	page: Page,
	partOf: (length: number) => number,
	how: 'reset' | 'end',
): void {
	const { bytes, headers } = reply.encode(page);
	reply.response.writeHead(page.status, headers);
	reply.response.write(bytes.subarray(0, Math.max(1, partOf(bytes.length))), () =>
		// A reset takes back what the client has not read; give it a moment to read the first part.
		setTimeout(() => reply.cut(how), 20),
	);
}

async function drip(reply: Reply, pages: Pages, size: number, everyMs: number, delays: Delays) {
	const page = honest(pages);
	const { bytes, headers } = reply.encode(page);
	reply.response.writeHead(page.status, headers);
	let start = 0;
	for (; start + size < bytes.length && !reply.response.destroyed; start += size) {
		reply.response.write(bytes.subarray(start, start + size));
		if (!(await delays.wait(everyMs))) return;
	}
	// The answer ends with its last piece: the client knows its length and uses the connection again.
	reply.response.end(bytes.subarray(start));
}

/** Valid JSON of `bytes` bytes, streamed as fast as the client reads; stops when it hangs up. */
async function sendHuge(reply: Reply, bytes: number, announced: boolean, gzip: boolean) {
	const { response } = reply;
	response.setHeader('Connection', 'keep-alive');
	response.setHeader('Content-Type', 'application/json;charset=UTF-8');
	if (gzip) response.setHeader('Content-Encoding', 'gzip');
	else if (announced) response.setHeader('Content-Length', bytes);
	const body = gzip ? createGzip() : response;
	if (body !== response) body.pipe(response);
	const hungUp = new AbortController();
	response.once('close', () => hungUp.abort());
	const write = async (text: string) => {
		if (body.write(text)) return;
		await once(body, 'drain', { signal: hungUp.signal }).catch(() => undefined);
	};
	const [head, tail] = ['{"padding":"', '"}'];
	const filler = 'x'.repeat(64 * 1024);
	await write(head);
	let left = bytes - head.length - tail.length;
	while (left > 0 && !hungUp.signal.aborted) {
		await write(left >= filler.length ? filler : filler.slice(0, left));
		left -= filler.length;
	}
	if (!hungUp.signal.aborted) body.end(tail);
}
