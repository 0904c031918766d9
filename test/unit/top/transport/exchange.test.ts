import type { Dispatcher } from 'undici';
import { exchange } from '../../../../top/transport/exchange';
import { rejection } from '../support/thrown';

type Handler = Dispatcher.DispatchHandler;

const GATEWAY = new URL('https://gateway.invalid/router/rest');

/** A dispatcher that does with a request what a test tells it to. */
function dispatcherThat(act: (handler: Handler) => void): Dispatcher {
	return {
		dispatch: (_options: unknown, handler: Handler) => {
			act(handler);
			return true;
		},
	} as unknown as Dispatcher;
}

class Controller implements Dispatcher.DispatchController {
	aborted = false;
	paused = false;
	reason = null;
	abort(): void {
		this.aborted = true;
	}
	pause(): void {}
	resume(): void {}
}

describe('a dispatcher that tries again by itself', () => {
	it('is stopped before it writes a second time, and the answer counts as lost', async () => {
		const attempts = [new Controller(), new Controller()];
		let written = 0;
		const dispatcher = dispatcherThat((handler) => {
			for (const attempt of attempts) handler.onRequestStart?.(attempt, {});
			handler.onResponseError?.(attempts[1], new Error('given up'));
		});
		const answer = exchange(dispatcher, GATEWAY, 'form', {
			connectDeadlineMs: 10_000,
			timeoutMs: 1000,
			onWrite: () => written++,
		});
		expect(await rejection(answer)).toMatchObject({ name: 'TopLostAnswerError' });
		expect(written).toBe(1);
		expect(attempts.map(({ aborted }) => aborted)).toEqual([false, true]);
	});
});

describe('a dispatcher that finds a connection after the caller left', () => {
	it('is stopped before it writes', async () => {
		const late = new Controller();
		const leave = new AbortController();
		let handler: Handler = {};
		let written = 0;
		const dispatcher = dispatcherThat((given) => (handler = given));
		const answer = exchange(dispatcher, GATEWAY, 'form', {
			connectDeadlineMs: 10_000,
			timeoutMs: 1000,
			signal: leave.signal,
			onWrite: () => written++,
		});
		leave.abort();
		expect(await rejection(answer)).toMatchObject({ name: 'TopAbortedError', written: false });
		handler.onRequestStart?.(late, {});
		expect(late.aborted).toBe(true);
		expect(written).toBe(0);
	});
});

describe('a caller who objects at the last moment', () => {
	it('prevents the write, and the caller gets the error that was thrown', async () => {
		const started = new Controller();
		const dispatcher = dispatcherThat((handler) => {
			handler.onRequestStart?.(started, {});
			handler.onResponseError?.(started, new Error('aborted'));
		});
		const objection = new Error('the ledger is full');
		const answer = exchange(dispatcher, GATEWAY, 'form', {
			connectDeadlineMs: 10_000,
			timeoutMs: 1000,
			onWrite: () => {
				throw objection;
			},
		});
		expect(await rejection(answer)).toBe(objection);
		expect(started.aborted).toBe(true);
	});
});

describe('a dispatcher that refuses to begin', () => {
	it('leaves the request unwritten', async () => {
		const refusal = Object.assign(new Error('The client is closed'), { code: 'UND_ERR_CLOSED' });
		const dispatcher = dispatcherThat((handler) =>
			handler.onResponseError?.(new Controller(), refusal),
		);
		expect(
			await rejection(
				exchange(dispatcher, GATEWAY, '', { connectDeadlineMs: 10_000, timeoutMs: 1000 }),
			),
		).toMatchObject({
			name: 'TopConnectionError',
			stage: 'connect',
			systemCode: 'UND_ERR_CLOSED',
		});
	});
});
