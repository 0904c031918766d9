const GMT_PLUS_8_MS = 8 * 60 * 60 * 1000;

/**
 * The platform's clock format, `yyyy-MM-dd HH:mm:ss` in GMT+8, for a moment in epoch milliseconds
 * (doc 101617). China has no daylight saving, so the offset is fixed and the machine's own time zone
 * plays no part.
 */
export function formatTimestamp(epochMs: number): string {
	return new Date(epochMs + GMT_PLUS_8_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** The opposite of {@link formatTimestamp}; `undefined` when the text is not such a timestamp. */
export function parseTimestamp(text: string): number | undefined {
	if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
	const epochMs = Date.parse(`${text.replace(' ', 'T')}Z`) - GMT_PLUS_8_MS;
	if (Number.isNaN(epochMs)) return undefined;
	// Date.parse takes the 30th of February for the 1st of March.
	return formatTimestamp(epochMs) === text ? epochMs : undefined;
}
