import { whenAborted } from '../whenAborted';
import { TopAbortedError } from '../protocol/errors';
import { MINUTE, NOTHING_LEARNT, SECOND } from './learntPace';
import { OwnPace } from './ownPace';
import { PaceSharing } from './paceSharing';
import type { PaceStore } from './sharedPace';
import { TurnQueue, type Waiting } from './turnQueue';

/** Permission to send one request. */
export interface Turn {
	/** When it was given; tells a refusal that belongs to a new ban from one that is late. */
	readonly givenAtMs: number;
	/** Given in spite of a ban, to see whether it still holds. */
	readonly probe?: boolean;
}

export interface TurnOptions {
	/** Whose turn it is, by identity; turns are fair between runs. */
	run?: object;
	/** The run's own limit, requests per second; none unless given. It delays this run only. */
	maxRequestsPerSecond?: number;
	/** The longest ban that is waited for, in milliseconds; any unless given. */
	maxBanMs?: number;
	signal?: AbortSignal;
}

export interface PacerClock {
	now: () => number;
	/** Between 0 and 1. */
	random: () => number;
}

interface Asked extends Waiting {
	maxRequestsPerSecond: number;
}

interface Waiter extends Asked {
	maxBanMs: number;
	resolve: (turn: Turn) => void;
	reject: (reason: Error) => void;
}

/** Processes that were banned together must not come back in the same instant, but still in step. */
const MOST_JITTER_MS = 50;
/** Refusals that lie further apart than this, bans not counted, are no longer the same trouble. */
const REFUSING_GAP_MS = 10_000;

/**
 * Decides when the next request of one app key may leave this process. A ban stops all of them until
 * it ends; after it they go on at the pace that was learnt. A request that comes during a ban longer than
 * its `maxBanMs` may leave once, to see whether the ban still holds: quotas can be raised.
 *
 * With a store the app's processes act as one: they share the pace, the bans and the users' limits.
 *
 * More than 250 lines, because turns, bans and probes decide about one timer and one queue.
 */
export class Pacer {
	private readonly pace = new OwnPace();
	private sharing?: PaceSharing;
	private sharedThrough?: PaceStore;
	private readonly waiters = new TurnQueue<Waiter>();
	/** Runs that have had their first turn. */
	private readonly served = new WeakSet<object>([this]);
	private timer?: NodeJS.Timeout;
	private bannedUntilMs = 0;
	private banBeganAtMs = Number.NEGATIVE_INFINITY;
	private jitter = 0;
	private refusedSinceMs: number | undefined;
	private probing = false;
	/** The store was away when it was last asked. */
	private isAlone = false;

	constructor(private readonly clock: PacerClock = { now: Date.now, random: Math.random }) {}

	/** From now on the pace is that of all processes that name the app so in this store. */
	shareThrough(store: PaceStore, app: string): void {
		if (store === this.sharedThrough) return;
		this.sharedThrough = store;
		this.sharing = new PaceSharing(store, app, {
			now: () => this.clock.now(),
			counts: (nowMs) => ({
				lastSecond: this.pace.acceptedIn(SECOND, nowMs),
				lastMinute: this.pace.acceptedIn(MINUTE, nowMs),
			}),
			demand: () => this.demand(),
			heard: () => this.heard(),
		});
	}

	/**
	 * Waits until a request may be sent. The turns of a run are given in the order they were asked for.
	 *
	 * @throws TopAbortedError when `signal` fires first
	 * @throws the refusal that began a ban longer than `maxBanMs`, when it comes during the wait
	 */
	async turn({
		run = this,
		maxRequestsPerSecond = Infinity,
		maxBanMs = Infinity,
		signal,
	}: TurnOptions = {}): Promise<Turn> {
		if (signal?.aborted) throw new TopAbortedError(false);
		if (this.waiters.isEmpty) {
			const nowMs = this.clock.now();
			const asked = { run, maxRequestsPerSecond };
			if (this.dueAtMs(asked, nowMs) <= nowMs) return this.give(asked, nowMs, nowMs);
		}
		return await new Promise<Turn>((resolve, reject) => {
			const forget = whenAborted(signal, () => {
				this.waiters.remove(waiter);
				reject(new TopAbortedError(false));
				this.pump();
			});
			const waiter: Waiter = {
				run,
				maxRequestsPerSecond,
				maxBanMs,
				resolve: (turn) => {
					forget();
					resolve(turn);
				},
				reject: (reason) => {
					forget();
					reject(reason);
				},
			};
			this.waiters.add(waiter);
			this.pump();
		});
	}

	/** The gateway took a request that had been given this turn. */
	accepted(turn: Turn): void {
		const nowMs = this.clock.now();
		this.refusedSinceMs = undefined;
		const isLate = turn.givenAtMs <= this.banBeganAtMs;
		this.pace.accepted(nowMs, isLate);
		this.sharing?.accepted(isLate);
		if (turn.probe) {
			// Somebody has raised the quota: what is known of it is out of date.
			this.bannedUntilMs = nowMs;
			this.pace.learnt = NOTHING_LEARNT;
			this.sharing?.endedEarly();
			this.probed();
		}
	}

	/** It is not known whether the gateway took or refused the request. */
	unanswered(turn: Turn): void {
		if (turn.probe) this.probed();
	}

