import type { IDataObject } from 'n8n-workflow';
import type { Work } from '../../../nodes/AlibabaAlscVoucherSend/run/itemState';
import type { RunReport } from '../../../nodes/AlibabaAlscVoucherSend/reporting/runReport';

/** Item number `itemIndex`, for a customer of its own. */
export function workOf(itemIndex: number, sendOnceKey = ''): Work {
	const request = { customer_id: `c${itemIndex}`, voucher_id: '1', voucher_num: 1 };
	return {
		item: { itemIndex, request, sendOnceKey, simplify: true },
		request: { ...request, request_id: `r${itemIndex}` },
		itemKey: `key-${itemIndex}`,
		requestIdComesAgain: true,
	} as Work;
}

/** How the items of a report ended, in order. */
export function outcomesOf({ items }: RunReport): string[] {
	return items.map(({ json }) =>
		json.error ? String((json.details as IDataObject).outcome) : 'sent',
	);
}
