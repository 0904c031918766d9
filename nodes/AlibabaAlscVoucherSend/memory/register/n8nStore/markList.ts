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
/** n8n keeps this many of the newest marks per node, and reads and writes all of them every time. */
export const MOST_MARKS = 400_000;
/** Marks that go in one access; n8n searches the whole list for each that is taken away. */
const MOST_AT_ONCE = { add: 20_000, remove: 500, check: 0 };
/** Marks that are added until the own one is renewed, so that n8n does not drop it for its age. */
const OWN_MARK_LASTS = MOST_MARKS / 4;

/**
 * n8n's list of one node, as this process sees it: marks can be added, and it is told in the same breath
 * which had not been there. n8n reads the whole list, changes it and writes it back, without a lock. So
 * all runs of this process go through here; what waits at the same time passes together.
 *
 * Two processes that use one list overwrite each other. What can be noticed of that is: that a mark of
 * this process is gone, or that the list is not as long as this process left it. Then nobody goes on.
 */
export class MarkList {
	/** How long this process has spent with the list. */
	busyMs = 0;
	private readonly requests: Request[] = [];
	private working = false;
	/** Marks that were set and mean nothing any more. */
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

	/** The list is as long as n8n lets it be: the oldest marks are dropped. */
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

	/** Adds marks; tells which had not been there. */
	async add(data: ProcessedData, marks: readonly string[]): Promise<ReadonlySet<string>> {
		if (marks.length === 0) return new Set();
		return await this.ask('add', data, marks);
	}

	/** Takes marks away that are there. */
	async remove(data: ProcessedData, marks: readonly string[]): Promise<void> {
		for (let at = 0; at < marks.length; at += MOST_AT_ONCE.remove) {
			await this.ask('remove', data, marks.slice(at, at + MOST_AT_ONCE.remove));
		}
	}

	/** Has marks taken away at the next opportunity. */
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
			// Whoever was just answered gets to ask in time for the next access.
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

	/** The requests of one kind that pass together. */
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
			// Of two who add the same mark at once, only one was first.
			for (const mark of mine) added.delete(mark);
			resolve(mine);
		}
	}

	private async sweep(data: ProcessedData): Promise<void> {
		const litter = this.obsolete.splice(0, MOST_AT_ONCE.remove);
		if (litter.length === 0) return;
		let isDone = false;
		try {
			await this.unset(data, litter);
			isDone = true;
		} finally {
			if (!isDone) this.obsolete.push(...litter);
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

	/** An access may be made twice: what it has added is then found to be there, and that is in doubt. */
	private async access<T>(make: () => Promise<T>): Promise<T> {
		const known = this.lengthKnown;
		const beganAtMs = performance.now();
		// Until it is known that it went well.
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
		// Whoever comes next begins anew.
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

/** n8n's own refusal, such as for a list of another kind, stays. */
function isRefusal(error: unknown): boolean {
	return error instanceof Error && error.constructor.name === 'DeduplicationError';
}
