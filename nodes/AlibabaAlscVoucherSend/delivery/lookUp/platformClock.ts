import { timeGet } from '../../../../top/calls/timeGet';
import type { TopClient } from '../../../../top/client';
import { readingCall } from '../../../shared/readingCall';
import type { Clock } from './count';
import type { ListingContext } from './voucherList';

/** One reading serves all look-ups of some seconds: a run may have thousands of items in doubt. */
const clocks = new WeakMap<TopClient, { clock: Promise<Clock>; atMs: number }>();
const CLOCK_KEEPS_MS = 30_000;

/** How the platform's clock and this machine's compare. */
export async function platformClock(context: ListingContext): Promise<Clock> {
	const known = clocks.get(context.client);
	if (known && Date.now() - known.atMs < CLOCK_KEEPS_MS) return await known.clock;
	const reading = { clock: readPlatformClock(context), atMs: Date.now() };
	clocks.set(context.client, reading);
	try {
		return await reading.clock;
	} finally {
		// A failed reading is not kept: the next item reads again.
		void reading.clock.catch(() => clocks.delete(context.client));
	}
}

async function readPlatformClock(context: ListingContext): Promise<Clock> {
	let beforeMs = Date.now();
	const platformMs = await readingCall(context, async () => {
		// Taken anew for each try, so that waiting for the pacer's turn does not count.
		beforeMs = Date.now();
		return await timeGet(context.client, { signal: context.signal });
	});
	const afterMs = Date.now();
	return {
		// The platform's time is cut to the second: on average it is half a second more.
		skewMs: platformMs + 500 - (beforeMs + afterMs) / 2,
		// The platform read its clock at any moment between the two.
		errorMs: (afterMs - beforeMs) / 2,
	};
}
