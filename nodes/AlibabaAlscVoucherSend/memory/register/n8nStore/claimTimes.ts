import { hourMark, hourOf, slotMark, SLOT_MS, slotsOf, type GiftMarks } from './marks';
import type { MarkList } from './markList';
import type { ProcessedData } from './processedData';

const HOURS_BACK = 14 * 24;
/** How many slots are searched, newest first; a claim that is in none of them gets no time. */
const MOST_SLOTS = 320;
const SLOTS_AT_ONCE = 4;

/**
 * Finds when gifts were claimed, within the last two weeks: the beginning of a slot. n8n's store can tell
 * whether a mark is there only by adding it. So first the hours and slots in which anything was claimed are
 * found, and then each gift among them, newest first; marks that were added only to look are removed.
 *
 * If the process dies before it has removed them, they would pass for the time of a claim. So the mark
 * `dated` is added with them, and a gift that has it is given no time.
 */
export async function findClaimTimes(
	gifts: readonly GiftMarks[],
	nowMs: number,
	list: MarkList,
	data: ProcessedData,
): Promise<Map<GiftMarks, number>> {
	if (gifts.length === 0) return new Map();
	const slots = (await usedSlots(nowMs, list, data)).slice(0, MOST_SLOTS);
	const found = new Map<GiftMarks, number>();
	const added: string[] = [];
	let left = [...gifts];
	for (let at = 0; at < slots.length && left.length > 0; at += SLOTS_AT_ONCE) {
		const some = slots.slice(at, at + SLOTS_AT_ONCE);
		const fresh = await list.add(data, [
			...(at === 0 ? left.map((gift) => gift.dated) : []),
			...left.flatMap((gift) => some.map((slot) => gift.claimedIn(slot))),
		]);
		added.push(...fresh);
		if (at === 0) left = left.filter((gift) => fresh.has(gift.dated));
		for (const gift of left) {
			const slot = some.find((candidate) => !fresh.has(gift.claimedIn(candidate)));
			if (slot !== undefined) found.set(gift, slot * SLOT_MS);
		}
		left = left.filter((gift) => !found.has(gift));
	}
	await list.remove(data, added);
	return found;
}

/** The slots in which anything was claimed, newest first. */
async function usedSlots(nowMs: number, list: MarkList, data: ProcessedData): Promise<number[]> {
	const now = hourOf(nowMs);
	const hours = Array.from({ length: HOURS_BACK }, (_, back) => now - back);
	const used: number[] = [];
	for (const hour of await there(hours, hourMark, list, data)) {
		const slots = await there(slotsOf(hour), slotMark, list, data);
		used.push(...slots);
		if (used.length >= MOST_SLOTS) break;
	}
	return used;
}

async function there(
	candidates: number[],
	markOf: (candidate: number) => string,
	list: MarkList,
	data: ProcessedData,
): Promise<number[]> {
	const fresh = await list.add(data, candidates.map(markOf));
	await list.remove(data, [...fresh]);
	return candidates.filter((candidate) => !fresh.has(markOf(candidate)));
}
