import { counted } from '../../../../../wording/join';
import { phrase, say } from '../../../../../wording/say';
import { idOf, type Claim, type Ending, type Gift, type Register } from '../contract';
import { RegisterProblem } from '../../../../shared/registerDatabase/registerProblem';
import { registerTimings } from '../../../../shared/registerDatabase/timings';
import { findClaimTimes } from './claimTimes';
import { GiftMarks, hourMark, hourOf, MARKS_PER_GIFT, retryMark, slotMark, slotOf } from './marks';
import { MarkList, MOST_MARKS } from './markList';
import type { ProcessedData } from './processedData';

/** How many gifts n8n's list holds. */
export const MOST_GIFTS = MOST_MARKS / MARKS_PER_GIFT;
/** A user whose run has spent less time than this with the list is not told about it. */
const WORTH_MENTIONING_MS = 5_000;

export interface N8nRegisterOptions {
	/** Names the list: the workflow and the node. */
	name: string;
	/** How many items the run has. */
	itemCount: number;
	now?: () => number;
}

/**
 * The register in n8n's own store, for an n8n that is one process. All that this store does cheaply is to
 * add a mark and tell whether it was there. So the state of a gift is spelled in marks, and in the usual
 * course marks are only added:
 *
 * | marks | the gift |
 * | --- | --- |
 * | none | is free |
 * | taken, the time of the claim | is claimed, or in doubt |
 * | the same, sent, surelySent | was sent |
 *
 * A run that finds a gift taken looks whether it was sent by adding the mark `sent`, and removes it again if
 * it was not there. If the process dies in between, the mark `surelySent` is missing, which tells this
 * leftover from a gift that was sent.
 *
 * A gift that is claimed and that no run of this process holds was left by a process that died.
 */
export class N8nRegister implements Register {
	/** Each access reads and writes the whole list, so a run that goes fast makes few of them. */
	readonly windows = { first: 16, most: 2_000, gatherMs: 10 * registerTimings.gatherMs };
	private readonly list: MarkList;
	private readonly now: () => number;
	private readonly mine = new Map<string, GiftMarks>();
	private readonly beganAtMs = performance.now();
	private readonly busyMsBefore: number;

	constructor(
		private readonly data: ProcessedData,
		private readonly options: N8nRegisterOptions,
	) {
		this.list = MarkList.of(options.name);
		this.now = options.now ?? Date.now;
		this.busyMsBefore = this.list.busyMs;
	}

	get advice(): string | undefined {
		if (this.list.isFull) return phrase('storeForgets');
		const busyMs = this.list.busyMs - this.busyMsBefore;
		const elsewhereMs = performance.now() - this.beganAtMs - busyMs;
		return busyMs > Math.max(WORTH_MENTIONING_MS, elsewhereMs)
			? phrase('storeTakesLong')
			: undefined;
	}

	async claim(gifts: readonly Gift[]): Promise<Claim[]> {
		if (this.options.itemCount > MOST_GIFTS) throw tooMany(this.options.itemCount);
		const claims: Claim[] = gifts.map(() => ({ kind: 'elsewhere' }));
		const places = [...gifts.keys()].filter((at) => this.hold(gifts[at]));
		let isDone = false;
		try {
			await this.list.checkIn(this.data);
			const marks = places.map((at) => this.marksOf(gifts[at]));
			for (const [n, claim] of (await this.find(marks)).entries()) {
				claims[places[n]] = this.withQuiet(claim, gifts[places[n]]);
			}
			isDone = true;
		} finally {
			if (!isDone) for (const at of places) this.letGo(gifts[at]);
		}
		for (const at of places) if (claims[at].kind === 'sent') this.letGo(gifts[at]);
		return claims;
	}

	async settle(endings: readonly Ending[]): Promise<void> {
		const ours = endings.filter(({ gift }) => this.mine.has(idOf(gift)));
		const marksOf = (kind: Ending['kind']) =>
			ours.filter((ending) => ending.kind === kind).map(({ gift }) => this.marksOf(gift));
		await Promise.all([
			this.list.add(
				this.data,
				marksOf('sent').flatMap(({ sent, surelySent }) => [sent, surelySent]),
			),
			this.list.remove(
				this.data,
				marksOf('notSent').map(({ taken }) => taken),
			),
		]);
		for (const { gift, kind } of ours) {
			if (kind === 'unknown') quietSince.set(this.nameOf(idOf(gift)), this.now());
			this.letGo(gift);
		}
	}

