import { randomUUID } from 'node:crypto';
import {
	idOf,
	type Claim,
	type Ending,
	type Gift,
	type GiftName,
	type Register,
} from '../contract';
import { registerTimings } from '../../../../shared/registerDatabase/timings';
import type { RegisterDatabase } from '../../../../shared/registerDatabase/database';
import { CLAIM, GO_ON, RENEW, SETTLE } from './statements';

/** The workflow and execution that a run claims gifts for; written into the rows for people to read. */
export interface Owner {
	workflow: string;
	execution: string;
}

interface ClaimRow {
	kind: Claim['kind'];
	request_id: string | null;
	gateway_request_id: string | null;
	claimed_ms_ago: number | null;
	quiet_ms_ago: number | null;
}

/** Two clocks: one goes on while the machine sleeps but can be set, the other stands still but never jumps. */
export interface Clock {
	epochMs(): number;
	steadyMs(): number;
}

const REAL_CLOCK: Clock = { epochMs: () => Date.now(), steadyMs: () => performance.now() };

/** A moment by both clocks. */
interface Moment {
	epochMs: number;
	steadyMs: number;
}

/**
 * The register in PostgreSQL, for one run: rows with a lease by the server's clock. Any number of
 * processes share it. The run holds what it has claimed by a name of its own, and sends only while a
 * lease is fresh.
 */
export class PostgresRegister implements Register {
	readonly windows = { first: 50, most: 200, gatherMs: registerTimings.gatherMs };
	readonly advice = undefined;
	private readonly holder = randomUUID();
	/** The gifts that this run holds, and when it last asked for their lease. */
	private readonly held = new Map<string, { gift: Gift; renewedAt: Moment }>();

	constructor(
		private readonly database: RegisterDatabase,
		private readonly owner: Owner,
		private readonly clock: Clock = REAL_CLOCK,
	) {}

	async claim(gifts: readonly Gift[]): Promise<Claim[]> {
		const { workflow, execution } = this.owner;
		let askedAt = this.moment();
		const rows = await this.database.query<ClaimRow>(CLAIM, () => {
			askedAt = this.moment();
			return [
				...keyColumns(gifts),
				gifts.map(({ quantity }) => quantity),
				gifts.map(({ requestId }) => requestId),
				this.holder,
				registerTimings.leaseMs,
				workflow,
				execution,
			];
		});
		const answeredAtMs = this.clock.epochMs();
		return rows.map((row, at) => {
			const claim = claimOf(row, askedAt.epochMs, answeredAtMs);
			if (claim.kind === 'claimed' || claim.kind === 'inDoubt') {
				this.held.set(idOf(gifts[at]), { gift: gifts[at], renewedAt: askedAt });
			}
			return claim;
		});
	}

	async settle(endings: readonly Ending[]): Promise<void> {
		if (endings.length === 0) return;
		const gifts = endings.map(({ gift }) => gift);
		await this.database.query(SETTLE, () => [
			...keyColumns(gifts),
			gifts.map(({ quantity }) => quantity),
			gifts.map(({ requestId }) => requestId),
			endings.map(({ gatewayRequestId }) => gatewayRequestId ?? null),
			endings.map(({ kind }) => kind),
			this.holder,
		]);
		for (const gift of gifts) this.held.delete(idOf(gift));
	}

	async renew(): Promise<void> {
		const dueMs = registerTimings.renewEveryMs;
		const due = [...this.held.values()].filter(({ renewedAt }) => this.ageMs(renewedAt) >= dueMs);
		if (due.length === 0) return;
		let askedAt = this.moment();
		const rows = await this.database.query<GiftName>(RENEW, () => {
			askedAt = this.moment();
			const gifts = due.map(({ gift }) => gift);
			return [...keyColumns(gifts), this.holder, registerTimings.leaseMs];
		});
		const stillHeld = new Set(rows.map((row) => idOf(row)));
		for (const hold of due) {
			if (stillHeld.has(idOf(hold.gift))) hold.renewedAt = askedAt;
		}
	}

	maySend(gift: Gift): boolean {
		const hold = this.held.get(idOf(gift));
		return hold !== undefined && this.ageMs(hold.renewedAt) < registerTimings.mayLeaveMs;
	}

	async goOnFrom(point: string, executionId: string): Promise<boolean> {
		return (await this.database.query(GO_ON, () => [point, executionId])).length > 0;
	}

	close(): void {
		this.held.clear();
	}

	private moment(): Moment {
		return { epochMs: this.clock.epochMs(), steadyMs: this.clock.steadyMs() };
	}

	/** How long ago a moment was: the longer of what the two clocks say. */
	private ageMs({ epochMs, steadyMs }: Moment): number {
		return Math.max(this.clock.epochMs() - epochMs, this.clock.steadyMs() - steadyMs);
	}
}

function keyColumns(gifts: readonly Gift[]): string[][] {
	return [
		gifts.map(({ key }) => key),
		gifts.map(({ template }) => template),
		gifts.map(({ customer }) => customer),
		gifts.map(({ app }) => app),
	];
}

/**
 * The server tells how long ago something was, so that its clock and this machine's need not agree. By the
 * time that the answer took, `claimedAtMs` is a little early and `quietSinceMs` a little late: both err
 * towards a request that could be executed for longer.
 */
function claimOf(row: ClaimRow, askedAtMs: number, answeredAtMs: number): Claim {
	switch (row.kind) {
		case 'claimed':
		case 'elsewhere':
			return { kind: row.kind };
		case 'sent':
			return {
				kind: 'sent',
				requestId: row.request_id ?? undefined,
				gatewayRequestId: row.gateway_request_id ?? undefined,
			};
		case 'inDoubt':
			return {
				kind: 'inDoubt',
				claimedAtMs: row.claimed_ms_ago === null ? undefined : askedAtMs - row.claimed_ms_ago,
				quietSinceMs: row.quiet_ms_ago === null ? undefined : answeredAtMs - row.quiet_ms_ago,
			};
	}
}
