import { closeDispatchers, voucherSend } from '../../../../top';
import { startGateway, type Fault, type Gateway } from '../../../gateway';
import { httpAnswer, onRequest, rawServer, TIME, type RawServer } from '../support/rawServer';
import { call, clientFor } from '../support/testClient';
import { rejection } from '../support/thrown';

describe('faults of a gateway, after the request was written', () => {
	let gateway: Gateway;
	beforeAll(async () => {
		gateway = await startGateway({ https: false });
	});
	afterEach(async () => {
		await closeDispatchers();
		gateway.reset();
	});
	afterAll(() => gateway.close());

	const lost = (stage: string, systemCode: string) => ({
		name: 'TopLostAnswerError',
		stage,
		systemCode,
	});
	const unreadable = (kind: string, httpStatus = 200) => ({
		name: 'TopUnreadableAnswerError',
		kind,
		httpStatus,
	});

	/** What the client is told, and how often the voucher was really given. */
	it.each<[Fault, object, number]>([
		[{ do: 'cut', moment: 'before' }, lost('reset', 'ECONNRESET'), 0],
		[{ do: 'cut', moment: 'after' }, lost('reset', 'ECONNRESET'), 1],
		[{ do: 'cut', how: 'end', moment: 'before' }, lost('closed', 'UND_ERR_SOCKET'), 0],
		[{ do: 'cut', how: 'end', moment: 'after' }, lost('closed', 'UND_ERR_SOCKET'), 1],
		[{ do: 'cut', moment: 'mid-body' }, lost('reset', 'ECONNRESET'), 1],
		[{ do: 'cut', how: 'end', moment: 'mid-body' }, lost('closed', 'UND_ERR_SOCKET'), 1],
		[{ do: 'truncate', how: 'content-length' }, lost('closed', 'UND_ERR_SOCKET'), 1],
		[{ do: 'silence', moment: 'before' }, lost('headers-timeout', 'UND_ERR_HEADERS_TIMEOUT'), 0],
		[{ do: 'silence', moment: 'after' }, lost('headers-timeout', 'UND_ERR_HEADERS_TIMEOUT'), 1],
		[{ do: 'drip', bytes: 4, everyMs: 60 }, lost('body-timeout', 'UND_ERR_BODY_TIMEOUT'), 1],
		[{ do: 'truncate', how: 'json' }, unreadable('not-json'), 1],
		[{ do: 'html', moment: 'before' }, unreadable('html', 502), 0],
		[{ do: 'html', moment: 'after', status: 504 }, unreadable('html', 504), 1],
		[{ do: 'captive-portal' }, unreadable('html'), 0],
		[{ do: 'redirect', moment: 'before' }, unreadable('redirect', 302), 0],
		[{ do: 'redirect', moment: 'after', status: 307 }, unreadable('redirect', 307), 1],
		[{ do: 'empty', moment: 'after' }, unreadable('empty'), 1],
		[{ do: 'empty', moment: 'before', status: 503 }, unreadable('empty', 503), 0],
		[{ do: 'text', moment: 'after' }, unreadable('not-json'), 1],
		[{ do: 'other-method', moment: 'after' }, unreadable('wrong-method'), 1],
		[{ do: 'huge', moment: 'after', bytes: 5_000_000 }, unreadable('oversized'), 1],
		[
			{ do: 'huge', moment: 'after', bytes: 5_000_000, announced: true },
			unreadable('oversized'),
			1,
		],
		[{ do: 'huge', moment: 'after', bytes: 50_000_000, gzip: true }, unreadable('oversized'), 1],
		[
			{ do: 'platform-error', moment: 'before', code: 15, msg: 'x', httpStatus: 500 },
			{ name: 'TopPlatformError', failure: { code: 15 } },
			0,
		],
	])('%j', async (fault, failure, executed) => {
		const slow = fault.do === 'silence' || fault.do === 'drip';
		const client = clientFor(gateway.url, { timeoutMs: slow ? 300 : 20_000 });
		gateway.fault({ fault });
		let written = 0;
		const request = { customer_id: '5757', voucher_id: '3243421', voucher_num: 1 };
		const answer = voucherSend(client, request, { onWrite: () => written++ });
		expect(await rejection(answer)).toMatchObject(failure);
		expect(written).toBe(1);
		expect(gateway.executed).toHaveLength(executed);
		// Not tried again by anybody, the redirect not followed.
		expect(gateway.calls).toHaveLength(1);
	});
});

