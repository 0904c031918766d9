import { Ledger } from '../../../nodes/AlibabaAlscVoucherSend/ledger/ledger';
import { goOnWithRetry, RetryRefused } from '../../../nodes/AlibabaAlscVoucherSend/run/retry';
import type {
	Claim,
	SendOnceStore,
} from '../../../nodes/AlibabaAlscVoucherSend/sendOnce/sendOnceStore';
import { storeTimings } from '../../../nodes/AlibabaAlscVoucherSend/sendOnce/storeTimings';

const usual = { ...storeTimings };
beforeEach(() => void Object.assign(storeTimings, { lookAgainMs: 1, waitForOthersMs: 10_000 }));
afterEach(() => void Object.assign(storeTimings, usual));

const NEVER = new AbortController().signal;

/** A ledger that execution 1 left behind, opened by a retry of it. */
function leftBehind(): () => Ledger {
	const context = {};
	Ledger.open(context, 0, '1');
	const stored = JSON.stringify(context);
	let executionId = 1;
	return () =>
		Ledger.open(JSON.parse(stored) as object as Record<string, unknown>, 0, `${++executionId}`);
}

/** The store as the claims of one key see it; `settle` takes as long as it is told to. */
class OneKey {
	state: 'free' | 'open' | 'settled' = 'free';
	settling: () => Promise<void> = async () => {};

	constructor(private readonly before: Array<Claim['kind']> = []) {}

	get store(): SendOnceStore {
		return {
			isShared: true,
			claim: async ([key]: string[]) => new Map([[key, { kind: this.claim() }]]),
			settle: async () => {
				await this.settling();
				this.state = 'settled';
				return { lasts: Promise.resolve() };
			},
			tidied: async () => {},
		} as unknown as SendOnceStore;
	}

	private claim(): Claim['kind'] {
		const before = this.before.shift();
		if (before) return before;
		if (this.state === 'settled') return 'settled';
		const kind = this.state === 'open' ? 'abandoned' : 'claimed';
		this.state = 'open';
		return kind;
	}
}

describe('going on from where a failed execution stopped', () => {
	it('the first goes on, every other one is told', async () => {
		const open = leftBehind();
		const { store } = new OneKey();
		const ledgers = [open(), open(), open()];
		for (const ledger of ledgers) await goOnWithRetry(ledger, store, NEVER);
		expect(ledgers.map(({ isContested }) => isContested)).toEqual([false, true, true]);
	});

	it('two runs of the node in one execution go on together', async () => {
		const context = {};
		Ledger.open(context, 0, '1');
		const ledgers = [Ledger.open(context, 0, '2'), Ledger.open(context, 1, '2')];
		const { store } = new OneKey();
		await Promise.all(ledgers.map(async (ledger) => await goOnWithRetry(ledger, store, NEVER)));
		expect(ledgers.map(({ isContested }) => isContested)).toEqual([false, false]);
	});

	it('two in one process ask one after the other', async () => {
		const open = leftBehind();
		const key = new OneKey();
		key.settling = async () => await new Promise((resolve) => setTimeout(resolve, 20));
		const ledgers = [open(), open()];
		await Promise.all(ledgers.map(async (ledger) => await goOnWithRetry(ledger, key.store, NEVER)));
		expect(ledgers.map(({ isContested }) => isContested)).toEqual([false, true]);
	});

	it('a claim that was left behind was of one that never went on', async () => {
		const ledger = leftBehind()();
		await goOnWithRetry(ledger, new OneKey(['abandoned']).store, NEVER);
		expect(ledger.isContested).toBe(false);
	});

	it.each([
		['claimed', false],
		['settled', true],
	] as const)(
		'waits for another process that is about to go on: %s then',
		async (then, contested) => {
			const ledger = leftBehind()();
			await goOnWithRetry(ledger, new OneKey(['underWay', 'underWay', then]).store, NEVER);
			expect(ledger.isContested).toBe(contested);
		},
	);

	it.each([
		['another process does not get on', ['underWay'], {}, /another n8n process/],
		['the database took too long', [], { mayLeaveMs: 0 }, /took too long/],
	] as Array<[string, Array<Claim['kind']>, object, RegExp]>)(
		'refuses when %s',
		async (_name, before, timings, words) => {
			Object.assign(storeTimings, { waitForOthersMs: -1, ...timings });
			const ledger = leftBehind()();
			const refused = goOnWithRetry(ledger, new OneKey(before).store, NEVER);
			await expect(refused).rejects.toThrow(RetryRefused);
			await expect(refused).rejects.toMatchObject({
				words: { hint: expect.stringMatching(words) },
			});
		},
	);

	it('does not stand in the way of the next one when the database took too long', async () => {
		const open = leftBehind();
		const key = new OneKey();
		storeTimings.mayLeaveMs = 0;
		await expect(goOnWithRetry(open(), key.store, NEVER)).rejects.toThrow(RetryRefused);
		storeTimings.mayLeaveMs = 10_000;
		const ledger = open();
		await goOnWithRetry(ledger, key.store, NEVER);
		expect(ledger.isContested).toBe(false);
	});

	it('refuses when the database goes away in the middle, and the next one goes on', async () => {
		const open = leftBehind();
		const key = new OneKey();
		key.settling = async () => await Promise.reject(new Error('database is locked'));
		await expect(goOnWithRetry(open(), key.store, NEVER)).rejects.toThrow(RetryRefused);
		key.settling = async () => {};
		const ledger = open();
		await goOnWithRetry(ledger, key.store, NEVER);
		expect(ledger.isContested).toBe(false);
	});
});
