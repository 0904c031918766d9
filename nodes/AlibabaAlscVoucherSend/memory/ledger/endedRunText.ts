import { ITEM_KEY_CHARACTERS } from '../../reading/itemKey';

/** An item that a run of the node has sent. */
export interface SentItem {
	itemKey: string;
	/** Its place in the input. */
	item: number;
	quantity: number;
}

/** What is kept of a run that is not tried again. */
export interface EndedRun {
	run: number;
	sent: SentItem[];
	/** Entries of items in doubt, and of those that were in doubt and that this run proved unsent. */
	entries: string[];
}

const RUN = '@';
const ITEMS = '+';

/**
 * Writes what later runs of the node need to know of a run that has ended: which items it sent, and the
 * entries of those in doubt. Items that follow each other in the input are written together, so that each
 * takes hardly more than its key.
 *
 * `@<run>;` begins a run, `+<first item>,<quantity>,<keys>;` are items in a row, anything else is an entry.
 */
export function writeEndedRun({ run, sent, entries }: EndedRun): string {
	const parts = [`${RUN}${run.toString(36)}`];
	let next: SentItem | undefined;
	for (const one of [...sent].sort((a, b) => a.item - b.item)) {
		if (one.item === next?.item && one.quantity === next.quantity) {
			parts[parts.length - 1] += one.itemKey;
		} else {
			parts.push(`${ITEMS}${one.item.toString(36)},${one.quantity.toString(36)},${one.itemKey}`);
		}
		next = { ...one, item: one.item + 1 };
	}
	return `${parts.join(';')};${entries.join('')}`;
}

/** Reads what {@link writeEndedRun} wrote, any number of runs. */
export function readEndedRuns(text: string): EndedRun[] {
	const runs: EndedRun[] = [];
	for (const part of text.split(';')) {
		const current = runs.at(-1);
		if (part.startsWith(RUN)) {
			runs.push({ run: parseInt(part.slice(RUN.length), 36), sent: [], entries: [] });
		} else if (part.startsWith(ITEMS)) {
			current?.sent.push(...itemsIn(part.slice(ITEMS.length)));
		} else if (part !== '') {
			current?.entries.push(part);
		}
	}
	return runs;
}

function itemsIn(part: string): SentItem[] {
	const [first, quantity, keys] = part.split(',');
	const items: SentItem[] = [];
	for (let at = 0; at < keys.length; at += ITEM_KEY_CHARACTERS) {
		items.push({
			itemKey: keys.slice(at, at + ITEM_KEY_CHARACTERS),
			item: parseInt(first, 36) + items.length,
			quantity: parseInt(quantity, 36),
		});
	}
	return items;
}
