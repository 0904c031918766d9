import { timeGet } from '../../../../top/calls/timeGet';
import type { TopClient } from '../../../../top/client';
import { readingCall } from '../../../shared/readingCall';
import type { Clock } from './count';
import type { ListingContext } from './voucherList';

/** Read once for the many items that a run which was cut off leaves in doubt. */
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
		// What failed once may go well for the next item.
		void reading.clock.catch(() => clocks.delete(context.client));
	}
}

async function readPlatformClock(context: ListingContext): Promise<Clock> {
	let beforeMs = Date.now();
	const platformMs = await readingCall(context, async () => {
		// Not counted from the first try: the time spent waiting for a turn says nothing.
		beforeMs = Date.now();
		return await timeGet(context.client, { signal: context.signal });
	});
	const afterMs = Date.now();
	return {
		// The platform's time is cut to the second: on average it is half a second more.
		skewMs: platformMs + 500 - (beforeMs + afterMs) / 2,
		// When in between the platform looked at its clock is not known.
		errorMs: (afterMs - beforeMs) / 2,
	};
}
