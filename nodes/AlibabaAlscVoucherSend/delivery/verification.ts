import type { TopClient } from '../../../top/client';
import { customerVoucherList, type CustomerVoucher } from '../../../top/calls/customerVoucherList';
import { timeGet } from '../../../top/calls/timeGet';
import type { VoucherSendRequest } from '../../../top/calls/voucherSend';
import { describeFailure } from '../../../wording/describeFailure';
import { pause } from '../../shared/pause';
import { readingCall, type ReadingContext } from '../../shared/readingCall';
import { countShare, type Clock, type Doubt, type Others, type Share } from './count';
import { timings } from './timings';

/** What the customer's vouchers prove about a request whose answer got lost. */
export type Finding =
	| { kind: 'sent'; voucherIds: string[] }
	| { kind: 'notSent' }
	| { kind: 'unclear'; because: string };

export interface VerificationContext extends ReadingContext {
	client: TopClient;
}

const PAGE_SIZE = 50;
const MOST_PAGES = 200;
/** Used and deleted vouchers were sent as well. */
const ALL_STATUSES = ['NORMAL', 'DELETED', 'ISUSED'];

/**
 * Finds out whether a lost request was executed, by counting the vouchers of the template that the
 * customer got while it was in doubt; see {@link countShare}. As many of its own as were asked for:
 * sent. None, after time to settle: not sent. Anything else proves nothing.
 */
export async function verify(
	context: VerificationContext,
	request: VoucherSendRequest,
	doubt: Doubt,
	others: () => Others,
): Promise<Finding> {
	try {
		const clock = await platformClock(context);
		const quietSinceMs = doubt.lostAtMs ?? doubt.quietSinceMs ?? Date.now();
		// A voucher of another request that is not shown yet would be missed in the count.
		const ends = others().gifts.map(({ endedAtMs }) => endedAtMs);
		const settlingSinceMs = Math.max(quietSinceMs, ...ends.filter((endMs) => endMs !== Infinity));
		const looks = timings.settlingPollsMs.map((pollMs) => settlingSinceMs + pollMs);
		const remaining = looks.filter((atMs) => atMs > Date.now());

		let share: Share | undefined;
		for (const atMs of remaining.length > 0 ? remaining : [0]) {
			if (!(await pause(atMs - Date.now(), context.signal))) {
				return {
					kind: 'unclear',
					because: 'the execution was cancelled while it was being checked',
				};
			}
			const vouchers = await vouchersOf(context, request);
			share = countShare(vouchers, doubt, others(), clock);
			if (share.least === request.voucher_num)
				return { kind: 'sent', voucherIds: idsOf(share, request) };
			if (share.least > request.voucher_num) break;
		}
		if (share === undefined || share.most <= 0) return { kind: 'notSent' };
		return { kind: 'unclear', because: unclearWords(share, request) };
	} catch (error) {
		const reason =
			error instanceof IncompleteList ? error.message : describeFailure(error, 'read').message;
		return { kind: 'unclear', because: `the customer's vouchers could not be listed: ${reason}` };
	}
}

class IncompleteList extends Error {}

/** The ids of the vouchers, where no others lie among them. */
function idsOf({ found }: Share, request: VoucherSendRequest): string[] {
	return found.length === request.voucher_num ? found.map(({ voucherId }) => voucherId) : [];
}

function unclearWords({ least, most }: Share, { voucher_num }: VoucherSendRequest): string {
	const count = least === most ? `${most}` : `between ${Math.max(0, least)} and ${most}`;
	return `${count} of the vouchers the customer holds may come from this request, which asked for ${voucher_num}`;
}

/** Read once for the many items that a run which was cut off leaves in doubt. */
const clocks = new WeakMap<TopClient, { clock: Promise<Clock>; atMs: number }>();
const CLOCK_KEEPS_MS = 30_000;

/** How the platform's clock and this machine's compare. */
async function platformClock(context: VerificationContext): Promise<Clock> {
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

async function readPlatformClock(context: VerificationContext): Promise<Clock> {
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

/**
 * Every voucher of the template that the customer was ever given.
 *
 * @throws IncompleteList when there are more than come
 */
async function vouchersOf(
	context: VerificationContext,
	request: VoucherSendRequest,
): Promise<CustomerVoucher[]> {
	const { customer_id, brand_id, out_brand_id, shop_id, out_shop_id } = request;
	const found = new Map<string, CustomerVoucher>();
	const seen = new Set<string>();
	for (let page_no = 1; page_no <= MOST_PAGES; page_no++) {
		const page = await readingCall(
			context,
			async () =>
				await customerVoucherList(
					context.client,
					{
						customer_id,
						brand_id,
						out_brand_id,
						shop_id,
						out_shop_id,
						voucher_status_list: ALL_STATUSES,
						page_no,
						page_size: PAGE_SIZE,
					},
					{ signal: context.signal },
				),
		);
		for (const [at, voucher] of page.entries.entries()) {
			const id = voucher.voucherId || `${page_no}/${at}`;
			seen.add(id);
			if (voucher.templateId === request.voucher_id) found.set(id, voucher);
			// Not told which template it is of: it may be one of ours, and proves nothing.
			else if (voucher.templateId === '') found.set(id, { ...voucher, createdAt: undefined });
		}
		if (page.hasNextPage) continue;
		if (seen.size < (page.totalSize ?? 0)) {
			throw new IncompleteList(`of ${page.totalSize} vouchers only ${seen.size} came`);
		}
		return [...found.values()];
	}
	throw new IncompleteList(`the list does not end after ${MOST_PAGES} pages`);
}
