import { LostAttempts } from '../../../nodes/AlibabaAlscVoucherSend/delivery/lostAttempts';

const LOST = { message: 'No answer came', hint: 'Look in the CRM' };
const REFUSED = { message: 'Out of stock', hint: 'Fill it up' };

describe('once an attempt was lost', () => {
	it.each(['rejected', 'not_sent'] as const)('a later "%s" leaves the item unknown', (kind) => {
		const lost = new LostAttempts(undefined);
		lost.add(1_000, LOST);

		const outcome = lost.failedOutcome(kind, 2, REFUSED);

		expect(outcome).toMatchObject({ kind: 'unknown', attempts: 2, firstAttemptAtMs: 1_000 });
		expect(outcome.words.message).toContain('may or may not have been sent');
		expect(outcome.words.hint).toContain(REFUSED.message);
	});

	it('it is counted from the first one that left to the last', () => {
		const lost = new LostAttempts(undefined);
		lost.add(1_000, LOST);

		expect(lost.add(5_000, LOST)).toEqual({
			firstAttemptAtMs: 1_000,
			lastAttemptAtMs: 5_000,
			quietSinceMs: 5_000,
		});
		expect(lost.count).toBe(2);
	});

	it('and disproved, a refusal is a refusal again', () => {
		const lost = new LostAttempts(undefined);
		lost.add(1_000, LOST);
		lost.disprove();

		expect(lost.failedOutcome('rejected', 2, REFUSED)).toEqual({
			kind: 'rejected',
			attempts: 2,
			words: REFUSED,
		});
		expect(lost.areOpen).toBe(false);
	});

	it('by an earlier run, it stays so without an attempt of this one', () => {
		const lost = new LostAttempts({ attempts: 0, words: LOST, firstAttemptAtMs: 7 });

		expect(lost.count).toBe(1);
		expect(lost.failedOutcome('not_sent', 0, REFUSED)).toMatchObject({
			kind: 'unknown',
			firstAttemptAtMs: 7,
		});
	});
});
