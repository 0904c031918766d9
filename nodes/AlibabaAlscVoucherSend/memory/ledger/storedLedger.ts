/** What one run of the node remembers while it may be tried again. */
export interface OpenRun {
	/** n8n's run index. */
	run: number;
	/** See {@link writeEntry}; some hundreds to a text. */
	entries: string[];
	texts: string[];
	/** The counts this run has added to the execution's custom data so far. */
	reported?: Record<string, number>;
}

/** The ledger as n8n stores it with the execution: plain JSON. */
export interface StoredLedger {
	version: 3;
	seed: string;
	/** The execution that went on with it last. */
	executionId: string;
	/** Another execution has gone on from the same point: nobody knows here what that one has sent. */
	retriedElsewhere?: true;
	open: OpenRun[];
	/** Runs that are not tried again; see {@link writeEndedRun}. */
	ended: string[];
	/** The texts that the entries in `ended` share. */
	texts: string[];
}

const MOST_CHARACTERS_PER_TEXT = 16_000;

/** Appends to the last of several texts, none of which grows without end. */
export function append(texts: string[], text: string): void {
	const last = texts.length - 1;
	if (last < 0 || texts[last].length > MOST_CHARACTERS_PER_TEXT) texts.push(text);
	else texts[last] += text;
}
