import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { getEventListeners } from 'node:events';
import { closeDispatchers, type EgressFilter } from '../../../../top';
import { httpAnswer, onRequest, rawServer, TIME, type RawServer } from '../support/rawServer';
import { call, clientFor } from '../support/testClient';
import { rejection } from '../support/thrown';
import { waitUntil } from '../support/waitUntil';

/** undici tells on this channel that the beginning of an answer has come. */
const HEADERS_CAME = 'undici:request:headers';

let server: RawServer;
let requests: Array<() => void>;

/** A server that answers each request when it is told to. */
beforeEach(async () => {
	requests = [];
	server = await rawServer((socket) =>
		onRequest(socket, () => requests.push(() => socket.write(httpAnswer(TIME)))),
	);
});
afterEach(async () => {
	await closeDispatchers();
	await server.close();
});

const aborted = (written: boolean) => ({ name: 'TopAbortedError', written });

/** What a call's failure says of the write must be what the wire saw. */
async function expectAborted(following: ReturnType<typeof call>, written: boolean) {
	expect(await rejection(following.answer)).toMatchObject(aborted(written));
	expect(following.written).toBe(written);
}

describe('giving up', () => {
	it('before the call', async () => {
		await expectAborted(call(clientFor(server.url), AbortSignal.abort()), false);
		expect(server.opened).toBe(0);
	});

	it('while the outbound rules are asked', async () => {
		const leave = new AbortController();
		const egressFilter: EgressFilter = {
			validateUrl: () => new Promise(() => {}),
			createSecureLookup: () => () => {},
		};
		const following = call(clientFor(server.url, { egressFilter }), leave.signal);
		leave.abort();
		await expectAborted(following, false);
		expect(server.opened).toBe(0);
	});

	it('while the name is looked up and the connection made', async () => {
		const leave = new AbortController();
		let asked = false;
		const egressFilter: EgressFilter = {
			validateUrl: () => Promise.resolve({ ok: true }),
			createSecureLookup: () => () => (asked = true),
		};
		const client = clientFor('http://localhost/router/rest', { egressFilter });
		const following = call(client, leave.signal);
		await waitUntil(() => asked);
		leave.abort();
		await expectAborted(following, false);
	});

	it('while hands are shaken', async () => {
		const leave = new AbortController();
		const following = call(clientFor(`https://127.0.0.1:${server.port}/`), leave.signal);
		await waitUntil(() => server.received !== '');
		leave.abort();
		await expectAborted(following, false);
		expect(server.received).not.toContain('POST');
	});

	it('while others have all connections: it never leaves, and costs none of them', async () => {
		const client = clientFor(server.url, { maxConnections: 1 });
		const first = call(client);
		await waitUntil(() => requests.length === 1);
		const leave = new AbortController();
		const second = call(client, leave.signal);
		const third = call(client);
		leave.abort();
		await expectAborted(second, false);
		requests[0]();
		await first.answer;
		await waitUntil(() => requests.length === 2);
		requests[1]();
		await third.answer;
		expect(requests).toHaveLength(2);
		expect(server.opened).toBe(1);
	});

	it('while the answer is awaited', async () => {
		const leave = new AbortController();
		const following = call(clientFor(server.url), leave.signal);
		await waitUntil(() => requests.length === 1);
		leave.abort();
		await expectAborted(following, true);
		// Its connection is closed: a late answer must not be taken for the next call's.
		await waitUntil(() => server.open.size === 0);
	});

	it('in the middle of the answer', async () => {
		let headersCame = false;
		const noteHeaders = () => (headersCame = true);
		subscribe(HEADERS_CAME, noteHeaders);
		const partial = await rawServer((socket) =>
			onRequest(socket, () => socket.write(httpAnswer(TIME).slice(0, -10))),
		);
		const leave = new AbortController();
		const following = call(clientFor(partial.url), leave.signal);
		await waitUntil(() => headersCame);
		unsubscribe(HEADERS_CAME, noteHeaders);
		leave.abort();
		await expectAborted(following, true);
		await waitUntil(() => partial.open.size === 0);
		await partial.close();
	});

	it('after the answer changes nothing', async () => {
		const leave = new AbortController();
		const client = clientFor(server.url, { maxConnections: 1 });
		const following = call(client, leave.signal);
		await waitUntil(() => requests.length === 1);
		requests[0]();
		await following.answer;
		leave.abort();
		const next = call(client);
		await waitUntil(() => requests.length === 2);
		requests[1]();
		await next.answer;
		expect(server.opened).toBe(1);
	});

	it('all at once, of many: each is told the truth', async () => {
		const leave = new AbortController();
		const client = clientFor(server.url, { maxConnections: 4 });
		const calls = Array.from({ length: 40 }, () => call(client, leave.signal));
		await waitUntil(() => requests.length === 4);
		leave.abort();
		const failures = await Promise.all(calls.map(({ answer }) => rejection(answer)));
		expect(failures.filter((failure) => (failure as { written: boolean }).written)).toHaveLength(4);
		for (const [n, following] of calls.entries()) {
			expect(failures[n]).toMatchObject(aborted(following.written));
		}
		await waitUntil(() => server.open.size === 0);
		expect(requests).toHaveLength(4);
	});

	it('is listened for once, however many calls wait', async () => {
		const { signal } = new AbortController();
		const egressFilter: EgressFilter = {
			validateUrl: () => Promise.resolve({ ok: true }),
			createSecureLookup: () => () => {},
		};
		const client = clientFor(server.url, { maxConnections: 20, egressFilter });
		const calls = Array.from({ length: 40 }, () => call(client, signal));
		await waitUntil(() => requests.length === 20);
		expect(getEventListeners(signal, 'abort')).toHaveLength(1);
		for (let n = 0; n < 40; n++) {
			await waitUntil(() => requests.length > n);
			requests[n]();
		}
		await Promise.all(calls.map(({ answer }) => answer));
	});
});
