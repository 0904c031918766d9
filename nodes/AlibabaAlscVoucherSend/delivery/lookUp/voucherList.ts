import {
	customerVoucherList,
	type CustomerVoucher,
} from '../../../../top/calls/customerVoucherList';
import type { VoucherSendRequest } from '../../../../top/calls/voucherSend';
import type { TopClient } from '../../../../top/client';
import { phrase } from '../../../../wording/say';
import { readingCall, type ReadingContext } from '../../../shared/readingCall';

export interface ListingContext extends ReadingContext {
	client: TopClient;
}

/** The platform's list has fewer entries than it says, or does not end. */
export class IncompleteList extends Error {}

const PAGE_SIZE = 50;
const MOST_PAGES = 200;
/** Used and deleted vouchers were sent as well. */
const ALL_STATUSES = ['NORMAL', 'DELETED', 'ISUSED'];

/**
 * Every voucher of the template that the customer was ever given.
 *
 * @throws IncompleteList when the platform does not show all of them
 */
export async function vouchersOf(
	context: ListingContext,
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
			// Without a template it may be of the one we look for; without a time it proves nothing.
			else if (voucher.templateId === '') found.set(id, { ...voucher, createdAt: undefined });
		}
		if (page.hasNextPage) continue;
		if (seen.size < (page.totalSize ?? 0)) {
			throw new IncompleteList(
				phrase('someMissing', { total: page.totalSize ?? 0, came: seen.size }),
			);
		}
		return [...found.values()];
	}
	throw new IncompleteList(phrase('listWithoutEnd', { pages: MOST_PAGES }));
}