	async renew(): Promise<void> {
		// There are no leases: only this process uses the list, and it knows what its runs hold.
	}

	maySend(gift: Gift): boolean {
		return this.mine.has(idOf(gift));
	}

	async goOnFrom(point: string): Promise<boolean> {
		const mark = retryMark(point);
		return (await this.list.add(this.data, [mark])).has(mark);
	}

	close(): void {
		for (const name of this.mine.keys()) held.delete(this.nameOf(name));
		this.mine.clear();
	}

	/** Claims gifts that no run of this process holds, and reads from their marks what became of them. */
	private async find(all: readonly GiftMarks[]): Promise<Claim[]> {
		const nowMs = this.now();
		const free = await this.list.add(
			this.data,
			all.map(({ taken }) => taken),
		);
		const isFree = ({ taken }: GiftMarks) => free.has(taken);
		const known = all.filter((marks) => !isFree(marks));
		let inDoubt: GiftMarks[] = [];
		let times = new Map<GiftMarks, number>();
		let isDone = false;
		try {
			const [asked] = await Promise.all([
				this.list.add(
					this.data,
					known.map(({ sent }) => sent),
				),
				this.list.add(this.data, timeMarks(all.filter(isFree), nowMs)),
			]);
			inDoubt = await this.notSent(known, asked);
			times = await findClaimTimes(inDoubt, nowMs, this.list, this.data);
			isDone = true;
		} finally {
			// Nothing was sent for them: they are free again, once the marks are removed.
			if (!isDone) this.list.discard([...free]);
		}
		const doubtful = new Set(inDoubt);
		return all.map((marks): Claim => {
			if (isFree(marks)) return { kind: 'claimed' };
			if (!doubtful.has(marks)) return { kind: 'sent' };
			return { kind: 'inDoubt', claimedAtMs: times.get(marks) };
		});
	}

	/**
	 * Those of the taken gifts that were not sent. Marks that were added only to look are removed.
	 *
	 * @param missing the marks `sent` that were not there before they were added
	 */
	private async notSent(
		asked: readonly GiftMarks[],
		missing: ReadonlySet<string>,
	): Promise<GiftMarks[]> {
		const said = asked.filter(({ sent }) => !missing.has(sent));
		const unsure = await this.list.add(
			this.data,
			said.map(({ surelySent }) => surelySent),
		);
		const notSent = asked.filter(
			({ sent, surelySent }) => missing.has(sent) || unsure.has(surelySent),
		);
		await this.list.remove(
			this.data,
			notSent.flatMap(({ sent, surelySent }) =>
				unsure.has(surelySent) ? [sent, surelySent] : [sent],
			),
		);
		return notSent;
	}

	/** An earlier process, which must have ended before this one began, sent nothing after that. */
	private withQuiet(claim: Claim, gift: Gift): Claim {
		if (claim.kind !== 'inDoubt') return claim;
		const name = this.nameOf(idOf(gift));
		const quietSinceMs = quietSince.get(name) ?? performance.timeOrigin;
		quietSince.delete(name);
		return { ...claim, quietSinceMs };
	}

	private marksOf(gift: Gift): GiftMarks {
		return this.mine.get(idOf(gift)) ?? new GiftMarks(gift);
	}

	/** Takes a gift for this run, unless another run of this process has it. */
	private hold(gift: Gift): boolean {
		const id = idOf(gift);
		if (held.has(this.nameOf(id))) return false;
		held.add(this.nameOf(id));
		this.mine.set(id, new GiftMarks(gift));
		return true;
	}

	private letGo(gift: Gift): void {
		const id = idOf(gift);
		this.mine.delete(id);
		held.delete(this.nameOf(id));
	}

	private nameOf(id: string): string {
		return `${this.options.name}\n${id}`;
	}
}

/** The gifts that runs of this process hold, over all lists. */
const held = new Set<string>();

/** When runs of this process settled gifts as unknown. */
const quietSince = new Map<string, number>();

function timeMarks(gifts: readonly GiftMarks[], nowMs: number): string[] {
	if (gifts.length === 0) return [];
	const slot = slotOf(nowMs);
	return [hourMark(hourOf(nowMs)), slotMark(slot), ...gifts.map((gift) => gift.claimedIn(slot))];
}

function tooMany(itemCount: number): RegisterProblem {
	const numbers = { most: counted(MOST_GIFTS), items: counted(itemCount) };
	return new RegisterProblem(say('storeTooSmall', numbers), false);
}
