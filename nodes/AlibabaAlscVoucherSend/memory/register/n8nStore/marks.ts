import { createHash } from 'node:crypto';
import { idOf, type Gift } from '../contract';

/** The marks that spell what is known of one gift; see {@link N8nRegister}. */
export class GiftMarks {
	private readonly hash: string;

	constructor(gift: Gift) {
		this.hash = hashOf(idOf(gift));
	}

	get taken(): string {
		return `taken:${this.hash}`;
	}

	get sent(): string {
		return `sent:${this.hash}`;
	}

	/** Set together with {@link sent}. `sent` alone may be left by a run that only looked whether it was there. */
	get surelySent(): string {
		return `sure:${this.hash}`;
	}

	/** The time of the claim is looked for, or was when the process died: `claimedIn` proves nothing. */
	get dated(): string {
		return `dated:${this.hash}`;
	}

	claimedIn(slot: number): string {
		return `at:${this.hash}:${slot}`;
	}
}

/** How many marks a gift leaves behind. */
export const MARKS_PER_GIFT = 4;

/** An execution has gone on from this point. */
export function retryMark(point: string): string {
	return `retry:${hashOf(point)}`;
}

/** Times are written down in slots of this length. */
export const SLOT_MS = 20_000;
const HOUR_MS = 3_600_000;

export function slotOf(atMs: number): number {
	return Math.floor(atMs / SLOT_MS);
}

export function hourOf(atMs: number): number {
	return Math.floor(atMs / HOUR_MS);
}

/** Newest first. */
export function slotsOf(hour: number): number[] {
	const count = HOUR_MS / SLOT_MS;
	return Array.from({ length: count }, (_, at) => (hour + 1) * count - 1 - at);
}

/** Something was claimed in this hour, in this slot. */
export const hourMark = (hour: number) => `hour:${hour}`;
export const slotMark = (slot: number) => `slot:${slot}`;

function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
