/**
 * Waits that are not options. They stand in one place so that tests can shorten them; the node never
 * changes them.
 */
export const timings = {
	/** The first wait between two attempts is at most this long; it doubles with every attempt. */
	backoffBaseMs: 500,
	backoffMostMs: 30_000,
	/**
	 * How long after it left a request whose answer got lost may still be executed. The platform gives up
	 * on the service behind it after some seconds; what holds a request longest are proxies and front ends
	 * on the way, and they give up after 60 seconds unless told otherwise. A request that waited for its
	 * whole time there may be handed on at the last moment.
	 */
	executableForMs: 60_000,
	/**
	 * Of a claim whose process died only the time of the claim is known. Its request is taken to have left at
	 * most this much later; a voucher given after that and `executableForMs` is not counted as its own.
	 */
	unwatchedMs: 60_000,
	/** How long after it was given a voucher may be missing in the customer's list. */
	showsAfterMs: 7_000,
	/** When the list is looked at before it can decide for certain, counted from when the answer was given up. */
	earlyLooksMs: [1_000, 4_000, 12_000, 30_000],
	/** How far apart two times may be taken for the same: the platform's times are in whole seconds. */
	clockMarginMs: 2_000,
	/** For how long requests in flight are awaited when the execution is cancelled. */
	cutAfterMs: 2_000,
};
