import { say } from '../../../../../wording/say';
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurnOfEventLoop } from 'node:timers/promises';
import type { DeduplicationScope } from 'n8n-workflow';
import { RegisterProblem } from '../../../../shared/registerDatabase/registerProblem';
import { patiently } from '../../../../shared/registerDatabase/patience';
import { registerTimings } from '../../../../shared/registerDatabase/timings';
import type { ProcessedData } from './processedData';

interface Request {
	kind: 'add' | 'remove' | 'check';
	data: ProcessedData;
	marks: readonly string[];
	resolve: (added: Set<string>) => void;
	reject: (error: unknown) => void;
}

const SCOPE: DeduplicationScope = 'node';
const ENTRIES = { mode: 'entries' as const };
/** How many marks n8n keeps per node, newest first; it reads and writes all of them at every access. */
export const MOST_MARKS = 400_000;
/** How many marks go in one access; n8n searches the whole list for each one that is removed. */
const MOST_AT_ONCE = { add: 20_000, remove: 500, check: 0 };
/** This process's own mark is renewed after so many marks, before n8n drops it as one of the oldest. */
const OWN_MARK_LASTS = MOST_MARKS / 4;

/**
 * n8n's list of marks for one node, as this process sees it. Adding marks also tells which of them were not
 * there yet. n8n reads the whole list, changes it and writes it back without a lock; so all runs of this
 * process queue here, and requests that wait at the same time go in one access.
 *
 * Two processes that use one list overwrite each other's marks. Two signs of that can be seen: a mark of
 * this process is gone, or the list is not as long as this process left it. Then the access fails.
 */
export class MarkList {
	/** How long this process has spent with the list. */
	busyMs = 0;
	private readonly requests: Request[] = [];
	private working = false;
	/** Marks that are to be removed with the next access. */
	private readonly obsolete: string[] = [];
	private lengthKnown?: number;
	private ownMark?: string;
	private addedSinceOwnMark = 0;
	private lastAccessAtMs = -Infinity;

	/** The one of this process for that node. */
	static of(name: string): MarkList {
		let list = lists.get(name);
		if (!list) {
			list = new MarkList();
			lists.set(name, list);
		}
		return list;
	}

	/** Whether the list is as long as n8n lets it be, so that n8n drops the oldest marks. */
	get isFull(): boolean {
		return (this.lengthKnown ?? 0) >= MOST_MARKS;
	}

	/**
	 * To be called at the beginning of a run.
	 *
	 * @throws RegisterProblem when another process has written to the list since this one has
	 */
	async checkIn(data: ProcessedData): Promise<void> {
		const { trustListMs } = registerTimings;
		if (performance.now() - this.lastAccessAtMs >= trustListMs) await this.ask('check', data, []);
	}

	/** Adds marks; returns those that were not there yet. */
	async add(data: ProcessedData, marks: readonly string[]): Promise<ReadonlySet<string>> {
		if (marks.length === 0) return new Set();
		return await this.ask('add', data, marks);
	}

	/** Removes marks; all of them have to be there. */
	async remove(data: ProcessedData, marks: readonly string[]): Promise<void> {
		for (let at = 0; at < marks.length; at += MOST_AT_ONCE.remove) {
			await this.ask('remove', data, marks.slice(at, at + MOST_AT_ONCE.remove));
		}
	}

	/** Removes marks with the next access, without waiting for it. */
	discard(marks: readonly string[]): void {
		this.obsolete.push(...marks);
	}

	private async ask(
		kind: Request['kind'],
		data: ProcessedData,
		marks: readonly string[],
	): Promise<Set<string>> {
		return await new Promise((resolve, reject) => {
			this.requests.push({ kind, data, marks, resolve, reject });
			if (!this.working) void this.work();
		});
	}

	private async work(): Promise<void> {
		this.working = true;
		for (;;) {
			// Callers that were just answered may ask again before the next access, so that theirs goes with it.
			await nextTurnOfEventLoop();
			const some = this.takeSome();
			if (some.length === 0) break;
			try {
				await this.perform(some);
			} catch (error) {
				for (const { reject } of some) reject(error);
			}
		}
		this.working = false;
	}

