import { Client, errors, type buildConnector } from 'undici';
import { Connection } from '../../../../top/transport/connections';
import { exchange } from '../../../../top/transport/exchange';
import { rejection } from '../support/thrown';
import { waitUntil } from '../support/waitUntil';

const GATEWAY = new URL('http://gateway.invalid/router/rest');
const LIMITS = { connectDeadlineMs: 60_000, timeoutMs: 60_000 };

/** A connection whose every attempt ends in the one way that undici answers with another attempt. */
function endlessConnection(): { connection: Connection; readonly attempts: number } {
	let attempts = 0;
	const connect: buildConnector.connector = (_options, done) => {
		attempts++;
		setImmediate(() => done(new errors.SocketError('other side closed'), null));
	};
	const connection = new Connection(
		(counted) => new Client(GATEWAY.origin, { connect: counted(connect) }),
	);
	return {
		connection,
		get attempts() {
			return attempts;
		},
	};
}

describe('connections that end before a request could be written', () => {
	it('are given up after three', async () => {
		const endless = endlessConnection();
		const answer = exchange(endless.connection.forNextRequest(), GATEWAY, 'form', LIMITS);
		expect(await rejection(answer)).toMatchObject({
			name: 'TopConnectionError',
			stage: 'connect',
			systemCode: 'ECONNRESET',
		});
		expect(endless.attempts).toBe(3);
	});

	it('are counted anew for the next request', async () => {
		const endless = endlessConnection();
		for (const attempts of [3, 6]) {
			await rejection(exchange(endless.connection.forNextRequest(), GATEWAY, 'form', LIMITS));
			expect(endless.attempts).toBe(attempts);
		}
	});

	it('are no longer made once the connection is dropped', async () => {
		let attempts = 0;
		const pending: buildConnector.Callback[] = [];
		const connection = new Connection(
			(counted) =>
				new Client(GATEWAY.origin, {
					connect: counted((_options, done) => {
						attempts++;
						pending.push(done);
					}),
				}),
		);
		const leave = new AbortController();
		const answer = exchange(connection.forNextRequest(), GATEWAY, 'form', {
			...LIMITS,
			signal: leave.signal,
		});
		await waitUntil(() => attempts === 1);
		leave.abort();
		expect(await rejection(answer)).toMatchObject({ name: 'TopAbortedError', written: false });
		await connection.drop();
		pending[0](new errors.SocketError('other side closed'), null);
		await new Promise(setImmediate);
		expect(attempts).toBe(1);
	});
});
