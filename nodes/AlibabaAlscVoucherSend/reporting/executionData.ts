import type { IExecuteFunctions } from 'n8n-workflow';
import type { Ledger } from '../memory/ledger/ledger';
import type { RunTotals } from './summary';

/**
 * Writes into the execution's data what was sent, in vouchers and customers, and beside it the items that
 * were not. Tries and runs of the node add up: each adds what it has sent itself, while the items that
 * failed in an earlier try are replaced by what became of them.
 */
export function writeExecutionData(
	{ customData }: Pick<IExecuteFunctions, 'customData'>,
	{ counts, vouchers, customers, customersBefore }: RunTotals,
	ledger: Pick<Ledger, 'report'>,
): void {
	// Execution custom data came to nodes after the 1.x line's first releases.
	if (!customData) return;
	const added = {
		vouchers_sent: vouchers,
		customers_sent: customers,
		...ledger.report({
			customers_already_sent: customersBefore,
			items_rejected: counts.rejected,
			items_not_sent: counts.not_sent,
			items_unknown: counts.unknown,
		}),
	};
	for (const [name, more] of Object.entries(added)) {
		if (more !== 0) customData.set(name, String(Number(customData.get(name) ?? 0) + more));
	}
}