	/**
	 * The gateway refused a request for its rate, and will refuse all others for `banSeconds`.
	 *
	 * @param refusal rejects the turns of requests that would not wait that long
	 */
	throttled(turn: Turn, banSeconds: number, refusal?: unknown): void {
		const nowMs = this.clock.now();
		if (nowMs > this.bannedUntilMs + REFUSING_GAP_MS) this.refusedSinceMs = undefined;
		this.refusedSinceMs ??= nowMs;
		// Requests that were in flight when the ban began are refused too: still the same ban.
		const isNewBan = turn.givenAtMs > this.banBeganAtMs && !turn.probe;
		if (isNewBan) {
			this.pace.refused(nowMs, banSeconds);
			this.banBeganAtMs = nowMs;
			// Drawn once per ban: of many draws the longest would count.
			this.jitter = this.clock.random();
		}
		// The platform tells whole seconds, and a ban ends within the last of them: a later refusal often
		// tells the same end.
		const isNews = nowMs + (banSeconds - 1) * 1000 >= this.bannedUntilMs;
		if (isNews || turn.probe) {
			const jitterMs = this.jitter * Math.min(MOST_JITTER_MS, banSeconds * 1000);
			this.bannedUntilMs = nowMs + banSeconds * 1000 + jitterMs;
		}
		if (isNewBan || (isNews && banSeconds > 1)) this.sharing?.refused(nowMs, banSeconds);
		if (turn.probe) this.probing = false;
		const banMs = this.banRemainingMs();
		const impatient = [...this.waiters.all()].filter(({ maxBanMs }) => maxBanMs < banMs);
		for (const waiter of impatient) {
			this.waiters.remove(waiter);
			waiter.reject(refusal instanceof Error ? refusal : new TopAbortedError(false));
		}
		this.pump();
	}

	/** How long the ban in force lasts yet, in milliseconds; 0 when there is none. */
	banRemainingMs(): number {
		return Math.max(0, this.bannedUntilMs - this.clock.now());
	}

	/** For how long the gateway has been refusing without accepting anything, in milliseconds. */
	refusingForMs(): number {
		return this.refusedSinceMs === undefined ? 0 : this.clock.now() - this.refusedSinceMs;
	}

	private dueAtMs({ run, maxRequestsPerSecond }: Asked, nowMs: number): number {
		const isFirst = !this.served.has(run);
		const { sharing } = this;
		const pacedMs =
			sharing && !sharing.alone
				? sharing.dueAtMs(nowMs, maxRequestsPerSecond, isFirst)
				: this.pace.dueAtMs(this.ownPart(maxRequestsPerSecond), isFirst);
		return Math.max(this.bannedUntilMs, pacedMs);
	}

	/** @param dueAtMs when the turn could have been given: now, or earlier when a timer fired late */
	private give({ run, maxRequestsPerSecond }: Asked, nowMs: number, dueAtMs: number): Turn {
		const isFirst = !this.served.has(run);
		const { sharing } = this;
		if (sharing && !sharing.alone) sharing.take(nowMs, maxRequestsPerSecond, isFirst);
		else this.pace.take(nowMs, dueAtMs, this.ownPart(maxRequestsPerSecond), isFirst);
		this.served.add(run);
		return { givenAtMs: nowMs };
	}

	/** This process's part of a user's limit, while it cannot hear of the app's other processes. */
	private ownPart(cap: number): number {
		return cap / (this.sharing?.alone?.processes ?? 1);
	}

	private demand(): Map<number, number> {
		const demand = new Map<number, number>();
		for (const { maxRequestsPerSecond: cap } of this.waiters.all()) {
			demand.set(cap, (demand.get(cap) ?? 0) + 1);
		}
		return demand;
	}

	private heard(): void {
		const { sharing } = this;
		if (!sharing) return;
		if (sharing.alone) {
			if (!this.isAlone) this.pace.learnt = sharing.alone.learnt;
		} else if (sharing.hasTold) {
			this.bannedUntilMs = sharing.bannedUntilMs;
			this.banBeganAtMs = Math.max(this.banBeganAtMs, sharing.banBeganAtMs);
		}
		this.isAlone = sharing.alone !== undefined;
		this.pump();
	}

	private probe(): void {
		const banMs = this.banRemainingMs();
		if (banMs === 0 || this.probing) return;
		for (const waiter of this.waiters.all()) {
			if (waiter.maxBanMs >= banMs) continue;
			this.probing = true;
			this.waiters.serve(waiter);
			waiter.resolve({ givenAtMs: this.clock.now(), probe: true });
			return;
		}
	}

	private probed(): void {
		this.probing = false;
		this.pump();
	}

	private pump(): void {
		clearTimeout(this.timer);
		this.timer = undefined;
		this.probe();
		while (this.serveOne());
	}

	/** Gives a turn that is due to the run that was served longest ago; else sets a timer for the next one. */
	private serveOne(): boolean {
		const nowMs = this.clock.now();
		let nextMs = Infinity;
		for (const waiter of this.waiters.heads()) {
			const dueAtMs = this.dueAtMs(waiter, nowMs);
			if (dueAtMs <= nowMs) {
				this.waiters.serve(waiter);
				waiter.resolve(this.give(waiter, nowMs, dueAtMs));
				return true;
			}
			nextMs = Math.min(nextMs, dueAtMs);
		}
		if (this.sharing && !this.waiters.isEmpty) {
			nextMs = Math.min(nextMs, this.sharing.wake(nowMs));
		}
		if (nextMs !== Infinity) {
			const waitMs = Math.ceil(Math.min(nextMs - nowMs, 0x7fffffff));
			this.timer = setTimeout(() => this.pump(), waitMs);
		}
		return false;
	}
}
