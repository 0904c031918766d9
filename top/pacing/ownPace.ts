import {
	MINUTE,
	NOTHING_LEARNT,
	SECOND,
	afterBan,
	afterCalls,
	afterLateAnswers,
	paceOf,
	type LearntPace,
} from './learntPace';
import { RecentCount } from './recentCount';
import { CapSchedules, Schedule } from './schedule';

/** The first turn of a run need not wait for the pace. First turns may take this share of it, */
const SHARE_OF_FIRST = 0.5;
/** and take it in advance: so many milliseconds' worth, or so many turns if those take longer. */
const AHEAD_MS = 1000;
const AHEAD_TURNS = 5;

/** When the turns of one process are due that knows of no other. */
export class OwnPace {
	learnt: LearntPace = NOTHING_LEARNT;
	private readonly pace = new Schedule();
	private readonly firsts = new Schedule();
	private readonly caps = new CapSchedules();
	private readonly lastSecond = new RecentCount(20, 50);
	private readonly lastMinute = new RecentCount(1000, 60);

	/**
	 * @param isFirst whether it is the first turn of a run. It does not wait for the pace, and later turns
	 * make up for it: a webhook's voucher leaves at once, whatever campaign is under way
	 */
	dueAtMs(cap: number, isFirst: boolean): number {
		const cappedMs = this.caps.dueAtMs(cap);
		const pace = paceOf(this.learnt);
		if (pace === Infinity) return cappedMs;
		if (!isFirst) return Math.max(cappedMs, this.pace.dueAtMs);
		const perFirstMs = 1000 / (SHARE_OF_FIRST * pace);
		const aheadMs = Math.max(AHEAD_MS, AHEAD_TURNS * perFirstMs) - perFirstMs;
		return Math.max(cappedMs, Math.min(this.pace.dueAtMs, this.firsts.dueAtMs - aheadMs));
	}

	/** @param dueAtMs when the turn could have been given: now, or earlier when a timer fired late */
	take(nowMs: number, dueAtMs: number, cap: number, isFirst: boolean): void {
		const pace = paceOf(this.learnt);
		if (pace !== Infinity) {
			this.pace.take(nowMs, Math.max(dueAtMs, this.pace.dueAtMs), pace);
			if (isFirst) {
				this.firsts.take(nowMs, Math.max(nowMs, this.firsts.dueAtMs), SHARE_OF_FIRST * pace);
			}
		}
		this.caps.take(nowMs, dueAtMs, cap);
	}

	accepted(nowMs: number, isLate: boolean): void {
		if (isLate) {
			this.learnt = afterLateAnswers(this.learnt, 1);
			return;
		}
		this.lastSecond.add(nowMs);
		this.lastMinute.add(nowMs);
		this.learnt = afterCalls(this.learnt, 1);
	}

	/** Call once per ban, however many requests it caught in flight. */
	refused(nowMs: number, banSeconds: number): void {
		this.learnt = afterBan(
			this.learnt,
			banSeconds,
			(seconds) => this.acceptedIn(seconds, nowMs),
			this.lastSecond.burstMs(nowMs) / 1000,
		);
	}

	/** How many calls were accepted in the last second, or in the last minute. */
	acceptedIn(seconds: number, nowMs: number): number {
		if (seconds === SECOND) return this.lastSecond.count(nowMs);
		if (seconds === MINUTE) return this.lastMinute.count(nowMs);
		throw new RangeError(`Calls are not counted over ${seconds} seconds.`);
	}
}
