import { pause } from '../../shared/pause';
import { daysUntil, hoursOf, slotsOf, usedDay, usedHour, usedSlot, type KeyMarks } from './marks';
import { storeTimings } from './storeTimings';

/** Tells which of these marks are there, and leaves the store as it was. */
export type Look = (marks: readonly string[]) => Promise<Set<string>>;

const DAYS = 60;
/** Looking costs time: a key that is not found among so many slots has no time. */
const MOST_SLOTS = 10_000;
const SLOTS_AT_ONCE = 32;
const MOST_NOT_FOUND = 3;
const MOST_TRIES = 3;

/**
 * Finds the slots of time in which keys were claimed, from 60 days ago until now. A mark can only be
 * looked for by its whole name; so days, hours and slots in which anything was claimed are found first,
 * and then one key among the slots, newest first. The keys of one run are close to each other.
 *
 * Who looks sets marks for a moment, and leaves them if he dies in it. They must not pass for the time
 * of a claim: with them a mark is set that says so, and a key that has it is looked at once more later,
 * and then has no time.
 */
export async function findClaimSlots(
	keys: readonly KeyMarks[],
	nowMs: number,
	look: Look,
): Promise<Map<string, number>> {
	const found = new Map<string, number>();
	let left: readonly KeyMarks[] = keys;
	for (let tries = 1; left.length > 0; tries++) {
		const search = new Search(left, nowMs, look);
		await search.run();
		for (const [key, slot] of search.found) found.set(key, slot);
		left = search.disturbed;
		if (left.length === 0 || tries === MOST_TRIES) break;
		await pause(storeTimings.lookAgainMs);
	}
	return found;
}

class Search {
	readonly found = new Map<string, number>();
	readonly disturbed: KeyMarks[] = [];
	private left: KeyMarks[];

	constructor(
		keys: readonly KeyMarks[],
		private readonly nowMs: number,
		private readonly look: Look,
	) {
		this.left = [...keys];
	}

	async run(): Promise<void> {
		let notFound = 0;
		while (this.left.length > 0 && notFound < MOST_NOT_FOUND) {
			const [first] = this.left;
			const slot = await this.search(first);
			if (slot !== undefined) await this.among(this.left, [slot - 1, slot, slot + 1]);
			else if (this.left[0] === first) {
				notFound++;
				this.left.shift();
			}
		}
	}

	/** The slot near which a key was claimed. */
	private async search(key: KeyMarks): Promise<number | undefined> {
		let looked = 0;
		for await (const slots of this.usedSlots()) {
			for (let at = 0; at < slots.length; at += SLOTS_AT_ONCE) {
				if (looked >= MOST_SLOTS) return undefined;
				const some = slots.slice(at, at + SLOTS_AT_ONCE);
				await this.among([key], some);
				if (this.found.has(key.key)) return this.found.get(key.key);
				if (!this.left.includes(key)) return undefined;
				looked += some.length;
			}
		}
		return undefined;
	}

	/** Looks for all keys among a few slots. */
	private async among(keys: readonly KeyMarks[], slots: readonly number[]): Promise<void> {
		const there = await this.look(
			keys.flatMap((key) => [key.looked, ...slots.map((slot) => key.claimedIn(slot))]),
		);
		const done = new Set<KeyMarks>();
		for (const key of keys) {
			if (there.has(key.looked)) {
				this.disturbed.push(key);
				done.add(key);
				continue;
			}
			const slot = slots.find((candidate) => there.has(key.claimedIn(candidate)));
			if (slot === undefined) continue;
			this.found.set(key.key, slot);
			done.add(key);
		}
		this.left = this.left.filter((key) => !done.has(key));
	}

	/** The slots in which anything was claimed, an hour's at a time, newest first. */
	private async *usedSlots(): AsyncGenerator<number[]> {
		for (const day of await this.thereOf(daysUntil(this.nowMs, DAYS), usedDay)) {
			for (const hour of await this.thereOf(hoursOf(day), usedHour)) {
				yield await this.thereOf(slotsOf(hour), usedSlot);
			}
		}
	}

	private async thereOf(
		candidates: number[],
		mark: (candidate: number) => string,
	): Promise<number[]> {
		const there = await this.look(candidates.map(mark));
		return candidates.filter((candidate) => there.has(mark(candidate)));
	}
}
