import { correctedCount, isDoubtful } from './burst';

/**
 * How many calls a second one app key may make, learnt from the gateway's own refusals. Plain data, so
 * that processes can share it, and functions from one state to the next.
 *
 * Nothing limits the pace until the first refusal. What was accepted in the second before it is the quota, or
 * what others left of it, nearly to the call: that is held, a little below. It is more when the burst fell into
 * two of the gateway's windows; the next refusal, within two seconds, tells by how much (see `burst.ts`).
 * A ban costs everybody its whole length, so the limit is probed more rarely the longer it has held.
 *
 * Another refusal soon after says that others use the quota, too. Then the pace climbs steeply from a few
 * calls a second, twice: the refusal that ends the first climb is the same for all processes, so they climb
 * the second time side by side, and what its end finds is a fair share for each. They need not talk to each
 * other. Where they do, nobody need be made room for: the count is taken anew, once.
 *
 * The published alternatives were tried first, in a simulation of one process with 32 requests in flight,
 * 100 calls a second and bans of a second, for five minutes. The CUBIC limiter of smithy's util-retry uses
 * 0.70 of the quota with a ban every 5 seconds; AIMD by the book (half, then one call a second more) 0.74;
 * CUBIC from 97 % of what was accepted 0.85, with a ban every 7; AIMD from 97 % 0.95, but it needs 40
 * seconds to find a quota that is 40 calls larger, however small both are. This uses 0.955, with five bans.
 * All of them search again and again, for a limit that moves as a network's does; a quota seldom moves.
 *
 * More than 250 lines, because the rules and the measured numbers that they go by are read together.
 */
export type LearntPace = Free | Held | Climbing;

/** No limit is known. */
interface Free {
	phase: 'free';
	/** One was known, and did not hold: it is measured anew. */
	again?: boolean;
}

interface Refused {
	/** The seconds over which the gateway counts, as far as the length of its bans tells. */
	windowS: number;
	/** What was accepted in the window before the refusal. */
	accepted: number;
	/** How long the pace has been used since, in seconds: calls made, divided by the pace. */
	usedS: number;
}

/** A limit is known; it is held, and probed later. */
interface Held extends Refused {
	phase: 'held';
	/** What share of `accepted`, or of `most` if that is less, is held. */
	keep: number;
	/** Calls a second that the limit cannot exceed; absent when only `accepted` tells. */
	most?: number;
	/** How long it is held before it is probed, in windows. */
	patience: number;
	/** How many refusals soon after another it bears before others are suspected. */
	bears: number;
	/** What share is kept at such a refusal. */
	keepOfRefused: number;
	/** It has been measured anew, and is not once more. */
	again?: boolean;
	/** How long it took to make the calls that `accepted` counts, in seconds, if nothing held them up. */
	burstS?: number;
	/** The count of a burst was corrected, while others, if there are any, climbed for the first time. */
	corrected?: boolean;
}

/** Others use the quota, too, and all find their shares. */
interface Climbing extends Refused {
	phase: 'climbing';
	/** Calls a second from which it climbs. */
	from: number;
	/** 1 and 2; 0 before them, when the first refusal came before anything was accepted. */
	climb: number;
}

export const NOTHING_LEARNT: LearntPace = { phase: 'free' };

/** The least pace, in calls per window: without calls the end of the trouble would never be noticed. */
const LEAST = 0.5;
/** A process that had fewer than this when it was refused came to a quota that others had used up. */
const TOO_FEW = 4;

/** What is kept of a count, which is exact. */
const KEEP = 0.98;
/**
 * How much less is kept right after a refusal; it is eased in until {@link SOON}. Answers that come in clumps
 * make a window hold a few calls more than its share, and a second refusal so soon is taken for others.
 */
