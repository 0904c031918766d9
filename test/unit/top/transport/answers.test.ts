import { deflateSync, gzipSync } from 'node:zlib';
import { closeDispatchers } from '../../../../top';
import { MAX_ANSWER_BYTES } from '../../../../top/transport/exchange';
import { httpAnswer, onRequest, rawServer, TIME, type RawServer } from '../support/rawServer';
import { call, clientFor } from '../support/testClient';
import { rejection } from '../support/thrown';

const ANSWER = { requestId: '10enths', content: { time: '2016-01-01 12:00:00' } };
let server: RawServer;
afterEach(async () => {
	await closeDispatchers();
	await server.close();
});

/** A server that writes these pieces to whoever asks, each on its own. */
async function writes(...pieces: Array<string | Buffer>): Promise<RawServer> {
	server = await rawServer((socket) =>
		onRequest(socket, () => {
			for (const piece of pieces) socket.write(piece);
		}),
	);
	return server;
}

function packed(bytes: Buffer, encoding: string): Buffer {
	const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
	return Buffer.concat([Buffer.from(head), bytes]);
}

describe('a whole answer is read', () => {
	it.each<[string, Array<string | Buffer>]>([
		['with its length', [httpAnswer(TIME)]],
		['packed with gzip', [packed(gzipSync(TIME), 'gzip')]],
		['packed with gzip, written in capitals', [packed(gzipSync(TIME), 'GZIP')]],
		['packed with deflate', [packed(deflateSync(TIME), 'deflate')]],
		['said to be packed, and not', [packed(Buffer.from(TIME), 'gzip')]],
		[
			'in chunks',
			[
				'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
				`10\r\n${TIME.slice(0, 16)}\r\n`,
				`${(TIME.length - 16).toString(16)}\r\n${TIME.slice(16)}\r\n0\r\n\r\n`,
			],
		],
		['after an interim answer', ['HTTP/1.1 102 Processing\r\n\r\n', httpAnswer(TIME)]],
		[
			'after several interim answers',
			[
				'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n',
				'HTTP/1.1 103 Early Hints\r\nLink: </b>\r\n\r\n',
				httpAnswer(TIME),
			],
		],
		['with an error’s status', [httpAnswer(TIME, {}, 'HTTP/1.1 500 Internal Server Error')]],
		['with a redirect’s status', [httpAnswer(TIME, { Location: '/' }, 'HTTP/1.1 302 Found')]],
	])('%s', async (_name, pieces) => {
		const { url } = await writes(...pieces);
		expect(await call(clientFor(url)).answer).toMatchObject(ANSWER);
		expect(server.opened).toBe(1);
	});

	it('that ends with its connection, as in HTTP/1.0', async () => {
		server = await rawServer((socket) =>
			onRequest(socket, () => socket.end(`HTTP/1.0 200 OK\r\n\r\n${TIME}`)),
		);
		expect(await call(clientFor(server.url)).answer).toMatchObject(ANSWER);
	});

	it('that arrives byte by byte, in the middle of Chinese characters too', async () => {
		const body = '{"time_get_response":{"time":"现在是十二点 😀"}}';
		server = await rawServer((socket) =>
			onRequest(socket, () => {
				void (async () => {
					for (const byte of Buffer.from(httpAnswer(body))) {
						socket.write(Buffer.from([byte]));
						await new Promise(setImmediate);
					}
				})();
			}),
		);
		expect(await call(clientFor(server.url)).answer).toMatchObject({
			content: { time: '现在是十二点 😀' },
		});
	});
});

describe('the largest answer', () => {
	const filled = (bytes: number) => {
		const head = '{"time_get_response":{"time":"';
		const tail = '"}}';
		return head + 'x'.repeat(bytes - head.length - tail.length) + tail;
	};

	it('may be as large as the cap', async () => {
		const { url } = await writes(httpAnswer(filled(MAX_ANSWER_BYTES)));
		expect(await call(clientFor(url)).answer).toMatchObject({ requestId: '' });
	});

	it('may unpack to as much as the cap', async () => {
		const { url } = await writes(packed(gzipSync(filled(MAX_ANSWER_BYTES)), 'gzip'));
		expect(await call(clientFor(url)).answer).toMatchObject({ requestId: '' });
	});

	it.each<[string, () => string | Buffer]>([
		['as it is', () => httpAnswer(filled(MAX_ANSWER_BYTES + 1))],
		['unpacked', () => packed(gzipSync(filled(MAX_ANSWER_BYTES + 1)), 'gzip')],
		['unpacked from deflate', () => packed(deflateSync(filled(MAX_ANSWER_BYTES + 1)), 'deflate')],
	])(
		'is no larger %s, and the connection of one that is can be done without',
		async (_name, bytes) => {
			const { url } = await writes(bytes());
			expect(await rejection(call(clientFor(url)).answer)).toMatchObject({
				name: 'TopUnreadableAnswerError',
				kind: 'oversized',
				httpStatus: 200,
				excerpt: '',
			});
		},
	);

	it('is not waited for when it never ends', async () => {
		server = await rawServer((socket) =>
			onRequest(socket, () => {
				socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
				const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
				const write = () => {
					while (!socket.destroyed && socket.write(chunk));
				};
				socket.on('drain', write);
				write();
			}),
		);
		expect(await rejection(call(clientFor(server.url)).answer)).toMatchObject({
			kind: 'oversized',
		});
	});
});

describe('a redirect', () => {
	it.each([301, 302, 303, 307, 308])('%d is not followed', async (status) => {
		const stranger = await rawServer((socket) =>
			onRequest(socket, () => socket.write(httpAnswer(TIME))),
		);
		const statusLine = `HTTP/1.1 ${status} Moved`;
		const { url } = await writes(httpAnswer('', { Location: stranger.url.href }, statusLine));
		expect(await rejection(call(clientFor(url)).answer)).toMatchObject({
			kind: 'redirect',
			httpStatus: status,
		});
		expect(stranger.opened).toBe(0);
		await stranger.close();
	});
});

describe('a request on the wire', () => {
	it('is one POST with everything in the body', async () => {
		const { url } = await writes(httpAnswer(TIME));
		const client = clientFor(url);
		await client.call('taobao.time.get', { note: '店长 张三&+=%~*' });
		const [head, body] = server.received.split('\r\n\r\n');
		expect(head).toMatch(/^POST \/router\/rest HTTP\/1\.1\r\n/);
		expect(head).toContain(`host: 127.0.0.1:${server.port}`);
		expect(head).toContain('content-type: application/x-www-form-urlencoded;charset=utf-8');
		expect(head).toContain(`content-length: ${body.length}`);
		expect(head).not.toMatch(/sign|session|12345678|helloworld/i);
		const form = new URLSearchParams(body);
		expect(form.get('note')).toBe('店长 张三&+=%~*');
		expect(form.get('sign')).toMatch(/^[0-9A-F]{64}$/);
	});
});
