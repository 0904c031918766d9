/**
 * Waits that are not options. They stand in one place so that tests can shorten them; the node never
 * changes them.
 */
export const timings = {
	/** The first wait between two attempts is at most this long; it doubles with every attempt. */
	backoffBaseMs: 500,
	backoffMostMs: 30_000,
	/** When the customer's vouchers are looked at after an answer got lost, counted from then. */
	settlingPollsMs: [1_000, 3_000, 7_000],
	/** A voucher given later than this after the answer got lost is not credited to that request. */
	settledAfterMs: 60_000,
	/**
	 * Of a request that nobody saw end: a voucher given later than this after its key was claimed, and
	 * the time above, is not credited to it.
	 */
	unwatchedMs: 60_000,
	/** The platform's times are in whole seconds, and its clock is read to the second. */
	clockMarginMs: 2_000,
	/** Under `verify`, vouchers of one template for one customer are sent at least this far apart. */
	sameVoucherSpacingMs: 4_000,
};
