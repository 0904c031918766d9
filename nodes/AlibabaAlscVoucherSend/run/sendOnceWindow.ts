import type { Sent, Outcome } from '../delivery/outcome';
import {
	idOf,
	type Claim,
	type Ending,
	type Gift,
	type Register,
} from '../memory/register/contract';
import { registerTimings } from '../../shared/registerDatabase/timings';
import { say } from '../../../wording/say';
import type { Claimable, ItemState, Work } from './itemState';

/**
 * A window whose items are sent sooner than this is doubled. One that lasts longer is halved: all its
 * keys are in doubt if the process dies.
 */
const SHORT_MS = 2_000;
const LONG_MS = 8_000;
/**
 * Beyond this a window grows by sending only. Going over keys that were sent before says nothing of how
 * soon the first free ones will be sent.
 */
const MOST_UNTRIED = 500;
/** The most endings that are written in one go. */
const MOST_ENDINGS = 2_000;
/**
 * What share of the time between two claims may go into writing endings: the slower the register, the longer
 * they gather. Not longer than this, since those of a process that dies are in doubt.
 */
const MOST_OF_TIME = 0.1;
const MOST_GATHER_MS = 10_000;

/** Claims and settles the keys of a run in windows, instead of with a database write per item. */
export class SendOnceWindow {
	private endings: Ending[] = [];
	/** The gifts that this run has claimed, by {@link idOf}. */
	private readonly claimed = new Set<string>();
	private settling: Promise<void> = Promise.resolve();
	/** The next {@link settle}, as long as it has not begun. */
	private nextSettle?: Promise<void>;
	private gathering?: NodeJS.Timeout;
	private gatherMs: number;
	private renewal?: NodeJS.Timeout;
	private isRenewing = false;
	private currentSize: number;
	private claimedAtMs?: number;
	/** Most gifts of the last window were free, and were sent. */
	private wasSent = false;
	/** Why the endings could not be written into the register; their keys stay claimed. */
	settleProblem?: unknown;

	constructor(private readonly register: Register) {
		this.currentSize = register.windows.first;
		this.gatherMs = register.windows.gatherMs;
	}

	/** How many items are to be claimed next. */
	get size(): number {
		return this.currentSize;
	}

	/** What the user should know of the register, once the run is over. */
	get advice(): string | undefined {
		return this.register.advice;
	}

	/**
	 * Claims the keys of these items.
	 *
	 * @returns the state of each item by what the register says of its key, in order
	 */
	async claim(items: readonly Claimable[]): Promise<ItemState[]> {
		this.renewal ??= setInterval(() => void this.renew(), registerTimings.renewEveryMs / 2);
		const gifts = items.map(({ work }) => giftOf(work));
		let claims: Claim[] | undefined;
		// A store that is read and written as a whole does both in one go.
		void this.flush();
		try {
			claims = await this.register.claim(gifts);
		} finally {
			// The register may have claimed some, or taken them over, before it failed: they are released with the
			// next endings.
			if (!claims) this.endings.push(...gifts.map((gift) => ({ gift, kind: 'released' as const })));
		}
		this.adaptSize(claims);
		return items.map((item, at) => {
			const claim = claims[at];
			if (claim.kind === 'claimed' || claim.kind === 'inDoubt') this.claimed.add(idOf(gifts[at]));
			return applyClaim(item, claim);
		});
	}

	/** Whether a request for the item may leave now: its claim cannot have been taken over yet. */
	maySend(work: Work): boolean {
		return !this.holds(work) || this.register.maySend(giftOf(work));
	}

	/** Whether the item's key was claimed by this run. */
	holds(work: Work): boolean {
		return this.claimed.has(idOf(giftOf(work)));
	}

	/** Gathers how a claimed item ended, to be written with others. */
	recordEnding(work: Work, outcome: Outcome): void {
		if (!this.holds(work)) return;
		const { kind } = outcome;
		this.endings.push({
			gift: giftOf(work),
			kind: kind === 'sent' || kind === 'unknown' ? kind : 'notSent',
			gatewayRequestId:
				kind === 'sent' && outcome.proof.by === 'answer'
					? outcome.proof.answer.requestId
					: undefined,
		});
		this.gather();
	}

