import type { Outcome } from '../../../../nodes/AlibabaAlscVoucherSend/delivery/outcome';
import {
	Ledger,
	type NodeContext,
} from '../../../../nodes/AlibabaAlscVoucherSend/memory/ledger/ledger';

const KEY = 'customer-template'.slice(0, 16);
const OTHER = 'another-template'.slice(0, 16);
const WORDS = { message: 'lost', hint: 'look' };
const sent: Outcome = { kind: 'sent', attempts: 1, proof: { by: 'sendOnceKey' } };
const inDoubt: Outcome = { kind: 'unknown', attempts: 1, words: WORDS, firstAttemptAtMs: 7 };
const notSent: Outcome = { kind: 'not_sent', attempts: 1, words: WORDS };
const rejected: Outcome = { kind: 'rejected', attempts: 1, words: WORDS };

const open = (context: NodeContext, run: number) => Ledger.open(context, run, '1');
/** What another process reads from the database. */
const reread = (context: NodeContext) => JSON.parse(JSON.stringify(context)) as NodeContext;
/** A run of the node that takes one item and ends with it. */
const runOf = (context: NodeContext, run: number, outcome: Outcome) => {
	const ledger = open(context, run);
	ledger.take(KEY, 3, 2);
	ledger.record(KEY, { quantity: 2, outcome });
	ledger.close();
};

describe.each([
	['in the same process', (context: NodeContext) => context],
	['read from the database again', reread],
])('an item of an earlier run, %s', (_, then) => {
	let context: NodeContext;
	beforeEach(() => {
		context = {};
	});

	it('that was sent is not taken', () => {
		runOf(context, 0, sent);
		const later = open(then(context), 1);
		expect(later.take(KEY, 0, 1)).toEqual({ run: 0, item: 3 });
		expect(later.vouchersOfOtherRuns).toBe(2);
		expect(later.take(OTHER, 1, 1)).toBeUndefined();
		expect(later.vouchersOfOtherRuns).toBe(2);
	});

	it.each([notSent, rejected])('that had nothing of it is free: $kind', (outcome) => {
		runOf(context, 0, outcome);
		const later = open(then(context), 1);
		expect(later.take(KEY, 0, 1)).toBeUndefined();
		expect(later.vouchersOfOtherRuns).toBe(0);
	});

	it('that is in doubt is taken with what is known of it, and counts here', () => {
		runOf(context, 0, inDoubt);
		const later = open(then(context), 1);
		const { inDoubt: doubt, ...place } = later.take(KEY, 0, 2) ?? {};
		expect(place).toEqual({ run: 0, item: 3 });
		expect(doubt).toMatchObject({ quantity: 2, outcome: inDoubt });
		expect(later.vouchersOfOtherRuns).toBe(0);
	});

	it('that is in doubt stays so when the later run said nothing of it', () => {
		runOf(context, 0, inDoubt);
		const later = open(context, 1);
		later.take(KEY, 0, 2);
		later.close();
		expect(open(then(context), 2).take(KEY, 0, 1)).toMatchObject({ run: 0, inDoubt: {} });
	});

	it.each([notSent, rejected])('whose doubt a later run disproved is free: $kind', (outcome) => {
		runOf(context, 0, inDoubt);
		runOf(context, 1, outcome);
		expect(open(then(context), 2).take(KEY, 0, 1)).toBeUndefined();
	});

	it('whose doubt a later run settled as sent is not taken', () => {
		runOf(context, 0, inDoubt);
		runOf(context, 1, sent);
		expect(open(then(context), 2).take(KEY, 0, 1)).toEqual({ run: 1, item: 3 });
	});

	it('is recalled when the run failed and is tried again', () => {
		const failed = open(context, 0);
		failed.take(KEY, 3, 2);
		failed.record(KEY, { quantity: 2, outcome: sent });
		failed.release();
		const again = open(then(context), 0);
		expect(again.take(KEY, 4, 2)).toBeUndefined();
		expect(again.earlierEntry(KEY)).toMatchObject({ item: 3, outcome: sent });
	});

	it('is known, too, when that run failed to the last try and the node went on', () => {
		const failed = open(context, 0);
		for (const [key, outcome] of [
			[KEY, sent],
			[OTHER, inDoubt],
		] as const) {
			failed.take(key, 3, 2);
			failed.record(key, { quantity: 2, outcome });
		}
		failed.release();
		open(then(context), 1).close();

		const later = open(then(context), 2);
		expect(later.take(KEY, 0, 1)).toEqual({ run: 0, item: 3 });
		expect(later.take(OTHER, 0, 1)).toMatchObject({ run: 0, inDoubt: { outcome: inDoubt } });
	});
});

describe('a run at the same time, as an agent starts them', () => {
	it('does not send what another one is about to send', () => {
		const context: NodeContext = {};
		const one = open(context, 0);
		one.take(KEY, 0, 1);
		const other = open(context, 0);
		expect(other.take(KEY, 5, 1)).toEqual({ run: 0, item: 0 });
		expect(other.vouchersOfOtherRuns).toBe(1);
	});

	it('may send what the other one took and left', () => {
		const context: NodeContext = {};
		const one = open(context, 0);
		one.take(KEY, 0, 1);
		one.release();
		expect(open(context, 1).take(KEY, 0, 1)).toBeUndefined();
	});

	it('under the same index is not taken for another try', () => {
		const context: NodeContext = {};
		const one = open(context, 0);
		one.take(KEY, 0, 1);
		const other = open(context, 0);
		other.take(OTHER, 0, 1);
		other.record(OTHER, { quantity: 1, outcome: sent });
		one.record(KEY, { quantity: 1, outcome: sent });
		one.close();
		other.close();

		const later = open(reread(context), 1);
		expect(later.take(KEY, 0, 1)).toBeDefined();
		expect(later.take(OTHER, 0, 1)).toBeDefined();
	});
});

test('a round of a loop reads nothing of the rounds before', () => {
	const context: NodeContext = {};
	runOf(context, 0, sent);
	// Whoever read it now would find nothing.
	(context.voucherLedger as { ended: string[] }).ended = [];

	expect(open(context, 1).take(KEY, 0, 1)).toEqual({ run: 0, item: 3 });
	expect(open(reread(context), 1).take(KEY, 0, 1)).toBeUndefined();
});
