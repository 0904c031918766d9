import { closeDispatchers, type EgressFilter } from '../../../../top';
import { keepAlive } from '../../../../top/transport/dispatchers';
import { startGateway, type Gateway } from '../../../gateway';
import { runScript } from '../support/childProcess';
import { httpAnswer, onRequest, rawServer, TIME, type RawServer } from '../support/rawServer';
import { APP, call, clientFor } from '../support/testClient';
import { rejection } from '../support/thrown';
import { waitUntil } from '../support/waitUntil';

const servers: RawServer[] = [];
const { idleMs } = keepAlive;
afterEach(async () => {
	keepAlive.idleMs = idleMs;
	await closeDispatchers();
	await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A server that serves each request in its own way; `request` is counted over all connections. */
async function serverThat(
	serve: (socket: Parameters<Parameters<typeof rawServer>[0]>[0], request: number) => void,
): Promise<RawServer> {
	let requests = 0;
	const server = await rawServer((socket) => onRequest(socket, () => serve(socket, ++requests)));
	servers.push(server);
	return server;
}

const answers = () => serverThat((socket) => setTimeout(() => socket.write(httpAnswer(TIME)), 2));

/** Makes `count` calls, `together` at a time; what comes out is how each ended. */
async function callMany(client: ReturnType<typeof clientFor>, count: number, together: number) {
	const ends: string[] = [];
	let left = count;
	await Promise.all(
		Array.from({ length: together }, async () => {
			while (left-- > 0) {
				ends.push(
					await call(client).answer.then(
						() => 'answered',
						(error: Error) => error.name,
					),
				);
			}
		}),
	);
	return ends;
}

describe('connections', () => {
	it.each([
		[1, 1],
		[1, 20],
		[4, 4],
		[4, 60],
		[16, 16],
	])('are at most %i, with %i calls at a time, from the first call on', async (most, together) => {
		const server = await answers();
		const client = clientFor(server.url, { maxConnections: most });
		const ends = await callMany(client, 300, together);
		expect(ends).toEqual(new Array(300).fill('answered'));
		expect(server.peak).toBeLessThanOrEqual(most);
		expect(server.opened).toBeLessThanOrEqual(most);
	});

	it('are shared by clients of one gateway and policy, and not by others', async () => {
		const server = await answers();
		const clients = Array.from({ length: 5 }, () => clientFor(server.url, { maxConnections: 2 }));
		for (let n = 0; n < 3; n++) {
			await Promise.all(clients.map((client) => call(client).answer));
		}
		expect(server.opened).toBe(2);
		await call(clientFor(server.url, { maxConnections: 3 })).answer;
		expect(server.opened).toBe(3);
		await call(clientFor(server.url, { maxConnections: 3, connectTimeoutMs: 1234 })).answer;
		expect(server.opened).toBe(4);
	});

	it('are not shared by apps', async () => {
		const server = await answers();
		for (const appKey of ['1', '2', '1']) {
			const client = clientFor(server.url, { app: { ...APP, appKey } });
			await Promise.all([call(client).answer, call(client).answer]);
		}
		expect(server.opened).toBe(4);
	});

	it('are closed at once when asked, and made anew', async () => {
		const server = await answers();
		const client = clientFor(server.url);
		await call(client).answer;
		await closeDispatchers();
		await waitUntil(() => server.open.size === 0);
		await call(client).answer;
		expect(server.opened).toBe(2);
	});

	it('of policies not used for long are closed, those of others are not', async () => {
		// However slow the machine is, none closes only because it is idle.
		keepAlive.idleMs = 600_000;
		const server = await answers();
		const callWith = async (maxConnections: number) =>
			await call(clientFor(server.url, { maxConnections })).answer;
		await callWith(2);
		await callWith(1);
		for (let most = 3; most <= 33; most++) {
			await callWith(1);
			await callWith(most);
		}
		await waitUntil(() => server.open.size === 32);
		const before = server.opened;
		await callWith(1);
		expect(server.opened).toBe(before);
		await callWith(2);
		expect(server.opened).toBe(before + 1);
	});
});

describe('connections that end', () => {
	it.each([1, 4])(
		'after some answers are replaced, one for one (at most %i at a time)',
		async (most) => {
			let closed = 0;
			const server = await serverThat((socket, request) => {
				if (request % 10 !== 0) return socket.write(httpAnswer(TIME));
				closed++;
				return socket.end(httpAnswer(TIME, { Connection: 'close' }));
			});
			const client = clientFor(server.url, { maxConnections: most });
			const ends = await callMany(client, 200, most);
			expect(ends).toEqual(new Array(200).fill('answered'));
			expect(closed).toBe(20);
			expect(server.opened).toBeLessThanOrEqual(closed + most);
			expect(server.peak).toBeLessThanOrEqual(most);
		},
	);

	it('without an answer cost that answer, and no more connections than allowed', async () => {
		const server = await serverThat((socket, request) => {
			if (request % 7 === 0) socket.resetAndDestroy();
			else socket.write(httpAnswer(TIME));
		});
		const client = clientFor(server.url, { maxConnections: 3 });
		const ends = await callMany(client, 140, 20);
		expect(ends.filter((end) => end === 'TopLostAnswerError')).toHaveLength(20);
		expect(ends.filter((end) => end === 'answered')).toHaveLength(120);
		expect(server.opened).toBeLessThanOrEqual(23);
	});

	it('while idle are not used again', async () => {
		const gateway = await startGateway({ https: false });
		const client = clientFor(gateway.url);
		for (let n = 1; n <= 5; n++) {
			await call(client).answer;
			gateway.dropConnections();
			await waitUntil(() => gateway.stats().connections.open === 0);
		}
		await call(client).answer;
		expect(gateway.stats()).toMatchObject({ accepted: 6, connections: { opened: 6 } });
		await gateway.close();
	});

	it('are as many as a gateway that keeps none needs', async () => {
		const gateway: Gateway = await startGateway({ https: false, keepAlive: false });
		const client = clientFor(gateway.url, { maxConnections: 4 });
		expect(await callMany(client, 40, 4)).toEqual(new Array(40).fill('answered'));
		expect(gateway.stats().connections).toMatchObject({ opened: 40 });
		await gateway.close();
	});

	it('while others cannot be made stay within the limit', async () => {
		const server = await serverThat((socket) =>
			setTimeout(() => socket.end(httpAnswer(TIME, { Connection: 'close' })), 2),
		);
		let lookUps = 0;
		let failures = 0;
		const egressFilter: EgressFilter = {
			validateUrl: () => Promise.resolve({ ok: true }),
			// Every third name look-up fails, and with it the connection that needed it.
			createSecureLookup: () => (_name, _options, done) => {
				if (++lookUps % 3 !== 0) return done(null, [{ address: '127.0.0.1', family: 4 }]);
				failures++;
				done(Object.assign(new Error('not now'), { code: 'EAI_AGAIN' }), []);
			},
		};
		const url = `http://localhost:${server.port}/router/rest`;
		const client = clientFor(url, { maxConnections: 4, egressFilter });
		const ends = await callMany(client, 120, 40);
		expect(ends.filter((end) => end === 'TopConnectionError')).toHaveLength(failures);
		expect(ends.filter((end) => end === 'answered')).toHaveLength(120 - failures);
		expect(failures).toBeGreaterThan(0);
		expect(server.peak).toBeLessThanOrEqual(4);
	});
});

const GATEWAY_TIMEOUT = httpAnswer(
	'<html>504',
	{ 'Content-Type': 'text/html' },
	'HTTP/1.1 504 Gateway Time-out',
);
const timeOf = (second: number) =>
	`{"time_get_response":{"time":"2016-01-01 12:00:0${second}","request_id":"${second}"}}`;

describe('an answer that comes late', () => {
	it('behind another one, on the same connection, is credited to nobody', async () => {
		// A front end gives up waiting for the platform, and passes its answer on when it comes.
		const server = await serverThat((socket, request) => {
			if (request === 1) socket.write(GATEWAY_TIMEOUT);
			// The late answer comes before the next request's own.
			setTimeout(() => socket.write(httpAnswer(timeOf(request))), request === 1 ? 20 : 60);
		});
		const client = clientFor(server.url, { maxConnections: 1 });
		expect(await rejection(call(client).answer)).toMatchObject({ kind: 'html', httpStatus: 504 });
		for (const request of [2, 3, 4]) {
			expect(await call(client).answer).toMatchObject({ requestId: String(request) });
		}
		expect(server.opened).toBe(2);
	});

	it('in one packet with the answer before it is credited to nobody', async () => {
		const server = await serverThat((socket, request) =>
			socket.write(httpAnswer(timeOf(request)) + (request === 1 ? httpAnswer(timeOf(9)) : '')),
		);
		const client = clientFor(server.url, { maxConnections: 1 });
		const ids: unknown[] = [];
		for (let n = 0; n < 3; n++) ids.push(await call(client).answer);
		expect(ids).toMatchObject([{ requestId: '1' }, { requestId: '2' }, { requestId: '3' }]);
	});

	it.each<[string, string, number]>([
		['a page', GATEWAY_TIMEOUT, 2],
		['nothing', httpAnswer(''), 2],
		['another method’s answer', httpAnswer('{"other_response":{}}'), 2],
		['a contradiction', httpAnswer('{"error_response":{"code":7},"time_get_response":{}}'), 2],
		[
			'the platform’s answer with a front end’s status',
			httpAnswer(TIME, {}, 'HTTP/1.1 502 Bad'),
			2,
		],
		['the platform’s refusal', httpAnswer('{"error_response":{"code":7}}'), 1],
		['the platform’s answer', httpAnswer(TIME), 1],
	])('would find its connection closed after %s', async (_name, first, opened) => {
		// However slow the machine is, none closes only because it is idle.
		keepAlive.idleMs = 600_000;
		const server = await serverThat((socket, request) =>
			socket.write(request === 1 ? first : httpAnswer(TIME)),
		);
		const client = clientFor(server.url, { maxConnections: 1 });
		await call(client).answer.catch(() => undefined);
		if (opened === 2) await waitUntil(() => server.open.size === 0);
		await call(client).answer;
		expect(server.opened).toBe(opened);
	});
});

describe('a process', () => {
	it('ends although its connections are open and idle', async () => {
		const gateway = await startGateway({ https: false });
		const wereOpen = await runScript('endingProcess.ts', [gateway.url]);
		expect(wereOpen).toEqual([true, true, true, true]);
		expect(gateway.calls).toHaveLength(8);
		await gateway.close();
	});
});
