import { writeEndedRun, type SentItem } from './endedRunText';
import { writeEntry, type LedgerEntry } from './entries';
import { entryOf, type ExecutionIndex } from './executionIndex';
import { append, type OpenRun, type StoredLedger } from './storedLedger';

/** Replaces an open run by what later runs need to know of it: the items it sent, and those in doubt. */
export function endRun(
	stored: StoredLedger,
	index: ExecutionIndex,
	openRun: OpenRun,
	itemKeys: Iterable<string>,
): void {
	const { run } = openRun;
	const sent: SentItem[] = [];
	const entries: string[] = [];
	for (const itemKey of itemKeys) {
		const known = index.get(itemKey);
		const isOwn = known?.owner === openRun;
		if (isOwn && known.state === 'sent') {
			const { item, quantity } = known;
			sent.push({ itemKey, item, quantity });
			index.put(itemKey, { run, item, quantity, state: 'sent' });
		} else if (isOwn) {
			const entry = entryOf(known);
			if (!entry) continue;
			const text = writeEntry(itemKey, entry, index.texts);
			entries.push(text);
			index.addEntry(text.slice(0, -1), run, undefined, stored.texts);
		} else if (!known && index.disproved.has(itemKey)) {
			entries.push(writeEntry(itemKey, NOT_SENT, index.texts));
		}
	}
	stored.open = stored.open.filter((one) => one !== openRun);
	index.runEnded(openRun);
	if (sent.length + entries.length === 0) return;
	append(stored.ended, writeEndedRun({ run, sent, entries }));
}

/** The entry that takes an earlier one back. */
const NOT_SENT: LedgerEntry = {
	item: 0,
	quantity: 0,
	outcome: { kind: 'not_sent', attempts: 0, words: { message: '', hint: '' } },
};
