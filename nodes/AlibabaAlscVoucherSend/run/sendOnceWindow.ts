import { settledBefore } from '../../shared/pause';
import type { Sent, Outcome } from '../delivery/outcome';
import { claimKeyOf } from '../reading/itemKey';
import type { Claim, Ending, SendOnceStore } from '../sendOnce/sendOnceStore';
import { storeTimings } from '../sendOnce/storeTimings';
import { hold, holdsOn, type Hold } from '../sendOnce/underWay';
import type { FailureWords } from '../../../wording/describeFailure';
import type { Claimable, ItemState, Work } from './itemState';

/**
 * How many keys are claimed, and settled, with one look into the store. A larger window costs less, but
 * more keys stay in doubt when the process dies. The first one is small, so that the first request
 * leaves early; where the store is shared, every look takes seconds.
 */
const ALONE = { first: 16, size: 100, endings: 100 };
const SHARED = { first: 100, size: 250, endings: 50 };

/** Claims and settles the keys of a run in windows, instead of with a database write per item. */
export class SendOnceWindow {
	private readonly endings = new Map<string, Ending>();
	private readonly holds = new Map<string, Hold>();
	/** The keys that are this run's. */
	private readonly claimed = new Set<string>();
	private flushing: Promise<void> = Promise.resolve();
	/** A flush has not begun yet, and will take along whatever is noted until then. */
	private flushQueued = false;
	/** Keys that another run waits for. */
	private readonly wanted = new Set<string>();
	private renewal?: NodeJS.Timeout;
	/** Why the store could not be told how keys ended; they stay claimed. */
	settleProblem?: unknown;

	/** How many items are to be claimed at a time. */
	readonly size: number;
	/** How many are to be claimed at first. */
	readonly firstSize: number;
	/** How many endings are worth writing down. */
	private readonly mostEndings: number;

	constructor(private readonly store: SendOnceStore) {
		const window = store.isShared ? SHARED : ALONE;
		this.size = window.size;
		this.firstSize = window.first;
		this.mostEndings = window.endings;
	}

	/**
	 * Claims the keys of these items; what was sent before needs no sending. Keys that another run of
	 * this process has under way are waited for.
	 *
	 * @param signal ends the wait; nothing is claimed then
	 * @param takeOver whether to look if the process that has a key under way is still there
	 */
	async claim(
		items: readonly Claimable[],
		signal: AbortSignal,
		takeOver = true,
	): Promise<ItemState[]> {
		const keys = items.map(({ work }) => claimKeyOf(work.item));
		if (!(await this.takeHold(keys, signal))) return [...items];
		this.renewal ??= setInterval(() => void this.store.renew(), storeTimings.renewEveryMs);
		let claims: Map<string, Claim> | undefined;
		try {
			claims = await this.store.claim(keys, takeOver);
		} finally {
			if (!claims) this.letGo(keys);
		}
		return items.map((item) => {
			const key = claimKeyOf(item.work.item);
			const claim = claims.get(key);
			// Who is in doubt already is not worth waiting for: the next one is in the same doubt.
			if (claim?.kind !== 'claimed' || item.kind === 'inDoubt') this.letGo([key]);
			if (claim?.kind === 'claimed' || claim?.kind === 'abandoned') this.claimed.add(key);
			return claim ? applyClaim(item, claim) : item;
		});
	}

	/** Whether a request for a claimed item may leave now: nobody else can have taken its key yet. */
	mayLeave({ item }: Work): boolean {
		return this.store.mayLeave(claimKeyOf(item));
	}

	/** Whether the item's key was claimed by this run. */
	has({ item }: Work): boolean {
		return this.claimed.has(claimKeyOf(item));
	}

	/** Notes how a claimed item ended; an unknown one stays claimed. */
	note({ item }: Work, { kind }: Outcome): void {
		const key = claimKeyOf(item);
		if (!this.claimed.has(key)) return;
		this.endings.set(key, kind === 'sent' || kind === 'unknown' ? kind : 'notSent');
		if (this.wanted.has(key) || this.endings.size >= this.mostEndings) void this.flush();
	}

	/** Writes what was noted, and cleans up; to be awaited at the end of the run. */
	async finish(): Promise<void> {
		await this.flush();
		await this.store.tidied();
	}

	/** Writes what was noted. */
	async flush(): Promise<void> {
		if (this.flushQueued) return await this.flushing;
		this.flushQueued = true;
		this.flushing = this.flushing.then(async () => {
			this.flushQueued = false;
			const endings = new Map(this.endings);
			this.endings.clear();
			try {
				await this.store.settle(endings);
			} catch (error) {
				this.settleProblem = error;
			}
			this.letGo([...endings.keys()]);
		});
		await this.flushing;
	}

	/** The run is over: nobody needs to wait for it. */
	close(): void {
		clearInterval(this.renewal);
		this.letGo([...this.holds.keys()]);
	}

	/** Waits until nobody holds these keys and, in the same breath, takes hold of them. */
	private async takeHold(keys: readonly string[], signal: AbortSignal): Promise<boolean> {
		const names = keys.map((key) => this.nameOf(key));
		for (let others = holdsOn(names); others.length > 0; others = holdsOn(names)) {
			for (const other of others) other.hurry();
			const ended = Promise.all(others.map(async (other) => await other.ended));
			if (!(await settledBefore(ended, signal))) return false;
		}
		if (signal.aborted) return false;
		for (const key of keys) {
			const mine = hold(this.nameOf(key), () => this.hurry(key));
			this.holds.set(key, mine);
		}
		return true;
	}

	/** Somebody waits for a key of this run: what is noted is written without waiting for more. */
	private hurry(key: string): void {
		this.wanted.add(key);
		if (this.endings.has(key)) void this.flush();
	}

	private letGo(keys: readonly string[]): void {
		for (const key of keys) {
			this.holds.get(key)?.end();
			this.holds.delete(key);
			this.wanted.delete(key);
		}
	}

	private nameOf(key: string): string {
		return `${this.store.name}\n${key}`;
	}
}

function applyClaim(before: Claimable, claim: Claim): ItemState {
	const { work } = before;
	switch (claim.kind) {
		case 'claimed':
			return before;
		case 'settled': {
			const requestId = work.item.request.request_id ? undefined : work.request.request_id;
			const outcome: Sent = { kind: 'sent', attempts: 0, proof: { by: 'sendOnceKey', requestId } };
			return { kind: 'settled', work, outcome };
		}
		case 'abandoned': {
			// What this execution itself remembers of the item is more precise.
			if (before.kind !== 'unsent') return before;
			const { atMs: firstAttemptAtMs, quietSinceMs } = claim;
			const earlier = { attempts: 0, firstAttemptAtMs, quietSinceMs, words: ABANDONED };
			return { kind: 'inDoubt', work, earlier };
		}
		case 'underWay':
			return { kind: 'elsewhere', work, before };
	}
}

const ABANDONED: FailureWords = {
	message:
		'The voucher may or may not have been sent: an execution that took this key ended without saying how',
	hint: "Look in the CRM whether the customer has the voucher, or set 'If the Answer Gets Lost' to verify and run again",
};
