import type { Execution } from '../test/gateway';
import type { RowOutcome } from './outcomes';

/** A customer for whom the report and the gateway disagree. */
export interface Difference {
	customerId: string;
	templateId: string;
	/** Vouchers reported as sent. */
	reported: number;
	/** Vouchers reported as unknown on top of them. */
	unknown: number;
	/** Vouchers the gateway really gave. */
	held: number;
}

/**
 * Holds a report against what the gateway executed, per customer and template. The gateway must hold
 * what was reported as sent, at most what is unknown on top of it, and nothing else.
 */
export function compare(
	outcomes: readonly RowOutcome[],
	executed: readonly Execution[],
): Difference[] {
	const counts = new Map<string, Difference>();
	const countFor = (customerId: string, templateId: string): Difference => {
		const key = `${customerId}\n${templateId}`;
		const count = counts.get(key) ?? { customerId, templateId, reported: 0, unknown: 0, held: 0 };
		counts.set(key, count);
		return count;
	};
	for (const { row, kind, vouchers } of outcomes) {
		const count = countFor(row.customerId, row.templateId);
		if (kind === 'sent') count.reported += vouchers;
		if (kind === 'unknown') count.unknown += vouchers;
	}
	for (const { customer_id, voucher_id, voucher_num } of executed) {
		countFor(customer_id, voucher_id).held += voucher_num;
	}
	return [...counts.values()].filter(
		({ reported, unknown, held }) => held < reported || held > reported + unknown,
	);
}
