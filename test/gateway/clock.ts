/** The platform writes and reads every moment in China Standard Time, which has no daylight saving. */
const GMT8_MS = 8 * 3600_000;

const FORM = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;

/** Epoch milliseconds → `yyyy-MM-dd HH:mm:ss` in GMT+8, whatever the zone of this machine. */
export function formatGmt8(epochMs: number): string {
	return new Date(epochMs + GMT8_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** `yyyy-MM-dd HH:mm:ss` in GMT+8 → epoch milliseconds; undefined when the text is no such moment. */
export function parseGmt8(text: string): number | undefined {
	const parts = FORM.exec(text);
	if (!parts) return undefined;
	const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
		number,
		number,
		number,
		number,
		number,
		number,
	];
	const epochMs = Date.UTC(year, month - 1, day, hour, minute, second) - GMT8_MS;
	// Date.UTC rolls 02-30 over to 03-01; only a moment that reads back the same exists.
	return formatGmt8(epochMs) === text ? epochMs : undefined;
}
