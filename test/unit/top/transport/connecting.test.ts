import type { Dispatcher } from 'undici';
import { closeDispatchers, type EgressFilter } from '../../../../top';
import { exchange } from '../../../../top/transport/exchange';
import { startGateway } from '../../../gateway';
import { fullBacklog } from '../support/fullBacklog';
import { closedPort } from '../support/rawServer';
import { call, clientFor } from '../support/testClient';
import { rejection } from '../support/thrown';
import { waitUntil } from '../support/waitUntil';

afterEach(closeDispatchers);

/** Lets everything pass, and looks names up in its own way. */
function filterWith(lookup: ReturnType<EgressFilter['createSecureLookup']>): EgressFilter {
	return { validateUrl: () => Promise.resolve({ ok: true }), createSecureLookup: () => lookup };
}

describe('a connection that is not made', () => {
	it('because the name does not exist', async () => {
		const following = call(clientFor('https://gateway.invalid/router/rest'));
		expect(await rejection(following.answer)).toMatchObject({
			name: 'TopConnectionError',
			stage: 'lookup',
			systemCode: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
			message: expect.stringContaining('name could not be found'),
		});
		expect(following.written).toBe(false);
	});

	it.each(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'])(
		'because the name service says %s',
		async (code) => {
			const egressFilter = filterWith((_name, _options, done) => {
				done(Object.assign(new Error(`getaddrinfo ${code}`), { code }), '', 4);
			});
			const following = call(clientFor('http://localhost/router/rest', { egressFilter }));
			expect(await rejection(following.answer)).toMatchObject({
				stage: 'lookup',
				systemCode: code,
			});
			expect(following.written).toBe(false);
		},
	);

	it('because nobody listens', async () => {
		const port = await closedPort();
		for (const url of [
			`http://127.0.0.1:${port}/router/rest`,
			`https://127.0.0.1:${port}/router/rest`,
			// Two addresses, both refused: Node tells of them in one error.
			`http://localhost:${port}/router/rest`,
		]) {
			const following = call(clientFor(url));
			expect(await rejection(following.answer)).toMatchObject({
				name: 'TopConnectionError',
				stage: 'connect',
				systemCode: 'ECONNREFUSED',
			});
			expect(following.written).toBe(false);
		}
	});

	it('because the other side does not answer', async () => {
		const { port, close } = await fullBacklog();
		try {
			const client = clientFor(`http://127.0.0.1:${port}/router/rest`, { connectTimeoutMs: 200 });
			const following = call(client);
			expect(await rejection(following.answer)).toMatchObject({
				name: 'TopConnectionError',
				stage: 'connect',
				systemCode: 'UND_ERR_CONNECT_TIMEOUT',
			});
			expect(following.written).toBe(false);
		} finally {
			await close();
		}
	});

	it('because the name service does not answer', async () => {
		const egressFilter = filterWith(() => {});
		const following = call(
			clientFor('http://localhost/router/rest', { egressFilter, connectTimeoutMs: 200 }),
		);
		expect(await rejection(following.answer)).toMatchObject({
			stage: 'connect',
			systemCode: 'UND_ERR_CONNECT_TIMEOUT',
		});
		expect(following.written).toBe(false);
	});

	it('because nothing that is made lasts until the request could be written', async () => {
		const dispatched: Dispatcher.DispatchHandler[] = [];
		const never = {
			dispatch: (_options: unknown, handler: Dispatcher.DispatchHandler) =>
				dispatched.push(handler) > 0,
		} as unknown as Dispatcher;
		const answer = exchange(never, new URL('http://127.0.0.1/'), 'form', {
			connectDeadlineMs: 5,
			timeoutMs: 60_000,
		});
		expect(await rejection(answer)).toMatchObject({
			name: 'TopConnectionError',
			stage: 'connect',
			systemCode: 'UND_ERR_CONNECT_TIMEOUT',
		});
		expect(dispatched).toHaveLength(1);
	});

	it('fails every call that waited for it, each with its own failure', async () => {
		const port = await closedPort();
		const client = clientFor(`http://127.0.0.1:${port}/router/rest`, { maxConnections: 2 });
		const calls = Array.from({ length: 20 }, () => call(client));
		for (const { answer } of calls) {
			expect(await rejection(answer)).toMatchObject({ stage: 'connect' });
		}
		expect(calls.some(({ written }) => written)).toBe(false);
	});
});

describe('after connections failed', () => {
	it('the next call makes a new one', async () => {
		const gateway = await startGateway({ https: false });
		const client = clientFor(gateway.url);
		await call(client).answer;
		await gateway.stopListening();
		await waitUntil(() => gateway.stats().connections.open === 0);
		expect(await rejection(call(client).answer)).toMatchObject({ systemCode: 'ECONNREFUSED' });
		await gateway.listenAgain();
		await call(client).answer;
		expect(gateway.calls).toHaveLength(2);
		await gateway.close();
	});
});
