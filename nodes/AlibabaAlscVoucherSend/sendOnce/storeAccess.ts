import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurnOfEventLoop } from 'node:timers/promises';
import type { DeduplicationScope } from 'n8n-workflow';
import { pause } from '../../shared/pause';
import { Fence, GivenUp } from './fence';
import type { ProcessedData } from './processedData';
import { storeTimings } from './storeTimings';

export interface StoreAddress {
	/** Names the store: the workflow and the node. */
	name: string;
	/** Other n8n processes (queue mode) may write to the store at the same time. */
	sharedWithOtherProcesses: boolean;
}

/** What setting marks told. */
export interface Written {
	/** The marks that had not been there. */
	fresh: Set<string>;
	/** It took so long that it may have overwritten what others believe to be there. */
	late: boolean;
}

/** Something that was written and may yet be overwritten by other processes. */
export interface Lasting {
	/** Resolves when nobody can overwrite it any more; rejects when others keep doing so. */
	lasts: Promise<void>;
}

interface Request {
	kind: 'mark' | 'probe' | 'unmark' | 'confirm';
	data: ProcessedData;
	marks: readonly string[];
	resolve: (written: Written) => void;
	reject: (error: unknown) => void;
}

const SCOPE: DeduplicationScope = 'node';
/**
 * n8n keeps this many of the newest marks per node; see docs/how-it-works.md. Every access reads and
 * writes all of them, and who shares a store must not take long.
 */
const MOST_MARKS = 200_000;
const MOST_SHARED_MARKS = 100_000;
const MOST_TRIES = 30;
const MOST_TRIES_AFTER_REFUSAL = 4;
const MOST_ROUNDS = 20;
/** Marks that pass together; n8n searches the whole store for each that is to be taken away. */
const MOST_AT_ONCE = { mark: 10_000, probe: 10_000, confirm: Infinity, unmark: 1_000 };
/** Accesses in a row after which those who wait for a confirmation come first. */
const MOST_IN_A_ROW = 6;

/**
 * This process's way to one store. n8n reads a whole store, changes it and writes it back, without a
 * lock and at a cost that grows with the store. So all runs of this process go through here: their
 * requests pass one after the other, and what waits at the same time passes together.
 *
 * Of two processes that access the store at once, the one that writes first loses what it wrote. It
 * notices by keeping quiet until every such writer has finished, and looking again ({@link confirm}).
 * Only a process that is itself quiet can tell: two that write without a break may each go on reading
 * what they wrote themselves. Who takes too long between reading and writing gives up before he writes.
 */
export class StoreAccess {
	private readonly requests: Request[] = [];
	private working = false;
	private slowestMs = 0;
	private readonly litter: string[] = [];

	private constructor(private readonly address: StoreAddress) {}

	/** The one access of this process to that store. */
	static to(address: StoreAddress): StoreAccess {
		let access = accesses.get(address.name);
		if (!access) {
			access = new StoreAccess(address);
			accesses.set(address.name, access);
		}
		return access;
	}

	/** Sets marks. */
	async mark(data: ProcessedData, marks: readonly string[]): Promise<Written> {
		return await this.ask('mark', data, marks);
	}

	/** Sets marks that are to be taken away again when it is known which were there. */
	async probe(data: ProcessedData, marks: readonly string[]): Promise<Written> {
		return await this.ask('probe', data, marks);
	}

	async unmark(data: ProcessedData, marks: readonly string[]): Promise<void> {
		await this.ask('unmark', data, marks);
	}

	/**
	 * Sets marks once more after a time of quiet; tells which were not there any more. Alone in a store,
	 * a process has nothing to confirm.
	 */
	async confirm(data: ProcessedData, marks: readonly string[]): Promise<Written> {
		if (!this.address.sharedWithOtherProcesses) return NOTHING;
		return await this.ask('confirm', data, marks);
	}

	/** Sets marks and sees to it that they stay. */
	async keep(data: ProcessedData, marks: readonly string[]): Promise<Lasting> {
		await this.mark(data, marks);
		const isThere = async () => (await this.confirm(data, marks)).fresh.size === 0;
		return lasting(this.repeat(isThere));
	}

	/**
	 * Takes marks away and sees to it that they stay away.
	 *
	 * @param sentinel a mark that everyone who read these marks has read too: who puts them back by
	 * overwriting the store puts it back as well
	 */
	async remove(
		data: ProcessedData,
		marks: readonly string[],
		sentinel: string | undefined,
	): Promise<Lasting> {
		const sentinels = sentinel === undefined ? [] : [sentinel];
		const all = marks.length > 0 ? [...marks, ...sentinels] : [];
		await this.unmark(data, all);
		const isAway = async () => {
			const { fresh } = await this.confirm(data, marks.length > 0 ? sentinels : []);
			if (marks.length === 0 || fresh.size === sentinels.length) return true;
			await this.unmark(data, all);
			return false;
		};
		return lasting(this.repeat(isAway).finally(() => this.discard(...sentinels)));
	}

	/** Takes marks that mean nothing any more away at the next opportunity. */
	discard(...marks: readonly string[]): void {
		this.litter.push(...marks);
	}

	/** A mark of this process's own, where it shares the store. */
	ownMark(): string | undefined {
		if (!this.address.sharedWithOtherProcesses) return undefined;
		return `own:${randomBytes(12).toString('base64url')}`;
	}

