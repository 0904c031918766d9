import fc from 'fast-check';
import type { Outcome } from '../../../../nodes/AlibabaAlscVoucherSend/delivery/outcome';
import {
	indexEntries,
	kindOfEntry,
	mayHaveBeenSent,
	readEntry,
	SharedTexts,
	sizeOfEntry,
	writeEntry,
	type LedgerEntry,
} from '../../../../nodes/AlibabaAlscVoucherSend/memory/ledger/entries';
import { readVoucherSendAnswer } from '../../../../top/calls/voucherSend';

const KEY = 'AbCdEfGh-_012345';

const answer = (requestId: string, desc: string) =>
	readVoucherSendAnswer(
		{
			alibaba_alsc_crm_voucher_send_response: {
				result: { result: true, biz_success: true, result_desc: desc },
				request_id: requestId,
			},
		},
		requestId,
	);

const time = fc.option(fc.integer({ min: 0, max: 4e12 }), { nil: undefined });
const words = fc.record({ message: fc.string(), hint: fc.string() });
const attempts = fc.integer({ min: 0, max: 5000 });
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
	fc.record({
		kind: fc.constant('sent' as const),
		attempts,
		proof: fc.oneof(
			fc
				.tuple(fc.string({ minLength: 1 }), fc.string())
				.map(([id, desc]) => ({ by: 'answer' as const, answer: answer(id, desc) })),
			fc.record({
				by: fc.constant('verification' as const),
				voucherIds: fc.array(fc.string(), { minLength: 1 }),
			}),
			fc.constant({ by: 'sendOnceKey' as const }),
		),
	}),
	fc.record({ kind: fc.constant('rejected' as const), attempts, words }),
	fc.record({
		kind: fc.constant('unknown' as const),
		attempts,
		words,
		firstAttemptAtMs: time,
		lostAtMs: time,
	}),
);
const entry: fc.Arbitrary<LedgerEntry> = fc.record({
	item: fc.nat(1_000_000),
	quantity: fc.integer({ min: 1, max: 1_000_000 }),
	outcome,
	requestId: fc.option(fc.string({ minLength: 1, maxLength: 64 }), { nil: undefined }),
});

describe('an entry of the ledger', () => {
	it('comes back from its text as it was, whatever signs stand in it', () => {
		fc.assert(
			fc.property(entry, (given) => {
				const shared = new SharedTexts([]);
				const text = writeEntry(KEY, given, shared);
				const read = readEntry([...indexEntries(text).values()][0], shared.texts);

				expect(text.match(/;/g)).toHaveLength(1);
				expect(read.item).toBe(given.item);
				expect(read.quantity).toBe(given.quantity);
				expect(read.outcome).toEqual(given.outcome);
				const keepsRequestId =
					given.outcome.kind === 'unknown' ||
					(given.outcome.kind === 'sent' && given.outcome.proof.by !== 'sendOnceKey');
				expect(read.requestId).toBe(keepsRequestId ? given.requestId : undefined);
			}),
		);
	});

	it('tells its kind, its size and whether it may have been executed without being read', () => {
		fc.assert(
			fc.property(entry, (given) => {
				const text = writeEntry(KEY, given, new SharedTexts([]));
				expect(kindOfEntry(text)).toBe(given.outcome.kind);
				expect(mayHaveBeenSent(text)).toBe(given.outcome.kind !== 'rejected');
				expect(sizeOfEntry(text)).toEqual({ item: given.item, quantity: given.quantity });
			}),
		);
	});

	it('is replaced by a later one of the same item, and taken back by "not sent"', () => {
		const shared = new SharedTexts([]);
		const write = (kind: 'rejected' | 'unknown' | 'not_sent', key = KEY) =>
			writeEntry(
				key,
				{
					item: 0,
					quantity: 1,
					outcome: { kind, attempts: 1, words: { message: kind, hint: '' } },
				},
				shared,
			);
		const kinds = (text: string) => [...indexEntries(text).values()].map(kindOfEntry);

		expect(kinds(write('unknown') + write('rejected'))).toEqual(['rejected']);
		expect(kinds(write('unknown') + write('not_sent'))).toEqual([]);
		expect(kinds(write('not_sent') + write('unknown'))).toEqual(['unknown']);
		expect(kinds(write('unknown') + write('not_sent', 'another-item-key'))).toEqual(['unknown']);
	});

	it('shares with others the texts that repeat', () => {
		const shared = new SharedTexts([]);
		for (const id of ['a', 'b', 'c']) {
			const proof = { by: 'answer' as const, answer: answer(id, 'the same') };
			const given = {
				item: 0,
				quantity: 1,
				outcome: { kind: 'sent' as const, attempts: 1, proof },
			};
			writeEntry(KEY, given, shared);
		}
		expect(shared.texts).toHaveLength(1);
	});
});
