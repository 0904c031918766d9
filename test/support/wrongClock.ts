import { join } from 'node:path';

/** The environment of a Node process whose clock is off by so much. */
export function wrongClock(offMs: number): Record<string, string> {
	if (offMs === 0) return {};
	return {
		NODE_OPTIONS: `--require "${join(__dirname, 'clockOff.js')}"`,
		CLOCK_OFF_MS: String(offMs),
	};
}
