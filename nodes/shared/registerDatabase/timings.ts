/**
 * Times of the register. In one place so that tests can shorten them; the node never does. All n8n
 * processes that share a register must go by the same ones.
 */
export const registerTimings = {
	/** A claim lapses so long after it was last renewed, by the database's clock. */
	leaseMs: 90_000,
	/** A request leaves only so long after its claim was last renewed, by this process's clock. */
	mayLeaveMs: 60_000,
	renewEveryMs: 10_000,
	/** How long an access that fails is tried again. */
	patienceMs: 60_000,
	/** The first wait before trying again; it doubles up to the most, and each is shortened at random. */
	firstPauseMs: 100,
	mostPauseMs: 3_000,
	/** For so long after an access, n8n's list is trusted not to have been written by another process. */
	trustListMs: 5_000,
	/** Endings are gathered for so long before they are written; ten times as long for n8n's list. */
	gatherMs: 100,
	/** How soon a run asks again for a gift that another run holds; the wait doubles up to the most. */
	lookAgainMs: 100,
	mostLookAgainMs: 5_000,
	/** For how long it asks at most. */
	waitForOthersMs: 300_000,
};
