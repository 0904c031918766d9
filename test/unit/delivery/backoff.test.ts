import { backoffMs } from '../../../nodes/AlibabaAlscVoucherSend/delivery/backoff';

describe('the wait before an item is tried again', () => {
	// At most half a second, twice as much after each attempt, never more than half a minute.
	it.each([
		[1, 500],
		[2, 1_000],
		[3, 2_000],
		[6, 16_000],
		[7, 30_000],
		[20, 30_000],
	])('is at most, after attempt %i, %i ms', (attemptsMade, mostMs) => {
		expect(backoffMs(attemptsMade, () => 1)).toBe(mostMs);
	});

	it('is any part of that, so that items that failed together do not come back together', () => {
		expect(backoffMs(3, () => 0)).toBe(0);
		expect(backoffMs(3, () => 0.25)).toBe(500);
		const waits = new Set(Array.from({ length: 20 }, () => backoffMs(3)));
		expect(waits.size).toBeGreaterThan(1);
	});
});