	/** Writes the endings gathered so far into the register. */
	async flush(): Promise<void> {
		clearTimeout(this.gathering);
		this.gathering = undefined;
		this.nextSettle ??= this.settling.then(async () => {
			this.nextSettle = undefined;
			await this.settle();
		});
		this.settling = this.nextSettle;
		await this.settling;
	}

	/** Writes the last endings; to be awaited at the end of the run, before {@link close}. */
	async finish(): Promise<void> {
		await this.flush();
	}

	/** Stops renewing and writing: the run is over. */
	close(): void {
		clearInterval(this.renewal);
		clearTimeout(this.gathering);
		this.register.close();
	}

	/**
	 * Writes the endings gathered so far; those that come meanwhile are gathered anew. Those that cannot be
	 * written are tried again with the next ones.
	 */
	private async settle(): Promise<void> {
		for (let left = this.endings.length; left > 0; left -= MOST_ENDINGS) {
			const some = this.endings.splice(0, Math.min(left, MOST_ENDINGS));
			const beganAtMs = performance.now();
			try {
				await this.register.settle(some);
				this.settleProblem = undefined;
			} catch (error) {
				this.settleProblem = error;
				this.endings.unshift(...some);
				this.gather();
				return;
			}
			const tookMs = performance.now() - beganAtMs;
			const { gatherMs } = this.register.windows;
			this.gatherMs = Math.max(gatherMs, Math.min(MOST_GATHER_MS, tookMs / MOST_OF_TIME));
		}
	}

	private gather(): void {
		this.gathering ??= setTimeout(() => void this.flush(), this.gatherMs);
	}

	private async renew(): Promise<void> {
		if (this.isRenewing) return;
		this.isRenewing = true;
		try {
			await this.register.renew();
		} catch {
			// Tried again at the next interval. Until then `maySend` holds back keys whose lease may have lapsed.
		} finally {
			this.isRenewing = false;
		}
	}

	private adaptSize(claims: readonly Claim[]): void {
		const { first, most } = this.register.windows;
		const nowMs = performance.now();
		const lastedMs = this.claimedAtMs === undefined ? 0 : nowMs - this.claimedAtMs;
		this.claimedAtMs = nowMs;
		const limit = this.wasSent ? most : Math.min(most, MOST_UNTRIED);
		this.wasSent = 2 * claims.filter(({ kind }) => kind === 'claimed').length > claims.length;
		if (lastedMs < SHORT_MS) {
			this.currentSize = Math.max(this.currentSize, Math.min(2 * this.currentSize, limit));
		} else if (lastedMs > LONG_MS) {
			this.currentSize = Math.max(
				Math.floor(this.currentSize / 2),
				Math.min(first, this.currentSize),
			);
		}
	}
}

function giftOf({ item, request }: Work): Gift {
	return {
		app: item.app,
		key: item.sendOnceKey,
		template: request.voucher_id,
		customer: request.customer_id,
		quantity: request.voucher_num,
		requestId: request.request_id ?? '',
	};
}

function applyClaim(before: Claimable, claim: Claim): ItemState {
	const { work } = before;
	switch (claim.kind) {
		case 'claimed':
			return before;
		case 'sent': {
			const { gatewayRequestId } = claim;
			// Every execution makes the same request id of a key, unless the user gives one.
			const ownId = work.item.request.request_id ? undefined : work.request.request_id;
			const requestId = claim.requestId ?? ownId;
			const proof = { by: 'sendOnceKey' as const, requestId, gatewayRequestId };
			const outcome: Sent = { kind: 'sent', attempts: 0, proof };
			return { kind: 'settled', work, outcome };
		}
		case 'inDoubt': {
			// The ledger of this execution knows when the request left; the register only when it was claimed.
			if (before.kind !== 'unsent') return before;
			const { claimedAtMs: firstAttemptAtMs, quietSinceMs } = claim;
			const earlier = { attempts: 0, firstAttemptAtMs, quietSinceMs, words: say('keyAbandoned') };
			return { kind: 'inDoubt', work, earlier };
		}
		case 'elsewhere':
			return { kind: 'claimedElsewhere', work, before };
	}
}