	/** Tries until it is done, or until other processes have overwritten too much of it. */
	async repeat(isDone: () => Promise<boolean>): Promise<void> {
		for (let round = 0; round < MOST_ROUNDS; round++) if (await isDone()) return;
		throw new Error('other n8n processes kept overwriting what was written down');
	}

	private async ask(
		kind: Request['kind'],
		data: ProcessedData,
		marks: readonly string[],
	): Promise<Written> {
		if (marks.length === 0) return NOTHING;
		return await new Promise((resolve, reject) => {
			this.requests.push({ kind, data, marks, resolve, reject });
			if (!this.working) void this.work();
		});
	}

	private async work(): Promise<void> {
		this.working = true;
		let inARow = 0;
		for (;;) {
			// Whoever was just answered, or is about to ask, gets to ask in time for the next access.
			await nextTurnOfEventLoop();
			if (this.requests.length === 0) break;
			const isOverdue = inARow >= MOST_IN_A_ROW && this.requests.some(isConfirmation);
			// What was set only to look would mislead others for as long as it is there.
			const next = this.requests.find(({ kind }) =>
				isOverdue ? kind === 'unmark' : kind !== 'confirm',
			);
			if (next) {
				inARow++;
				await this.perform(this.takeSome(next.kind));
			} else {
				const confirmations = this.takeSome('confirm');
				await pause(this.quietMs());
				inARow = 0;
				await this.perform(confirmations);
			}
		}
		this.working = false;
	}

	/** The requests of one kind that pass together. */
	private takeSome(wanted: Request['kind']): Request[] {
		let most = MOST_AT_ONCE[wanted];
		const taken: Request[] = [];
		const left: Request[] = [];
		for (const request of this.requests) {
			const passes =
				request.kind === wanted && (taken.length === 0 || request.marks.length <= most);
			if (passes) most -= request.marks.length;
			(passes ? taken : left).push(request);
		}
		this.requests.splice(0, Infinity, ...left);
		return taken;
	}

	/** Answers requests of one kind with one access to the store. */
	private async perform(requests: readonly Request[]): Promise<void> {
		const [{ kind, data }] = requests;
		const marks = new Set(requests.flatMap((request) => request.marks));
		try {
			const { fresh, late } = await this.tryAgain(async () => {
				if (kind === 'unmark') return await this.unset(data, marks);
				return await this.set(data, marks, kind === 'probe');
			});
			for (const { marks: asked, resolve } of requests) {
				const mine = new Set(asked.filter((mark) => fresh.has(mark)));
				// Of two who set the same mark at once, only one was first.
				if (kind !== 'confirm') for (const mark of mine) fresh.delete(mark);
				resolve({ fresh: mine, late });
			}
		} catch (error) {
			for (const { reject } of requests) reject(error);
		}
	}

	private async set(
		data: ProcessedData,
		marks: ReadonlySet<string>,
		onlyToLook: boolean,
	): Promise<Written> {
		const most = this.address.sharedWithOtherProcesses ? MOST_SHARED_MARKS : MOST_MARKS;
		// What is set only to be looked at must not push old keys out of the store.
		const options = this.fence().options(most + (onlyToLook ? marks.size : 0));
		const { new: fresh } = await data.checkProcessedAndRecord([...marks], SCOPE, options);
		return { fresh: new Set(fresh.map(String)), late: false };
	}

	private async unset(data: ProcessedData, marks: ReadonlySet<string>): Promise<Written> {
		const litter = this.litter.splice(0);
		await data.removeProcessed(this.fence().around([...marks, ...litter]), SCOPE, {
			mode: 'entries',
		});
		return NOTHING;
	}

	/**
	 * An access that was given up has done nothing. So has one that is refused because two processes
	 * create the store in the same moment.
	 */
	private async tryAgain(access: () => Promise<Written>): Promise<Written> {
		for (let tries = 1; ; tries++) {
			const beganAtMs = performance.now();
			let failure: unknown;
			try {
				const written = await access();
				const tookMs = performance.now() - beganAtMs;
				this.slowestMs = Math.max(tookMs, this.slowestMs * 0.9);
				return { ...written, late: tookMs > storeTimings.lateMs };
			} catch (error) {
				failure = error;
			}
			const most = failure instanceof GivenUp ? MOST_TRIES : MOST_TRIES_AFTER_REFUSAL;
			if (tries >= most || !this.address.sharedWithOtherProcesses) throw failure;
			await pause(Math.random() * 200);
		}
	}

	/** Alone in a store, a process may take as long as it likes. */
	private fence(): Fence {
		const { mostMsUntilWriting } = storeTimings;
		return new Fence(this.address.sharedWithOtherProcesses ? mostMsUntilWriting : Infinity);
	}

	private quietMs(): number {
		const { leastQuietMs, quietPerAccess, mostQuietMs } = storeTimings;
		const quietMs = Math.max(leastQuietMs, quietPerAccess * this.slowestMs);
		return Math.min(mostQuietMs, quietMs) * (1 + Math.random() / 4);
	}
}

/** Whoever fails before he comes to wait for it has said so already. */
function lasting(lasts: Promise<void>): Lasting {
	lasts.catch(() => undefined);
	return { lasts };
}

const accesses = new Map<string, StoreAccess>();

const NOTHING: Written = { fresh: new Set(), late: false };

function isConfirmation({ kind }: Request): boolean {
	return kind === 'confirm';
}