	/** Takes the first requests of the queue that can go in one access: of one kind, and not too many marks. */
	private takeSome(): Request[] {
		const [first] = this.requests;
		if (!first) return [];
		let room = MOST_AT_ONCE[first.kind];
		let end = 0;
		while (
			end < this.requests.length &&
			this.requests[end].kind === first.kind &&
			(end === 0 || this.requests[end].marks.length <= room)
		) {
			room -= this.requests[end++].marks.length;
		}
		return this.requests.splice(0, end);
	}

	private async perform(requests: readonly Request[]): Promise<void> {
		const [{ kind, data }] = requests;
		await this.sweep(data);
		const marks = new Set(requests.flatMap((request) => request.marks));
		let added = new Set<string>();
		if (kind === 'add') added = await this.set(data, marks);
		else if (kind === 'remove') await this.unset(data, [...marks]);
		else await this.check(data);
		for (const { marks: asked, resolve } of requests) {
			const mine = new Set(asked.filter((mark) => added.has(mark)));
			// Of two requests that add the same mark, only the first is told that it was not there.
			for (const mark of mine) added.delete(mark);
			resolve(mine);
		}
	}

	/** Removes all marks that were discarded: the next access must not find any of them. */
	private async sweep(data: ProcessedData): Promise<void> {
		while (this.obsolete.length > 0) {
			const some = this.obsolete.slice(0, MOST_AT_ONCE.remove);
			await this.unset(data, some);
			this.obsolete.splice(0, some.length);
		}
	}

	private async check(data: ProcessedData): Promise<void> {
		const known = this.lengthKnown;
		const length = await this.access(async () => await data.getProcessedDataCount(SCOPE, ENTRIES));
		if (known !== undefined && known !== length) throw this.writtenByOthers();
		this.lengthKnown = length;
	}

	private async set(data: ProcessedData, marks: ReadonlySet<string>): Promise<Set<string>> {
		const before = this.ownMark;
		const isWorn = this.addedSinceOwnMark > OWN_MARK_LASTS;
		const own = before === undefined || isWorn ? newOwnMark() : before;
		const all = new Set([...(before === undefined ? [] : [before]), own, ...marks]);
		const known = this.lengthKnown;
		const { new: fresh } = await this.access(
			async () =>
				await data.checkProcessedAndRecord([...all], SCOPE, { ...ENTRIES, maxEntries: MOST_MARKS }),
		);
		const added = new Set(fresh.map(String));
		if (before !== undefined && added.has(before)) throw this.writtenByOthers();
		this.addedSinceOwnMark = own === before ? this.addedSinceOwnMark + added.size : 0;
		this.ownMark = own;
		if (known !== undefined) this.lengthKnown = Math.min(MOST_MARKS, known + added.size);
		added.delete(own);
		return added;
	}

	private async unset(data: ProcessedData, marks: readonly string[]): Promise<void> {
		const known = this.lengthKnown;
		await this.access(async () => await data.removeProcessed([...marks], SCOPE, ENTRIES));
		this.lengthKnown = known === undefined ? undefined : known - marks.length;
	}

	/**
	 * Makes an access, again while the database fails. If the first try did add its marks before it failed,
	 * the second finds them there, and their gifts count as in doubt.
	 */
	private async access<T>(make: () => Promise<T>): Promise<T> {
		const known = this.lengthKnown;
		const beganAtMs = performance.now();
		// If the access fails, it may have changed the list or not.
		this.lengthKnown = undefined;
		let tries = 0;
		const result = await patiently(
			async () => {
				tries++;
				return await make();
			},
			(error) => !isRefusal(error),
		);
		this.lastAccessAtMs = performance.now();
		this.busyMs += this.lastAccessAtMs - beganAtMs;
		if (tries === 1) this.lengthKnown = known;
		return result;
	}

	private writtenByOthers(): RegisterProblem {
		// The next run starts afresh, with a mark of its own and the length that it finds.
		this.ownMark = undefined;
		this.lengthKnown = undefined;
		return new RegisterProblem(say('storeShared'), false);
	}
}

const lists = new Map<string, MarkList>();

/** Forgets what this process knows of its lists; for tests. */
export function forgetMarkLists(): void {
	lists.clear();
}

function newOwnMark(): string {
	return `own:${randomBytes(12).toString('base64url')}`;
}

/** Whether n8n itself refuses, e.g. because the list is of another kind: trying again would not help. */
function isRefusal(error: unknown): boolean {
	return error instanceof Error && error.constructor.name === 'DeduplicationError';
}