describe('other ways to lose an answer', () => {
	let server: RawServer;
	afterEach(async () => {
		await closeDispatchers();
		await server.close();
	});

	it.each<[string, string, object]>([
		['something that is not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', { stage: 'closed' }],
		['an interim answer nobody asked for', 'HTTP/1.1 100 Continue\r\n\r\n', { stage: 'closed' }],
		[
			'a change of protocol nobody asked for',
			'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
			{ stage: 'closed' },
		],
		['headers without end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`, { stage: 'closed' }],
		[
			'a chunked body that stops',
			'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{"time_get',
			{ stage: 'closed', systemCode: 'UND_ERR_SOCKET' },
		],
		[
			'a chunked body with a broken length',
			'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
			{ stage: 'closed' },
		],
		['half a status line', 'HTTP/1.1 20', { stage: 'closed', systemCode: 'UND_ERR_SOCKET' }],
	])('%s', async (_name, bytes, failure) => {
		server = await rawServer((socket) => onRequest(socket, () => socket.end(bytes)));
		const following = call(clientFor(server.url));
		expect(await rejection(following.answer)).toMatchObject({
			name: 'TopLostAnswerError',
			...failure,
		});
		expect(following.written).toBe(true);
		expect(server.opened).toBe(1);
	});

	it('cut in the middle of the request: some of it may have arrived', async () => {
		server = await rawServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
		let written = 0;
		const answer = clientFor(server.url).call(
			'taobao.time.get',
			{ large: 'x'.repeat(16 * 1024 * 1024) },
			{ onWrite: () => written++ },
		);
		expect(await rejection(answer)).toMatchObject({
			name: 'TopLostAnswerError',
			stage: 'reset',
			systemCode: expect.stringMatching(/^(ECONNRESET|EPIPE)$/),
		});
		expect(written).toBe(1);
		expect(server.opened).toBe(1);
	});

	it('never read: the request is stuck on the way', async () => {
		server = await rawServer((socket) => socket.pause());
		let written = 0;
		const answer = clientFor(server.url, { timeoutMs: 300 }).call(
			'taobao.time.get',
			{ large: 'x'.repeat(16 * 1024 * 1024) },
			{ onWrite: () => written++ },
		);
		expect(await rejection(answer)).toMatchObject({ stage: 'headers-timeout' });
		expect(written).toBe(1);
	});

	it('headers that drip do not keep a call alive for ever', async () => {
		server = await rawServer((socket) => {
			const timer = setInterval(() => socket.write('X: y\r\n'), 20);
			socket.write('HTTP/1.1 200 OK\r\n');
			socket.once('close', () => clearInterval(timer));
		});
		const answer = call(clientFor(server.url, { timeoutMs: 300 })).answer;
		expect(await rejection(answer)).toMatchObject({ stage: 'headers-timeout' });
	});

	it('one lost answer takes no other with it', async () => {
		server = await rawServer((socket, number) =>
			onRequest(socket, () => {
				if (number === 2) socket.resetAndDestroy();
				else setTimeout(() => socket.write(httpAnswer(TIME)), 50);
			}),
		);
		const client = clientFor(server.url, { maxConnections: 4 });
		const results = await Promise.allSettled(Array.from({ length: 4 }, () => call(client).answer));
		expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
		expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { name: 'TopLostAnswerError' },
		});
	});
});
