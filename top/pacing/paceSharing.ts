import { randomUUID } from 'node:crypto';
import { paceOf, type LearntPace } from './learntPace';
import {
	HORIZON_MS,
	NOTHING_SHARED,
	exchange,
	processesIn,
	shareOf,
	type PaceStore,
	type Permits,
	type Report,
	type SharedPace,
} from './sharedPace';

/** How often a process that is sending hears of the others. */
const EVERY_MS = 250;
/** New permits are asked for when those at hand last so long yet. */
const ASK_AHEAD_MS = 150;
/** Permits are asked for no more often than this. */
const ASK_APART_MS = 100;
/** A permit that was not used for so long is lost; else many would be used at once after a pause. */
const LAPSES_AFTER_MS = 100;
/** What was heard of the others longer ago is not relied on. */
const FRESH_MS = 1_000;
/** An exchange that takes longer has failed; the pace is then that of this process's share. */
const PATIENCE_MS = 1_000;
/** How soon a store that failed is asked again. */
const ASK_FAILED_AGAIN_MS = 1_000;
/** How far first turns may run ahead of the pace. */
const FIRSTS_AHEAD_MS = 1_000;
/** How often it is tried again when others have written at the same time. */
const MOST_TRIES = 10;

/** How many calls of this process were accepted lately. */
export interface Counts {
	lastSecond: number;
	lastMinute: number;
}

export interface SharingHost {
	now(): number;
	counts(nowMs: number): Counts;
	/** How many turns are waited for, by limit. */
	demand(): Map<number, number>;
	/** Something was heard of the others, or the store is away. */
	heard(): void;
}

/**
 * One process's end of a pace that several processes share. It has permits for some tenths of a second at
 * a time; when the store is away, it goes on with its share of what was known.
 *
 * More than 250 lines, because what is asked, granted and not yet told changes in one exchange.
 */
export class PaceSharing {
	/** Set while the store is away: what this process may go on with, and with how many it shared. */
	alone?: { learnt: LearntPace; processes: number };
	private readonly process = randomUUID();
	private shared: SharedPace = NOTHING_SHARED;
	/** The store's clock less this process's. */
	private offsetMs = 0;
	private heardAtMs = Number.NEGATIVE_INFINITY;
	private askedAtMs = Number.NEGATIVE_INFINITY;
	private asking = false;
	private hasNews = false;
	/** Permits at hand, by limit: when they are due. */
	private readonly permits = new Map<number, number[]>();
	private readonly given: Array<{ atMs: number; cap: number }> = [];
	private calls = 0;
	private late = 0;
	private ban?: { atMs: number; seconds: number };
	private lifted = false;
	private taken = new Map<number, number>();

	constructor(
		private readonly store: PaceStore,
		private readonly app: string,
		private readonly host: SharingHost,
	) {}

	/** Until when the app is banned, by this process's clock. */
	get bannedUntilMs(): number {
		return this.shared.bannedUntilMs - this.offsetMs;
	}

	get banBeganAtMs(): number {
		return this.shared.banBeganAtMs - this.offsetMs;
	}

	/** Whether all that this process knows of bans has been told. */
	get hasTold(): boolean {
		return this.ban === undefined && !this.lifted;
	}

	/** Infinity when the others have to be heard first. */
	dueAtMs(nowMs: number, cap: number, isFirst: boolean): number {
		if (nowMs - this.heardAtMs > FRESH_MS) return Infinity;
		if (cap === Infinity && (this.isFree || (isFirst && this.mayRunAhead(nowMs)))) return 0;
		const times = this.permits.get(cap) ?? [];
		while (times[0] < nowMs - LAPSES_AFTER_MS) times.shift();
		return times[0] ?? Infinity;
	}

	take(nowMs: number, cap: number, isFirst: boolean): void {
		this.given.push({ atMs: nowMs, cap });
		if (cap === Infinity && this.isFree) return;
		const dueAtMs = this.permits.get(cap)?.[0] ?? Infinity;
		if (dueAtMs <= nowMs) this.permits.get(cap)?.shift();
		else if (isFirst) this.taken.set(cap, (this.taken.get(cap) ?? 0) + 1);
	}

	accepted(isLate: boolean): void {
		if (isLate) this.late++;
		else this.calls++;
		const everyMs = this.alone ? ASK_FAILED_AGAIN_MS : EVERY_MS;
		if (this.host.now() - this.askedAtMs >= everyMs) this.ask();
	}

	refused(nowMs: number, seconds: number): void {
		this.ban = { atMs: nowMs, seconds };
		this.permits.clear();
		this.ask();
	}

	endedEarly(): void {
		this.lifted = true;
		this.ask();
	}

	/**
	 * To be called while a request waits for a turn: asks for permits if it is time to.
	 *
	 * @returns when to come again; Infinity when the host will be told
	 */
	wake(nowMs: number): number {
		if (this.asking) return Infinity;
		const askAtMs = this.askAtMs(nowMs);
		if (askAtMs > nowMs) return askAtMs;
		this.ask();
		return Infinity;
	}

	private get isFree(): boolean {
		return paceOf(this.shared.learnt) === Infinity;
	}

