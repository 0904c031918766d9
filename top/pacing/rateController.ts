/**
 * How many requests a second one app key may send, learnt from the gateway's own refusals.
 *
 * Nothing limits the rate until the first refusal. From there it climbs steeply from a few requests a
 * second, twice: the refusal that ends the first climb is the same for all processes that share the app
 * key, so they begin the second one together, side by side, and what its end finds is a fair share for
 * each. That share is held, then probed beyond: not noticeably at first, then faster and faster, so that
 * what another process has left free is found. The processes need not talk to each other.
 */
export interface RateController {
	/** Requests per second allowed now; Infinity while no limit is known. */
	rate(nowMs: number): number;
	/** The gateway took a request that left at `sentAtMs`. */
	accepted(nowMs: number, sentAtMs: number): void;
	/** The gateway refused; call once per ban, however many requests it caught in flight. */
	refused(nowMs: number): void;
}

/** Something must be tried, or nobody would ever learn that the trouble is over. */
const LEAST_RATE = 0.5;

/** Where the climb begins: the same for all, so that it is fair; a quota of ten has room for two. */
const CLIMB_FROM = 4;
/**
 * The climb is `from * (1 + t / CLIMB_S) ** CLIMB_POWER`: 45 a second after half a second, 860 after two.
 * A power of the time, because whoever begins some tenths of a second later is soon hardly behind.
 */
const CLIMB_S = 0.4;
const CLIMB_POWER = 3;
/** A climb that is refused before it has multiplied the rate by this found others, not its share. */
const CLIMB_AT_LEAST = 6;

/** What is kept of what a climb reached: it is steep, so it reaches more than there is. */
const KEEP_OF_CLIMB = 0.87;
/** What is kept of what probing reached: the quota, nearly always within a few percent. */
const KEEP_OF_PROBE = 0.97;
/** What is kept of a share refused without probing: it was too much yet, or somebody needs room. */
const KEEP_OF_HELD = 0.85;
/** How long a share counts as held; a refusal that comes later was provoked by probing. */
const HOLD_S = 8;
/**
 * Probing adds `(t / PROBE_S) ** PROBE_POWER` to the root of the rate. At 100 a second that is 0.3 % when
 * holding ends, 4 % after 12 seconds, 90 % after 20: a ban costs everybody a second, so there must not be
 * one every few seconds, but what others leave free must be found. All add the same to the root, so
 * small shares grow by more of themselves than large ones do.
 */
const PROBE_S = 16;
const PROBE_POWER = 6;
/** After so long without a refusal nothing is known any more; probing would be at thousands by then. */
const FORGET_S = 2 * PROBE_S;

const WINDOW_MS = 1000;
const SLICE_MS = 50;
const SLICES = WINDOW_MS / SLICE_MS;

export function createRateController(): RateController {
	const recent = createRecentCount();
	let phase: 'free' | 'climbing' | 'holding' = 'free';
	let refusedAtMs = Number.NEGATIVE_INFINITY;
	/** When the first request after the ban was accepted; time does not count before. */
	let resumedAtMs = Number.POSITIVE_INFINITY;
	/** What was accepted in the second before the last refusal. */
	let accepted = 0;
	let climbFrom = CLIMB_FROM;
	/** Whether the climb began after a refusal that ended the climbs of all. */
	let inStep = false;
	let held = 0;
	/** What is held of that which was accepted; its answers may yet be on their way. */
	let keep: number | undefined;

	const share = () => {
		const most = keep === undefined ? held : Math.min(held, keep * accepted);
		return Math.max(LEAST_RATE, most);
	};
	const elapsedS = (nowMs: number) => Math.max(0, (nowMs - resumedAtMs) / 1000);

	const rate = (nowMs: number): number => {
		const seconds = elapsedS(nowMs);
		if (phase === 'free' || seconds > FORGET_S) return Number.POSITIVE_INFINITY;
		if (phase === 'climbing') return climbFrom * (1 + seconds / CLIMB_S) ** CLIMB_POWER;
		return (Math.sqrt(share()) + (seconds / PROBE_S) ** PROBE_POWER) ** 2;
	};

	const climb = (from: number) => {
		phase = 'climbing';
		climbFrom = Math.max(LEAST_RATE, from);
	};
	const hold = (most: number, ofAccepted?: number) => {
		phase = 'holding';
		held = most;
		keep = ofAccepted;
	};

	return {
		rate,
		accepted: (nowMs, sentAtMs) => {
			// Refusals may overtake answers: what left before the ban and comes back late counts too.
			if (sentAtMs <= refusedAtMs) {
				accepted++;
				return;
			}
			resumedAtMs = Math.min(resumedAtMs, nowMs);
			recent.add(nowMs);
		},
		refused: (nowMs) => {
			const provoking = rate(nowMs);
			const formerShare = share();
			accepted = recent.count(nowMs);
			if (provoking === Number.POSITIVE_INFINITY) {
				climb(CLIMB_FROM);
				inStep = false;
			} else if (phase === 'climbing') {
				const early = provoking < CLIMB_AT_LEAST * climbFrom;
				if (!inStep) {
					inStep = true;
					climb(climbFrom);
				} else if (early) climb(climbFrom / 2);
				else hold(KEEP_OF_CLIMB * provoking, KEEP_OF_CLIMB);
			} else if (elapsedS(nowMs) < HOLD_S) {
				hold(KEEP_OF_HELD * formerShare);
			} else hold(KEEP_OF_PROBE * provoking, KEEP_OF_PROBE);
			refusedAtMs = nowMs;
			resumedAtMs = Number.POSITIVE_INFINITY;
		},
	};
}

/** Counts what happened in the last second, in slices, so that its cost does not grow with the rate. */
function createRecentCount() {
	const counts = new Array<number>(SLICES).fill(0);
	let newestSlice = 0;

	const advance = (nowMs: number) => {
		const slice = Math.floor(nowMs / SLICE_MS);
		const stale = Math.min(SLICES, slice - newestSlice);
		for (let step = 0; step < stale; step++) counts[(slice - step) % SLICES] = 0;
		newestSlice = Math.max(newestSlice, slice);
	};

	return {
		add: (nowMs: number) => {
			advance(nowMs);
			counts[newestSlice % SLICES]++;
		},
		count: (nowMs: number) => {
			advance(nowMs);
			return counts.reduce((sum, count) => sum + count, 0);
		},
	};
}
