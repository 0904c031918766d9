import {
	NOTHING_LEARNT,
	afterBan,
	afterCalls,
	afterLateAnswers,
	paceOf,
	MINUTE,
	type LearntPace,
} from './learntPace';

/**
 * What all processes of an app know together. Plain data: it lies in a {@link PaceStore}. All times are
 * those of the store's clock, in epoch milliseconds.
 */
export interface SharedPace {
	learnt: LearntPace;
	bannedUntilMs: number;
	banBeganAtMs: number;
	/** What each process had accepted in the window before the ban. */
	counted: Record<string, number>;
	/** When the next permit is due. */
	nextMs: number;
	/** The same for each user's limit, by the limit. */
	caps: Record<string, number>;
	processes: Record<string, ProcessSeen>;
}

interface ProcessSeen {
	seenMs: number;
	/** It waits for permits. */
	waits: boolean;
	lastSecond: number;
	lastMinute: number;
}

/** Where the processes of an app keep what they know together. No process ever holds it. */
export interface PaceStore {
	/** `text` is absent, and `version` 0, as long as nothing was written. */
	read(app: string): Promise<{ version: number; text?: string; nowMs: number }>;
	/** @returns false, and changes nothing, when another process has written since `version` was read */
	write(app: string, version: number, text: string): Promise<boolean>;
}

/** What a process tells the others, and what it asks for. */
export interface Report {
	process: string;
	/** Calls that were accepted since its last report; `late` ones had left before the ban began. */
	calls: number;
	late: number;
	lastSecond: number;
	lastMinute: number;
	/** It met a ban, so long ago. */
	ban?: { agoMs: number; seconds: number };
	/** It found that the ban has ended early. */
	lifted: boolean;
	/** Turns it gave without a permit, by limit; `Infinity` for none. */
	taken: ReadonlyMap<number, number>;
	/** Permits it could use, by limit. */
	wants: ReadonlyMap<number, number>;
}

/** Permits at even distances, for runs with this limit. */
export interface Permits {
	cap: number;
	count: number;
	fromMs: number;
	everyMs: number;
}

export const NOTHING_SHARED: SharedPace = {
	learnt: NOTHING_LEARNT,
	bannedUntilMs: 0,
	banBeganAtMs: 0,
	counted: {},
	nextMs: 0,
	caps: {},
	processes: {},
};

/**
 * Permits for this long are given at a time, shared by all processes that wait. So a process asks a few times
 * a second, and one that dies with unused permits costs the others this long.
 */
const BLOCK_MS = 300;
/** How far ahead permits are given. Two blocks or more would let one process take all of a longer time. */
export const HORIZON_MS = 500;
/** A process that was not heard of for so long is gone. */
export const GONE_AFTER_MS = 1_500;
/** A late report is made up for by so much; time in which no permit was asked for is not. */
const MOST_LATENESS_MS = 50;
/** No permit is due earlier than this after a ban, because the clocks agree to some milliseconds only. */
const CLOCK_MARGIN_MS = 20;

/** One exchange between a process and the others: what is known after it, and the permits it gets. */
export function exchange(
	before: SharedPace,
	report: Report,
	nowMs: number,
): { after: SharedPace; permits: Permits[] } {
	const after: SharedPace = {
		...before,
		counted: { ...before.counted },
		caps: { ...before.caps },
		processes: { ...before.processes },
	};
	for (const [process, { seenMs }] of Object.entries(after.processes)) {
		if (nowMs - seenMs > GONE_AFTER_MS) delete after.processes[process];
	}
	const { process, lastSecond, lastMinute, wants } = report;
	const waits = wants.size > 0;
	after.processes[process] = { seenMs: nowMs, waits, lastSecond, lastMinute };
	learn(after, report, nowMs);
	for (const [cap, count] of report.taken) charge(after, cap, count, nowMs);
	const permits: Permits[] = [];
	for (const [cap, count] of wants) {
		const given = grant(after, cap, count, nowMs);
		if (given) permits.push(given);
	}
	return { after, permits };
}

/** How many processes were heard of lately. */
export function processesIn({ processes }: SharedPace): number {
	return Math.max(1, Object.keys(processes).length);
}

