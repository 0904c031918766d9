import { createHash } from 'node:crypto';
import { storeTimings } from './storeTimings';

/** The marks that spell what is known of one key; see {@link SendOnceStore}. */
export class KeyMarks {
	private readonly hash: string;

	constructor(readonly key: string) {
		this.hash = createHash('sha256').update(key).digest('base64url').slice(0, 22);
	}

	get seen(): string {
		return `key:${this.hash}`;
	}

	get open(): string {
		return `open:${this.hash}`;
	}

	get doubt(): string {
		return `doubt:${this.hash}`;
	}

	/** Set and taken away together with what is set to look for the time of the claim. */
	get looked(): string {
		return `look:${this.hash}`;
	}

	/** Claimed in this slot of time. */
	claimedIn(slot: number): string {
		return `at:${this.hash}:${slot}`;
	}

	/** Taken over, since somebody had left it behind. */
	get taken(): string {
		return `taken:${this.hash}`;
	}

	/** Held, in this slot of time, by who took it over. */
	takenOverIn(slot: number): string {
		return `took:${this.hash}:${slot}`;
	}
}

/** Claims made in `slot` were still held by their process in slot `now`. */
export function renewedIn(slot: number, now: number): string {
	return `renewed:${slot}:${now}`;
}

const HOUR_MS = 3_600_000;
const HOURS_PER_DAY = 24;

/** Something was claimed during this day, this hour, this slot. */
export const usedDay = (day: number) => `day:${day}`;
export const usedHour = (hour: number) => `hour:${hour}`;
export const usedSlot = (slot: number) => `slot:${slot}`;

/** What is written down once for all claims of a slot, so that the slot can be found again. */
export function slotMarks(slot: number): string[] {
	const hour = Math.floor((slot * storeTimings.slotMs) / HOUR_MS);
	return [usedDay(Math.floor(hour / HOURS_PER_DAY)), usedHour(hour), usedSlot(slot)];
}

export function slotOf(atMs: number): number {
	return Math.floor(atMs / storeTimings.slotMs);
}

/** Newest first. */
export function hoursOf(day: number): number[] {
	return range(day * HOURS_PER_DAY, (day + 1) * HOURS_PER_DAY);
}

/** Newest first. */
export function slotsOf(hour: number): number[] {
	return range(slotOf(hour * HOUR_MS), slotOf((hour + 1) * HOUR_MS));
}

/** Newest first: today and `count - 1` days before; tomorrow too, for clocks that are ahead. */
export function daysUntil(nowMs: number, count: number): number[] {
	const today = Math.floor(nowMs / (HOURS_PER_DAY * HOUR_MS));
	return range(today - count + 1, today + 2);
}

function range(first: number, end: number): number[] {
	return Array.from({ length: end - first }, (_, at) => end - 1 - at);
}
