import { findClaimSlots } from './claimSlots';
import { KeyMarks, renewedIn, slotMarks, slotOf } from './marks';
import type { ProcessedData } from './processedData';
import { StoreAccess, type Lasting, type StoreAddress } from './storeAccess';
import { storeTimings } from './storeTimings';

/** What the store knows about a key. */
export type Claim =
	/** Nobody had it; it is ours now. */
	| { kind: 'claimed' }
	/** It was sent before. */
	| { kind: 'settled' }
	/** An execution claimed it and never learnt how it ended; it is ours now. */
	| {
			kind: 'abandoned';
			/** When it was claimed, or a few seconds before; `undefined` if it cannot be told. */
			atMs?: number;
			/** Since when no request for it can have left; `undefined` if one can have just now. */
			quietSinceMs?: number;
	  }
	/** Another n8n process is about to send it, or has just done so. */
	| { kind: 'underWay' };

/** Taking marks away takes long: n8n searches the whole store for each. */
const MOST_TO_LOOK_AT = 500;

/** How a claimed key ended. */
export type Ending = 'sent' | 'notSent' | 'unknown';

export interface SendOnceOptions extends StoreAddress {
	now?: () => number;
}

/** A key that is ours. */
interface Held {
	marks: KeyMarks;
	/** The slot it was claimed in, by us or by who left it; `undefined` if it could not be found. */
	slot?: number;
	/** The marks of ours that tell we took it over; empty if we claimed it ourselves. */
	takenOver: Set<string>;
	/** Our clock's time when the claim was last written down. */
	writtenAtMs: number;
}

/** How keys were taken. */
interface Taking {
	/** A mark that was set together with the marks of the keys, and that nobody else sets. */
	own: string | undefined;
	late: boolean;
}

/** A key of which marks were just set, and that might be another process's by now. */
interface Taken {
	marks: KeyMarks;
	/** The marks by which others tell that the key is taken. */
	tokens: string[];
	others: string[];
}

/**
 * Remembers across executions which keys were sent, in n8n's own processed-data store. That store can
 * only set a mark and say in the same breath whether it had been there, so a key's state is spelled in
 * marks:
 *
 * | marks | state |
 * | --- | --- |
 * | none | free |
 * | key, open, the time of the claim | claimed: a request for it may be out |
 * | the same, doubt | the answer to a request got lost |
 * | the same, the time of taking it over | somebody else finds out what became of it |
 * | key | settled: sent |
 *
 * Looking sets marks, which are taken away again. If the process dies in between, that fails to the
 * safe side: a settled key with a left-over `open` mark counts as claimed, never the other way round.
 * The fewer marks are taken away the better: n8n searches the whole store for each.
 *
 * Where several processes share a store, a claim is a lease: whoever holds it writes it down again
 * while it lasts and sends only while that is fresh; others take it for abandoned only long after. Two
 * processes that claim a key in the same moment are told apart by a mark of each one's own, set in the
 * same access: the one whose own mark was overwritten, while the key's is there, came first and yields.
 */