/** What each of so many processes knows that no longer hear of each other. */
export function shareOf(learnt: LearntPace, processes: number): LearntPace {
	if (learnt.phase === 'free') return learnt;
	const accepted = learnt.accepted / processes;
	if (learnt.phase === 'climbing') return { ...learnt, accepted };
	return {
		...learnt,
		accepted,
		...(learnt.most === undefined ? {} : { most: learnt.most / processes }),
	};
}

function learn(after: SharedPace, report: Report, nowMs: number): void {
	const { calls, ban, lifted } = report;
	after.learnt = afterCalls(after.learnt, calls);
	if (lifted) {
		// Somebody has raised the quota: what is known of it is out of date.
		after.bannedUntilMs = nowMs;
		after.learnt = NOTHING_LEARNT;
	}
	if (ban && nowMs - ban.agoMs >= after.bannedUntilMs) {
		after.banBeganAtMs = nowMs - ban.agoMs;
		const countIn = (seconds: number) => (seconds === MINUTE ? 'lastMinute' : 'lastSecond');
		const acceptedIn = (seconds: number) => {
			const seen = Object.entries(after.processes);
			const counted = seen.map(([name, one]): [string, number] => [name, one[countIn(seconds)]]);
			after.counted = Object.fromEntries(counted);
			return counted.reduce((sum, [, count]) => sum + count, 0);
		};
		after.learnt = afterBan(after.learnt, ban.seconds, acceptedIn, undefined, true);
	}
	if (nowMs < after.bannedUntilMs || ban) addLateNews(after, report);
	if (!ban) return;
	// The platform tells whole seconds, and a ban ends within the last of them: a later refusal often tells
	// the same end.
	const endsAtMs = nowMs - ban.agoMs + ban.seconds * 1000;
	if (endsAtMs - 1000 >= after.bannedUntilMs) after.bannedUntilMs = endsAtMs + CLOCK_MARGIN_MS;
}

/** A process that heard of a ban late reports only now what it had accepted before the ban. */
function addLateNews(after: SharedPace, report: Report): void {
	const { learnt, counted } = after;
	if (learnt.phase === 'free') return;
	const known = counted[report.process] ?? 0;
	const own = learnt.windowS === MINUTE ? report.lastMinute : report.lastSecond;
	const more = Math.max(0, own - known) + report.late;
	counted[report.process] = known + more;
	after.learnt = afterLateAnswers(learnt, more);
}

function grant(after: SharedPace, cap: number, wanted: number, nowMs: number): Permits | undefined {
	const rate = Math.min(cap, paceOf(after.learnt));
	if (rate === Infinity) return undefined;
	const fromMs = Math.max(
		nowMs - MOST_LATENESS_MS,
		after.bannedUntilMs,
		cap === Infinity ? 0 : (after.caps[cap] ?? 0),
		paceOf(after.learnt) === Infinity ? 0 : after.nextMs,
	);
	if (fromMs > nowMs + HORIZON_MS) return undefined;
	const waiting = Object.values(after.processes).filter(({ waits }) => waits).length;
	const block = Math.ceil((rate * BLOCK_MS) / 1000 / Math.max(1, waiting));
	const count = Math.min(wanted, block);
	charge(after, cap, count, fromMs);
	return { cap, count, fromMs, everyMs: 1000 / rate };
}

/** So many turns are taken from what all have, from `fromMs` on. */
function charge(after: SharedPace, cap: number, count: number, fromMs: number): void {
	const pace = paceOf(after.learnt);
	if (pace !== Infinity) after.nextMs = Math.max(after.nextMs, fromMs) + (count * 1000) / pace;
	if (cap === Infinity) return;
	after.caps[cap] ??= 0;
	for (const [limit, dueAtMs] of Object.entries(after.caps)) {
		if (Number(limit) < cap) continue;
		after.caps[limit] = Math.max(dueAtMs, fromMs) + (count * 1000) / Number(limit);
	}
	for (const [limit, dueAtMs] of Object.entries(after.caps)) {
		if (dueAtMs < fromMs - 60_000) delete after.caps[limit];
	}
}
