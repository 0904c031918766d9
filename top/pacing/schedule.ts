/** How much of a timer's lateness is made up for by turns that follow at once. */
const MOST_LATENESS_MS = 20;

/** Spaces turns evenly. */
export class Schedule {
	/** When the next turn is due. */
	dueAtMs = 0;

	/**
	 * A turn is given.
	 *
	 * @param dueAtMs when it could have been given: now, or earlier when a timer fired late
	 */
	take(nowMs: number, dueAtMs: number, perSecond: number): void {
		// A timer's lateness is made up for; time in which no turn was asked for is not.
		this.dueAtMs = Math.max(dueAtMs, nowMs - MOST_LATENESS_MS) + 1000 / perSecond;
	}
}

/**
 * The users' own limits. Those of the same app may differ from run to run; all runs together whose limit
 * is `c` or less get at most `c` turns a second. So a limit holds for an app as long as all its runs have
 * it, and a run that has none, or a higher one, is not held up by it.
 */
export class CapSchedules {
	private readonly schedules = new Map<number, Schedule>();

	dueAtMs(cap: number): number {
		return this.schedules.get(cap)?.dueAtMs ?? 0;
	}

	take(nowMs: number, dueAtMs: number, cap: number): void {
		if (cap === Infinity) return;
		if (!this.schedules.has(cap)) this.schedules.set(cap, new Schedule());
		for (const [limit, schedule] of this.schedules) {
			if (limit === cap) schedule.take(nowMs, dueAtMs, cap);
			else if (schedule.dueAtMs < nowMs - 1000) this.schedules.delete(limit);
			else if (limit > cap) schedule.take(nowMs, Math.max(nowMs, schedule.dueAtMs), limit);
		}
	}
}
