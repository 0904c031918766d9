import { acquireLock, isLocked } from '../../../nodes/AlibabaAlscVoucherSend/delivery/lock';

const never = new AbortController().signal;
/** All promises that could settle by now have settled. */
const settled = async () => await new Promise((resolve) => setImmediate(resolve));

/** Asks for a lock and records when it is had. */
function ask(name: string, events: string[], as: string, signal = never) {
	const asked = acquireLock(name, signal);
	void asked.then((release) => events.push(release ? `${as} has it` : `${as} gave up`));
	return asked;
}

describe('the lock of a voucher', () => {
	it('is had by one after the other, in the order in which they asked', async () => {
		const events: string[] = [];
		const asked = ['first', 'second', 'third'].map((as) => ask('v', events, as));
		await settled();
		expect(events).toEqual(['first has it']);

		for (const [at, one] of asked.entries()) {
			(await one)?.();
			await settled();
			expect(events).toHaveLength(Math.min(3, at + 2));
		}

		expect(events).toEqual(['first has it', 'second has it', 'third has it']);
	});

	it('does not hold up another voucher', async () => {
		const events: string[] = [];
		const [a, b] = [ask('a', events, 'a'), ask('b', events, 'b')];
		await settled();
		expect(events).toEqual(['a has it', 'b has it']);
		(await a)?.();
		(await b)?.();
	});

	it('is passed over by one that stops waiting, and not lost', async () => {
		const events: string[] = [];
		const stop = new AbortController();
		const first = ask('v', events, 'first');
		void ask('v', events, 'second', stop.signal);
		const third = ask('v', events, 'third');
		stop.abort();
		await settled();
		expect(events).toEqual(['first has it', 'second gave up']);

		(await first)?.();
		await settled();

		expect(events).toEqual(['first has it', 'second gave up', 'third has it']);
		(await third)?.();
	});

	it('is not had by one that waits no longer when it asks', async () => {
		const release = await acquireLock('v', never);
		expect(await acquireLock('v', AbortSignal.abort())).toBeUndefined();
		release?.();
	});

	it('is held until it was released, and leaves nothing behind', async () => {
		expect(isLocked('v')).toBe(false);
		const release = await acquireLock('v', never);
		expect(isLocked('v')).toBe(true);

		release?.();
		await settled();

		expect(isLocked('v')).toBe(false);
	});
});