export class SendOnceStore {
	readonly name: string;
	/** Other n8n processes may write to the store at the same time. */
	readonly isShared: boolean;
	private readonly access: StoreAccess;
	private readonly now: () => number;
	private readonly held = new Map<string, Held>();
	/** Marks that everyone has read by now; see {@link StoreAccess.remove}. */
	private readonly sentinels: string[] = [];
	private renewing: Promise<void> = Promise.resolve();
	private settling: Promise<unknown> = Promise.resolve();
	private tidying: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly data: ProcessedData,
		options: SendOnceOptions,
	) {
		this.name = options.name;
		this.access = StoreAccess.to(options);
		this.isShared = options.sharedWithOtherProcesses;
		this.now = options.now ?? Date.now;
	}

	/**
	 * Claims keys; to be called before anything is sent for them.
	 *
	 * @param keys without repetitions
	 * @param takeOver whether to look if another process's claim has lapsed; that takes longer. Without
	 * it such a key counts as under way.
	 */
	async claim(keys: readonly string[], takeOver = true): Promise<Map<string, Claim>> {
		const claims = new Map<string, Claim>();
		if (keys.length === 0) return claims;
		const all = keys.map((key) => new KeyMarks(key));
		const atMs = this.now();
		const own = this.access.ownMark();
		const sentinel = this.access.ownMark();
		const { fresh, late } = await this.access.mark(this.data, [
			...existing(own, sentinel),
			...all.flatMap((marks) => [marks.seen, marks.open]),
		]);
		const free = all.filter((marks) => fresh.has(marks.seen) && fresh.has(marks.open));
		const settled = all.filter((marks) => !fresh.has(marks.seen) && fresh.has(marks.open));
		const unsettled = all.filter((marks) => !fresh.has(marks.open));

		for (const { key } of settled) claims.set(key, { kind: 'settled' });
		for (const { key } of unsettled) claims.set(key, { kind: 'underWay' });
		this.tidy(
			settled.map((marks) => marks.open),
			sentinel,
		);
		await Promise.all([
			this.take(free, { own, late }, atMs, claims),
			takeOver || !this.isShared ? this.takeOver(unsettled, claims) : undefined,
		]);
		return claims;
	}

	/**
	 * Says of claimed keys how they ended. Keys whose ending is not known stay claimed, in doubt.
	 *
	 * @returns what tells when no other process can overwrite it any more; voucher keys need not wait for
	 * that, since they count as claimed if they are overwritten
	 */
	async settle(endings: ReadonlyMap<string, Ending>): Promise<Lasting> {
		const set: string[] = [];
		const unset: string[] = [];
		const freed: string[] = [];
		for (const [key, ending] of endings) {
			const held = this.held.get(key);
			if (!held) continue;
			const lapsed = this.isShared && this.now() - held.writtenAtMs > storeTimings.renewWithinMs;
			this.held.delete(key);
			// Somebody else may have taken it over; he will say how it ended.
			if (lapsed && ending !== 'sent') continue;
			const { marks, slot, takenOver } = held;
			unset.push(...takenOver);
			if (ending === 'unknown') {
				if (this.isShared) set.push(marks.doubt);
				continue;
			}
			const ofClaim = [marks.open, ...(slot === undefined ? [] : [marks.claimedIn(slot)])];
			if (takenOver.size > 0) ofClaim.push(marks.doubt);
			if (ending === 'notSent') {
				freed.push(marks.seen, ...ofClaim);
			} else {
				unset.push(...ofClaim);
				// It is there, unless another process has overwritten it.
				if (this.isShared) set.push(marks.seen);
			}
		}
		if (set.length + unset.length + freed.length === 0) return { lasts: Promise.resolve() };
		// A renewal under way could set again what is taken away here.
		await this.renewing;
		if (this.sentinels.length === 0) await this.settling;
		const sentinel = this.sentinels.pop();
		const next = this.access.ownMark();
		const written = await Promise.all([
			this.access.keep(this.data, [...set, ...existing(next)]),
			this.access.remove(this.data, unset, sentinel),
			// Once only: the next moment they may be another run's.
			this.access.unmark(this.data, freed),
		]);
		const lasts = Promise.all(written.map(async (one) => await one?.lasts)).then(() => undefined);
		this.settling = lasts.then(
			() => this.sentinels.push(...existing(next)),
			// Overwritten for good: that fails to the safe side, the keys count as claimed.
			() => undefined,
		);
		return { lasts };
	}

	/** To be awaited at the end of a run: what was set to look is taken away. */
	async tidied(): Promise<void> {
		await this.tidying;
		this.access.discard(...this.sentinels.splice(0));
	}

	/** Whether a request for a key may leave now: the key is ours for some time yet. */
	mayLeave(key: string): boolean {
		const held = this.held.get(key);
		if (!held || !this.isShared) return true;
		return this.now() - held.writtenAtMs < storeTimings.mayLeaveMs;
	}

	/** Writes claims down again that are getting old; to be called every few seconds. */
	async renew(): Promise<void> {
		if (!this.isShared) return;
		this.renewing = this.renewing.then(async () => {
			const nowMs = this.now();
			const nowSlot = slotOf(nowMs);
			const { mayLeaveMs, renewWithinMs } = storeTimings;
			const due = [...this.held.values()].filter(({ writtenAtMs }) => {
				const ageMs = nowMs - writtenAtMs;
				return ageMs >= mayLeaveMs / 2 && ageMs < renewWithinMs;
			});
			const written = new Set<string>();
			for (const { marks, slot, takenOver } of due) {
				if (takenOver.size > 0) {
					takenOver.add(marks.takenOverIn(nowSlot));
					written.add(marks.takenOverIn(nowSlot));
				} else if (slot !== undefined) {
					written.add(renewedIn(slot, nowSlot));
				}
			}
			try {
				await (
					await this.access.keep(this.data, [...written])
				).lasts;
			} catch {
				// The next renewal may do better; until one does, nothing is sent for these keys.
				return;
			}
			for (const held of due) {
				if (this.now() - held.writtenAtMs < renewWithinMs) held.writtenAtMs = nowMs;
			}
		});
		await this.renewing;
	}

	/** Makes keys ours that nobody had. */
	private async take(
		free: readonly KeyMarks[],
		taking: Taking,
		atMs: number,
		claims: Map<string, Claim>,
	): Promise<void> {
		if (free.length === 0) return this.access.discard(...existing(taking.own));
		const slot = slotOf(atMs);
		const taken = free.map((marks) => ({
			marks,
			tokens: [marks.seen],
			others: [marks.open, marks.claimedIn(slot)],
		}));
		const ofSlot = slotMarks(slot);
		await this.access.mark(this.data, [...ofSlot, ...taken.flatMap(({ others }) => others)]);
		const contested = await this.contested(taken, ofSlot, taking);
		for (const marks of free) {
			const { key } = marks;
			if (contested.has(marks)) {
				claims.set(key, { kind: 'underWay' });
				continue;
			}
			this.held.set(key, { marks, slot, takenOver: new Set(), writtenAtMs: atMs });
			claims.set(key, { kind: 'claimed' });
		}
		// It may have taken long.
		await this.renew();
	}

	/** Makes keys ours whose claim has lapsed. */
	private async takeOver(
		unsettled: readonly KeyMarks[],
		claims: Map<string, Claim>,
	): Promise<void> {
		if (unsettled.length === 0) return;
		const nowMs = this.now();
		const { ours, inDoubt } = this.isShared
			? await this.takeAway(unsettled, nowMs)
			: { ours: new Map(unsettled.map((marks) => [marks, []])), inDoubt: new Set<KeyMarks>() };
		const keys = [...ours.keys()];
		const found = await findClaimSlots(keys, nowMs, async (marks) => await this.look(marks));
		const alive = await this.renewed(new Set(found.values()), nowMs);
		const ended = await this.endedMeanwhile(keys.filter(({ key }) => !found.has(key)));

		const given: string[] = [];
		for (const [marks, takenOver] of ours) {
			const { key } = marks;
			const slot = found.get(key);
			const isAlive = slot !== undefined && alive.has(slot) && !inDoubt.has(marks);
			const ending = ended.get(key);
			if (isAlive || ending) {
				given.push(...takenOver);
				if (ending === 'sent') claims.set(key, { kind: 'settled' });
				continue;
			}
			this.held.set(key, { marks, slot, takenOver: new Set(takenOver), writtenAtMs: nowMs });
			claims.set(key, {
				kind: 'abandoned',
				atMs: slot === undefined ? undefined : slot * storeTimings.slotMs,
				quietSinceMs:
					this.isShared && !inDoubt.has(marks) ? nowMs - storeTimings.mayLeaveMs : undefined,
			});
		}
		await this.access.unmark(this.data, given);
	}

	/**
	 * Takes unsettled keys from other processes, but for those that another one has just taken.
	 *
	 * @returns the keys that are ours, each with the marks that say so; and those in doubt
	 */
	private async takeAway(
		unsettled: readonly KeyMarks[],
		nowMs: number,
	): Promise<{ ours: Map<KeyMarks, string[]>; inDoubt: Set<KeyMarks> }> {
		const own = this.access.ownMark();
		const sentinel = this.access.ownMark();
		const slots = slotsAhead(nowMs);
		const takingsOf = (marks: KeyMarks) => slots.map((slot) => marks.takenOverIn(slot));
		const { fresh, late } = await this.access.probe(this.data, [
			...existing(own, sentinel),
			...unsettled.flatMap((marks) => [marks.taken, marks.doubt, ...takingsOf(marks)]),
		]);
		const first = unsettled.filter(({ taken }) => fresh.has(taken));
		const again = await this.takenLongAgo(
			unsettled.filter(
				(marks) => !fresh.has(marks.taken) && takingsOf(marks).every((taking) => fresh.has(taking)),
			),
			nowMs,
		);
		const taken = [
			...first.map((marks) => ({ marks, tokens: [marks.taken], others: takingsOf(marks) })),
			...again.map((marks) => ({ marks, tokens: takingsOf(marks), others: [] })),
		];
		const kept = new Set([
			...existing(own, sentinel),
			...taken.flatMap(({ tokens, others }) => [...tokens, ...others]),
		]);
		this.tidy(
			[...fresh].filter((mark) => !kept.has(mark)),
			sentinel,
		);
		const contested = await this.contested(taken, [], { own, late });
		const ours = new Map<KeyMarks, string[]>();
		for (const { marks } of taken) {
			if (!contested.has(marks)) ours.set(marks, [marks.taken, ...takingsOf(marks)]);
		}
		return { ours, inDoubt: new Set(unsettled.filter(({ doubt }) => !fresh.has(doubt))) };
	}

	/** Those of these keys that nobody has taken, or held after taking, of late. */
	private async takenLongAgo(keys: readonly KeyMarks[], nowMs: number): Promise<KeyMarks[]> {
		const recent = recentSlots(nowMs);
		const takingsOf = (marks: KeyMarks) => recent.map((slot) => marks.takenOverIn(slot));
		const ahead = new Set(
			keys.flatMap((marks) => slotsAhead(nowMs).map((slot) => marks.takenOverIn(slot))),
		);
		const there = await this.look(keys.flatMap(takingsOf).filter((taking) => !ahead.has(taking)));
		return keys.filter((marks) => !takingsOf(marks).some((taking) => there.has(taking)));
	}

	/** In which of these slots claims were made that a process still holds. */
	private async renewed(claimSlots: ReadonlySet<number>, nowMs: number): Promise<Set<number>> {
		if (!this.isShared) return new Set();
		const recent = recentSlots(nowMs);
		const old = [...claimSlots].filter((slot) => !recent.includes(slot));
		const there = await this.look(old.flatMap((slot) => recent.map((now) => renewedIn(slot, now))));
		const renewed = old.filter((slot) => recent.some((now) => there.has(renewedIn(slot, now))));
		return new Set([...claimSlots].filter((slot) => recent.includes(slot)).concat(renewed));
	}

	/**
	 * A key of which nobody knows when it was claimed was perhaps not claimed at all: another process
	 * looked at a settled one in the same moment.
	 */
	private async endedMeanwhile(keys: readonly KeyMarks[]): Promise<Map<string, Ending>> {
		const there = await this.look(keys.flatMap((marks) => [marks.seen, marks.open]));
		const ended = keys.filter((marks) => !there.has(marks.open));
		return new Map(ended.map(({ key, seen }) => [key, there.has(seen) ? 'sent' : 'notSent']));
	}

	/**
	 * Looks again until no other process has overwritten what we set; returns the keys that another one
	 * took in the same moment.
	 *
	 * @param further marks to be confirmed that are nobody's own
	 */
	private async contested(
		taken: readonly Taken[],
		further: readonly string[],
		{ own, late: tookLong }: Taking,
	): Promise<Set<KeyMarks>> {
		const contested = new Set<KeyMarks>();
		if (own === undefined) return contested;
		// Who is late may have overwritten that somebody else had them, and never learns.
		if (tookLong) {
			this.access.discard(own);
			return new Set(taken.map(({ marks }) => marks));
		}
		if (taken.length > 0) {
			await this.access.repeat(async () => {
				const ours = taken.filter(({ marks }) => !contested.has(marks));
				const all = ours.flatMap(({ tokens, others }) => [...tokens, ...others]);
				const { fresh: lost, late } = await this.access.confirm(this.data, [
					own,
					...further,
					...all,
				]);
				if (lost.size === 0) return true;
				for (const { marks, tokens } of ours) {
					const wereOverwritten = lost.has(own) && tokens.some((token) => !lost.has(token));
					if (wereOverwritten || late) contested.add(marks);
				}
				return false;
			});
			this.sentinels.push(own);
		}
		return contested;
	}

	/** Which of these marks are there; those that are not are taken away again. */
	private async look(marks: readonly string[]): Promise<Set<string>> {
		const there = new Set<string>();
		for (let at = 0; at < marks.length; at += MOST_TO_LOOK_AT) {
			const some = marks.slice(at, at + MOST_TO_LOOK_AT);
			const sentinel = this.access.ownMark();
			const { fresh } = await this.access.probe(this.data, [...existing(sentinel), ...some]);
			this.tidy([...fresh], sentinel);
			for (const mark of some) if (!fresh.has(mark)) there.add(mark);
		}
		return there;
	}

	/** Takes away what was set only to look. */
	private tidy(marks: readonly string[], sentinel: string | undefined): void {
		const done = this.access.remove(this.data, marks, sentinel).then(
			// That it stays away is seen to when the run may long be over.
			({ lasts }) => void lasts.catch(() => undefined),
			() => undefined,
		);
		this.tidying = Promise.all([this.tidying, done]);
	}
}

/** The slots for which a key is said to be ours: the one that runs and the next. */
function slotsAhead(nowMs: number): number[] {
	const slot = slotOf(nowMs);
	return [slot, slot + 1];
}

/**
 * A claim that was last written down before these slots has lapsed: its requests have long left, or
 * never will, even where the clocks of two machines differ by some seconds.
 */
function recentSlots(nowMs: number): number[] {
	const { renewWithinMs, mostClockDifferenceMs } = storeTimings;
	const first = slotOf(nowMs - renewWithinMs - mostClockDifferenceMs);
	const last = slotOf(nowMs) + 1;
	return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

function existing(...marks: Array<string | undefined>): string[] {
	return marks.filter((mark) => mark !== undefined);
}
