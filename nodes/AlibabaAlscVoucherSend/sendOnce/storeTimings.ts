/**
 * Times of the send-once store. In one place so that tests can shorten them; the node never does. All
 * n8n processes must go by the same ones.
 */
export const storeTimings = {
	/** An access that has not come to its writing so long after its beginning is given up. */
	mostMsUntilWriting: 600,
	/** Who was done with his writing only after this must reckon that others no longer waited for it. */
	lateMs: 1_300,
	/**
	 * How long a process keeps quiet before it looks whether what it wrote is still there; longer when
	 * the database is slow. Whoever read the store before, and is not late, has written by then.
	 */
	leastQuietMs: 1_500,
	/** As many times as long as the slowest access of late. */
	quietPerAccess: 2,
	mostQuietMs: 5_000,
	/** Times are written down in slots of this length. */
	slotMs: 20_000,
	/**
	 * A request leaves only so long after its key's claim was last written down. Many executions that
	 * write to one store at once need this long for a renewal to pass on a machine that is busy.
	 */
	mayLeaveMs: 45_000,
	/** How often claims are looked through for those that are to be written down again. */
	renewEveryMs: 4_000,
	/** Once it is so old it cannot be written down again: others may just be taking it over. */
	renewWithinMs: 70_000,
	/** By how much the clocks of two machines may differ. */
	mostClockDifferenceMs: 5_000,
	/** How often one looks whether another process is done with a key, and for how long at most. */
	lookAgainMs: 3_000,
	/** Looking for claims that have lapsed takes more time than looking for those that were settled. */
	looksPerTakeover: 4,
	waitForOthersMs: 300_000,
};
