import { formatTimestamp, parseTimestamp } from '../../../../top/protocol/timestamp';

/**
 * Run as a process of its own, because a process takes its time zone from `TZ` at its start. Reads
 * moments from its arguments and prints how they are written, read back, and shown by the local clock.
 */
const moments = process.argv.slice(2).map(Number);
const lines = moments.map((moment) => {
	const text = formatTimestamp(moment);
	return { text, back: parseTimestamp(text), local: new Date(moment).toString() };
});
process.stdout.write(JSON.stringify(lines));
