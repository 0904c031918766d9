/**
 * How many requests a second one app key may send, learnt from the gateway's own refusals.
 *
 * Nothing limits the rate until the first refusal. A refusal shows what the quota leaves to this
 * process: what was accepted of the second before it. The rate then drops to a little below that
 * (multiplicative decrease), climbs back to it quickly, rests just under it, and later probes
 * upwards, slowly first and then faster (the growth curve of TCP CUBIC). Several processes that share
 * one app key settle on the quota this way without talking to each other: each sees its own share.
 */
export interface RateController {
	/** Requests per second allowed now; Infinity while no limit is known. */
	rate(nowMs: number): number;
	/** The gateway took a request that left at `sentAtMs`. */
	accepted(nowMs: number, sentAtMs: number): void;
	/** The gateway refused; call once per ban, however many requests it caught in flight. */
	refused(nowMs: number): void;
}

const LEAST_RATE = 0.5;
/** What a refusal leaves of the rate that provoked it. */
const DECREASE = 0.85;
/** Where the rate rests, as a share of what was accepted before the refusal. */
const PLATEAU = 0.97;
/** How long the climb back and the rest take, in seconds. */
const RECOVERY_S = 20;
/** Probing beyond the plateau: share of the plateau per second, and per second squared. */
const PROBE_LINEAR = 0.01;
const PROBE_QUADRATIC = 0.002;

const WINDOW_MS = 1000;
const SLICE_MS = 50;
const SLICES = WINDOW_MS / SLICE_MS;

export function createRateController(): RateController {
	const recent = createRecentCount();
	let refusedAtMs = Number.NEGATIVE_INFINITY;
	/** The rate that provoked the last refusal, and what was accepted of the second before it. */
	let provoking = Number.POSITIVE_INFINITY;
	let accepted = Number.POSITIVE_INFINITY;

	const rate = (nowMs: number): number => {
		const share = Math.min(accepted, provoking);
		if (share === Number.POSITIVE_INFINITY) return share;
		const plateau = Math.max(LEAST_RATE, PLATEAU * share);
		const elapsedS = Math.max(0, (nowMs - refusedAtMs) / 1000);
		if (elapsedS < RECOVERY_S) {
			const missing = (1 - elapsedS / RECOVERY_S) ** 3;
			return plateau * (1 - (1 - DECREASE / PLATEAU) * missing);
		}
		const probingS = elapsedS - RECOVERY_S;
		return plateau * (1 + PROBE_LINEAR * probingS + PROBE_QUADRATIC * probingS ** 2);
	};

	return {
		rate,
		accepted: (nowMs, sentAtMs) => {
			// Refusals may overtake answers: what left before the ban and comes back late counts too.
			if (sentAtMs <= refusedAtMs) accepted++;
			else recent.add(nowMs);
		},
		refused: (nowMs) => {
			provoking = rate(nowMs);
			accepted = recent.count(nowMs);
			refusedAtMs = nowMs;
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
