import type { Dispatcher } from 'undici';
import { gunzipSync, inflateSync } from 'node:zlib';
import { TopAbortedError, TopConnectionError, TopLostAnswerError } from '../protocol/errors';
import type { HttpAnswer } from '../protocol/response';
import { connectionError, connectionExpired, lostAnswerError } from './failures';
import { whenAborted } from '../whenAborted';

/** Answers above this many bytes are not read further; the platform's are a few hundred. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

const HEADERS = {
	'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
	accept: 'application/json, text/plain',
	'user-agent': 'n8n-nodes-alibaba-alsc',
};

export interface ExchangeOptions {
	/** How long to wait for a connection, in milliseconds; attempts at one do not prolong it. */
	connectDeadlineMs: number;
	/** How long to wait for the answer to begin, and again for it to end, in milliseconds. */
	timeoutMs: number;
	signal?: AbortSignal;
	/** Called at the moment before the first byte of the request is written; what it throws prevents that. */
	onWrite?: () => void;
}

/**
 * Posts one form and reads one answer. Redirects are not followed.
 *
 * The errors tell on which side of the write a failure fell: undici calls `onRequestStart` right
 * before it writes to an open connection, so what fails earlier was never sent.
 *
 * @throws TopConnectionError when nothing was written
 * @throws TopLostAnswerError when the request was written and its answer did not come whole
 * @throws TopAbortedError when `signal` fired
 */
export async function exchange(
	dispatcher: Dispatcher,
	gateway: URL,
	form: string,
	{ connectDeadlineMs, timeoutMs, signal, onWrite }: ExchangeOptions,
): Promise<HttpAnswer> {
	return await new Promise<HttpAnswer>((resolve, reject) => {
		let controller: Dispatcher.DispatchController | undefined;
		let timer: NodeJS.Timeout | undefined;
		let forget = () => {};
		let settled = false;
		let status = 0;
		let contentType = '';
		let contentEncoding = '';
		let size = 0;
		const chunks: Buffer[] = [];

		const settle = (finish: () => void) => {
			if (settled) return;
			settled = true;
			clearTimeout(timer);
			forget();
			finish();
		};
		const fail = (error: Error) => {
			settle(() => reject(error));
			controller?.abort(error);
		};
		const expire = (stage: 'headers-timeout' | 'body-timeout') => () =>
			fail(
				new TopLostAnswerError(
					stage,
					stage === 'headers-timeout' ? 'UND_ERR_HEADERS_TIMEOUT' : 'UND_ERR_BODY_TIMEOUT',
					stage === 'headers-timeout'
						? `No answer came within ${timeoutMs} ms`
						: `The answer did not end within ${timeoutMs} ms`,
				),
			);

		if (signal?.aborted) {
			reject(new TopAbortedError(false));
			return;
		}
		forget = whenAborted(signal, () => fail(new TopAbortedError(controller !== undefined)));

		timer = setTimeout(() => fail(connectionExpired()), connectDeadlineMs);
		dispatcher.dispatch(
			{
				origin: gateway.origin,
				path: gateway.pathname,
				method: 'POST',
				headers: HEADERS,
				body: form,
			},
			{
				onRequestStart(started) {
					// Settled: the caller gave up while waiting for a connection, and aborting here still comes
					// before the write. With a controller: undici tries again, but no request is written twice.
					if (settled || controller) {
						started.abort(new Error('Not to be written'));
						return;
					}
					try {
						onWrite?.();
					} catch (error) {
						settle(() => reject(error instanceof Error ? error : new Error(String(error))));
						started.abort(new Error('Not to be written'));
						return;
					}
					controller = started;
					clearTimeout(timer);
					timer = setTimeout(expire('headers-timeout'), timeoutMs);
				},
				onResponseStart(_controller, statusCode, headers) {
					// 1xx answers announce the real one.
					if (statusCode < 200) return;
					status = statusCode;
					contentType = String(headers['content-type'] ?? '');
					contentEncoding = String(headers['content-encoding'] ?? '').toLowerCase();
					clearTimeout(timer);
					timer = setTimeout(expire('body-timeout'), timeoutMs);
				},
				onResponseData(_controller, chunk) {
					size += chunk.length;
					if (size > MAX_ANSWER_BYTES) {
						settle(() => resolve({ status, contentType, body: undefined }));
						controller?.abort(new Error('Answer too large'));
						return;
					}
					chunks.push(chunk);
				},
				onResponseEnd() {
					settle(() =>
						resolve({ status, contentType, body: decode(chunks, size, contentEncoding) }),
					);
				},
				onResponseError(_controller, error) {
					settle(() =>
						reject(controller ? lostAnswerError(error) : unwrittenError(error, gateway)),
					);
				},
			},
		);
	});
}

/** Names an error that came before the write; a proxy's errors were named by the connector. */
function unwrittenError(error: Error, gateway: URL): TopConnectionError {
	return error instanceof TopConnectionError ? error : connectionError(error, gateway.protocol);
}

/** The body as text; `undefined` when it unpacks to more than the cap. */
function decode(chunks: Buffer[], size: number, encoding: string): string | undefined {
	const bytes = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size);
	if (encoding !== 'gzip' && encoding !== 'deflate') return bytes.toString('utf8');
	try {
		const unpack = encoding === 'gzip' ? gunzipSync : inflateSync;
		return unpack(bytes, { maxOutputLength: MAX_ANSWER_BYTES }).toString('utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
		// The body is not in the announced encoding: return it as text, so that the failure can quote it.
		return bytes.toString('utf8');
	}
}