	private mayRunAhead(nowMs: number): boolean {
		return this.shared.nextMs - this.offsetMs + this.owedMs() < nowMs + FIRSTS_AHEAD_MS;
	}

	private owedMs(): number {
		return ((this.taken.get(Infinity) ?? 0) * 1000) / paceOf(this.shared.learnt);
	}

	private askAtMs(nowMs: number): number {
		if (this.alone) return this.askedAtMs + ASK_FAILED_AGAIN_MS;
		if (nowMs - this.heardAtMs > FRESH_MS) return nowMs;
		const { bannedUntilMs, nextMs, caps } = this.shared;
		let askAtMs = Infinity;
		for (const cap of this.host.demand().keys()) {
			const lastMs = this.permits.get(cap)?.at(-1) ?? 0;
			const nextOneMs = Math.max(bannedUntilMs, this.isFree ? 0 : nextMs, caps[cap] ?? 0);
			const grantedFromMs = nextOneMs - this.offsetMs - HORIZON_MS + 1;
			askAtMs = Math.min(askAtMs, Math.max(lastMs - ASK_AHEAD_MS, grantedFromMs));
		}
		return Math.max(askAtMs, this.askedAtMs + ASK_APART_MS);
	}

	private ask(): void {
		if (this.asking) {
			this.hasNews = true;
			return;
		}
		this.asking = true;
		this.hasNews = false;
		this.askedAtMs = this.host.now();
		void this.exchange()
			.then(
				() => {
					this.alone = undefined;
					this.heardAtMs = this.host.now();
				},
				() => this.goAlone(),
			)
			.then(() => {
				this.asking = false;
				if (this.hasNews && !this.alone) this.ask();
				this.host.heard();
			});
	}

	private goAlone(): void {
		if (this.alone) return;
		const processes = processesIn(this.shared);
		this.permits.clear();
		this.alone = { learnt: shareOf(this.shared.learnt, processes), processes };
	}

	private async exchange(): Promise<void> {
		const abandoned = { yet: false };
		let timer: NodeJS.Timeout | undefined;
		const tooLong = new Promise<never>((_resolve, reject) => {
			timer = setTimeout(() => {
				abandoned.yet = true;
				reject(new Error('The store did not answer in time.'));
			}, PATIENCE_MS);
		});
		try {
			await Promise.race([this.tryExchange(abandoned), tooLong]);
		} finally {
			clearTimeout(timer);
		}
	}

	private async tryExchange(abandoned: { yet: boolean }): Promise<void> {
		for (let tries = 0; tries < MOST_TRIES && !abandoned.yet; tries++) {
			const askedAtMs = this.host.now();
			const { version, text, nowMs } = await this.store.read(this.app);
			const readAtMs = this.host.now();
			if (abandoned.yet) return;
			const offsetMs = nowMs - (askedAtMs + readAtMs) / 2;
			const before = text === undefined ? NOTHING_SHARED : (JSON.parse(text) as SharedPace);
			const report = this.report(readAtMs);
			const { after, permits } = exchange(before, report, nowMs);
			if (!(await this.store.write(this.app, version, JSON.stringify(after)))) continue;
			if (after.banBeganAtMs !== this.shared.banBeganAtMs) this.permits.clear();
			this.offsetMs = offsetMs;
			this.shared = after;
			this.reported(report);
			// An exchange that was given up may still have been written; its permits are not used.
			if (!abandoned.yet) for (const given of permits) this.add(given);
			return;
		}
		throw new Error('Others write all the time.');
	}

	private report(nowMs: number): Report {
		const { lastSecond, lastMinute } = this.host.counts(nowMs);
		const { ban } = this;
		return {
			process: this.process,
			calls: this.calls,
			late: this.late,
			lastSecond,
			lastMinute,
			ban: ban && { agoMs: nowMs - ban.atMs, seconds: ban.seconds },
			lifted: this.lifted,
			taken: new Map(this.taken),
			wants: this.wants(nowMs),
		};
	}

	/** How many permits to ask for: for all that wait, and all that will come to wait until the next exchange. */
	private wants(nowMs: number): Map<number, number> {
		while (this.given.length > 0 && this.given[0].atMs < nowMs - EVERY_MS) this.given.shift();
		const wants = this.host.demand();
		for (const { cap } of this.given) {
			const waiting = wants.get(cap);
			if (waiting !== undefined) wants.set(cap, waiting + 1);
		}
		for (const [cap, count] of wants) {
			const more = count - (this.permits.get(cap)?.length ?? 0);
			if (more > 0) wants.set(cap, more);
			else wants.delete(cap);
		}
		return wants;
	}

	private reported({ calls, late, ban, lifted, taken }: Report): void {
		this.calls -= calls;
		this.late -= late;
		if (ban) this.ban = undefined;
		if (lifted) this.lifted = false;
		for (const [cap, count] of taken) {
			const left = (this.taken.get(cap) ?? 0) - count;
			if (left > 0) this.taken.set(cap, left);
			else this.taken.delete(cap);
		}
	}

	private add({ cap, count, fromMs, everyMs }: Permits): void {
		const times = this.permits.get(cap) ?? [];
		for (let n = 0; n < count; n++) times.push(fromMs - this.offsetMs + n * everyMs);
		this.permits.set(cap, times);
	}
}