const EASE = 0.03;
/** Half of a doubtful count is sure; the rest is eased in over so many windows, and this is kept if refused. */
const SURE = 0.5;
const SURE_UNTIL = 5;
const KEEP_OF_DOUBTFUL = 0.93;
/** What is kept of a count that was corrected; it is not quite exact. */
const KEEP_OF_CORRECTED = 0.96;
/** A pace that is too high is refused within so many windows, give or take the time of an answer. */
const SHOWS_WITHIN = 2.2;
/** What is kept of the pace so many windows before probing was refused. */
const KEEP_OF_PROBED = 0.97;
const MOMENT = 1.5;
/** What is kept of a pace that is refused although it was held: it was too much yet, or others came. */
const KEEP_OF_REFUSED = 0.95;
/** What is kept of what a climb reached: it is steep, so it reaches more than there is. */
const KEEP_OF_CLIMB = 0.87;
/** How many refusals a share found by climbing may meet until it fits those of the others. */
const BEARS_AFTER_CLIMB = 3;

/** How long a new limit is held before it is probed, in windows; twice as long once it is confirmed. */
const PATIENCE = 36;
/** The same where all processes know the count: nobody has to be made room for. */
const PATIENCE_OF_ALL = 60;
/** The same for a count that was corrected: it may be too low. */
const PATIENCE_OF_CORRECTED = 12;
/** The same for a share: others may be done, and leave theirs. */
const PATIENCE_OF_SHARE = 6;
/** With the time that probing takes, a raised quota is found within two minutes. */
const MOST_PATIENCE = 72;
/** A limit within this share of the last one is the same. */
const SAME_WITHIN = 0.15;
/** A refusal sooner than this after another was not provoked by time. */
const SOON = 10;

/**
 * Probing adds `(t / 11) ** 3` to the root of the pace: at 100 a second 1.5 % after five seconds, 16 % after
 * ten, three times as much after 21. All add the same to the root, so small shares grow by more of themselves.
 */
const PROBE = 11;
const PROBE_POWER = 3;

/** Where a climb begins, in calls per window: the same for all, so that it is fair. */
const CLIMB_FROM = 4;
/**
 * A climb is `from * (1 + t / 0.4) ** 3`: 45 after half a second, 860 after two. A power of the time, because
 * a process that begins some tenths of a second later is soon hardly behind.
 */
const CLIMB = 0.4;
const CLIMB_POWER = 3;
const CLIMBS = 2;
/** A climb that is refused before it has multiplied the pace by this found others, not its share. */
const CLIMB_AT_LEAST = 6;

/** The most that one call counts for, in windows; else the first call of a slow pace would end its patience. */
const MOST_PER_CALL = 0.25;

/** Bans of up to two seconds are those of a quota per second, longer ones of a quota per minute. */
const MOST_BAN_OF_SECOND = 2;
export const SECOND = 1;
export const MINUTE = 60;

/** Calls a second that are allowed; Infinity while no limit is known. */
export function paceOf(learnt: LearntPace): number {
	return paceAgo(learnt, 0);
}

/** @param windows how many windows ago */
function paceAgo(learnt: LearntPace, windows: number): number {
	if (learnt.phase === 'free') return Infinity;
	const used = Math.max(0, learnt.usedS / learnt.windowS - windows);
	if (learnt.phase === 'climbing') return learnt.from * (1 + used / CLIMB) ** CLIMB_POWER;
	const probing = Math.max(0, used - learnt.patience) / PROBE;
	// Per window: a minute's quota of 600 grows as a second's of 600 does.
	const { windowS } = learnt;
	return (Math.sqrt(eased(learnt, used) * windowS) + probing ** PROBE_POWER) ** 2 / windowS;
}

/** What is held once it has been eased in. */
function share({ keep, most = Infinity, accepted, windowS }: Held): number {
	return Math.max(LEAST / windowS, keep * Math.min(most, accepted / windowS));
}

function eased(learnt: Held, used: number): number {
	const missing = isDoubtful(learnt.burstS)
		? (1 - SURE) * Math.max(0, 1 - used / SURE_UNTIL)
		: EASE * Math.max(0, 1 - used / SOON);
	return Math.max(LEAST / learnt.windowS, (1 - missing) * share(learnt));
}

/** Calls were accepted at this pace. */
export function afterCalls(learnt: LearntPace, calls: number): LearntPace {
	if (learnt.phase === 'free' || calls === 0) return learnt;
	const perCall = Math.min(1 / paceOf(learnt), MOST_PER_CALL * learnt.windowS);
	return { ...learnt, usedS: learnt.usedS + calls * perCall };
}

