/** What one run of the node remembers while it may be tried again. */
export interface OpenRun {
	/** n8n's run index. */
	run: number;
	/** Entries as {@link writeEntry} makes them, some hundreds in each text. */
	entries: string[];
	texts: string[];
	/** The counts this run has added to the execution's custom data so far. */
	reported?: Record<string, number>;
}

/** The ledger as n8n stores it with the execution: plain JSON. */
export interface StoredLedger {
	version: 3;
	seed: string;
	/** The execution that used it last. */
	executionId: string;
	/** Another execution has retried from the same point, and this one does not know what it has sent. */
	retriedElsewhere?: true;
	open: OpenRun[];
	/** Runs that are not tried again; see {@link writeEndedRun}. */
	ended: string[];
	/** The texts that the entries in `ended` share. */
	texts: string[];
}

const MOST_CHARACTERS_PER_TEXT = 16_000;

/** Appends to the last of several texts, or begins a new one when that has grown long. */
export function append(texts: string[], text: string): void {
	const last = texts.length - 1;
	if (last < 0 || texts[last].length > MOST_CHARACTERS_PER_TEXT) texts.push(text);
	else texts[last] += text;
}