/** Refusals may overtake answers: what left before the ban and comes back late was accepted, too. */
export function afterLateAnswers(learnt: LearntPace, calls: number): LearntPace {
	return learnt.phase === 'free' ? learnt : { ...learnt, accepted: learnt.accepted + calls };
}

/** The seconds over which a gateway that bans for so long counts; `undefined` when longer than a minute. */
export function windowOf(banSeconds: number): number | undefined {
	if (banSeconds > MINUTE) return undefined;
	return banSeconds <= MOST_BAN_OF_SECOND ? SECOND : MINUTE;
}

/**
 * A ban began. One of more than a minute is about an hour or a day, and teaches nothing about the pace.
 *
 * @param acceptedIn how many calls were accepted in the last seconds
 * @param burstS how long those of the last second took, in seconds
 * @param knowsAll whether all processes that use the quota know the same, so that none need be made room for
 */
export function afterBan(
	learnt: LearntPace,
	banSeconds: number,
	acceptedIn: (seconds: number) => number,
	burstS?: number,
	knowsAll = false,
): LearntPace {
	const windowS = windowOf(banSeconds);
	if (windowS === undefined) return learnt;
	const accepted = acceptedIn(windowS);
	const refused: Refused = { windowS, accepted, usedS: 0 };
	const climb = (number: number, from = CLIMB_FROM / windowS): Climbing => ({
		...refused,
		phase: 'climbing',
		from: Math.max(LEAST / windowS, from),
		climb: number,
	});
	const hold = (rest: Partial<Held>): Held => ({
		...refused,
		phase: 'held',
		keep: KEEP,
		patience: PATIENCE,
		bears: 0,
		keepOfRefused: KEEP_OF_REFUSED,
		...rest,
	});

	if (learnt.phase === 'free') {
		if (accepted < TOO_FEW && !knowsAll) return climb(0);
		if (knowsAll) {
			return hold({ patience: PATIENCE_OF_ALL, ...(learnt.again ? { again: true } : {}) });
		}
		return hold({ bears: 1, ...(windowS === SECOND ? { burstS } : {}) });
	}
	const pace = paceOf(learnt);
	if (learnt.phase === 'climbing') {
		if (learnt.climb < CLIMBS) return climb(learnt.climb + 1, learnt.from);
		if (pace < CLIMB_AT_LEAST * learnt.from) return climb(CLIMBS, learnt.from / 2);
		return hold({
			keep: KEEP_OF_CLIMB,
			most: pace,
			patience: PATIENCE_OF_SHARE,
			bears: BEARS_AFTER_CLIMB,
			keepOfRefused: KEEP_OF_CLIMB,
		});
	}
	const held = share(learnt);
	const used = learnt.usedS / learnt.windowS;
	if (used > learnt.patience) {
		const found = Math.min(pace, accepted / windowS);
		const isSame = Math.abs(found / held - 1) < SAME_WITHIN;
		const patience = isSame ? Math.min(MOST_PATIENCE, 2 * learnt.patience) : PATIENCE;
		return hold({ keep: KEEP_OF_PROBED, most: paceAgo(learnt, MOMENT), patience, bears: 1 });
	}
	const { patience, bears, keepOfRefused } = learnt;
	if (used > SOON) return hold({ keep: KEEP_OF_REFUSED, most: held, patience });
	if (learnt.burstS !== undefined) {
		const rest = { bears: 0, patience: PATIENCE_OF_CORRECTED, corrected: true };
		if (isDoubtful(learnt.burstS)) {
			return hold({ keep: KEEP_OF_DOUBTFUL, most: paceAgo(learnt, MOMENT), ...rest });
		}
		if (used < SHOWS_WITHIN) {
			const quota = correctedCount(learnt.accepted, learnt.burstS, pace, used);
			return quota ? hold({ keep: KEEP_OF_CORRECTED, most: quota, ...rest }) : climb(1);
		}
	}
	if (bears === 0) {
		if (!knowsAll) return climb(learnt.corrected ? CLIMBS : 1);
		if (!learnt.again) return { phase: 'free', again: true };
	}
	return hold({
		keep: keepOfRefused,
		most: held,
		patience,
		bears: Math.max(0, bears - 1),
		keepOfRefused,
		...(learnt.again ? { again: true } : {}),
	});
}
