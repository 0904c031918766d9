import type { IDataObject } from 'n8n-workflow';
import type { Execution as Sending } from '../../gateway/vouchers';
import { kindOf, type OutcomeKind } from '../../support/engine/truth';
import type { Execution } from '../support/rest';
import { itemsOf } from '../support/workflows';
import type { Order } from './campaign';

/** What an execution says of one order. */
export interface Line {
	execution: string;
	order: Order;
	kind: OutcomeKind;
	/** Sent by another execution before. */
	already: boolean;
	json: Record<string, unknown>;
}

/** What an execution says of its orders; nothing if it died and lost its data. */
export function linesOf(execution: Execution): Line[] {
	const given = itemsOf(execution, 'Split Out');
	const items = [...itemsOf(execution, 'Send', 0), ...itemsOf(execution, 'Send', 1)];
	return items.map(({ json, pairedItem }) => {
		const { item } = pairedItem as { item: number };
		return {
			execution: execution.id,
			order: given[item].json as unknown as Order,
			kind: kindOf(json as IDataObject),
			already: json.already_sent === true,
			json,
		};
	});
}

/** How many lines say what. */
export function countKinds(lines: Line[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { kind, already } of lines) {
		const name = already ? 'already sent' : kind;
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}

/**
 * Holds what executions say against what the gateway did for these orders; returns every lie. For
 * orders that were delivered again, only the last word on each counts as the end of it.
 */
export function liesAbout(orders: Order[], executions: Execution[], sendings: Sending[]): string[] {
	const times = new Map<string, number>();
	for (const { customer_id, voucher_num } of sendings) {
		times.set(customer_id, (times.get(customer_id) ?? 0) + voucher_num);
	}
	const lies: string[] = [];
	for (const { customer_id } of orders) {
		const got = times.get(customer_id) ?? 0;
		if (got > 1) lies.push(`${customer_id} got ${got} vouchers`);
	}
	for (const execution of executions) {
		const lines = linesOf(execution);
		const given = itemsOf(execution, 'Split Out').length;
		if (execution.status === 'success' && lines.length !== given) {
			lies.push(`execution ${execution.id} reports ${lines.length} of ${given} orders`);
		}
		const endedAtMs = Date.parse(execution.stoppedAt ?? '');
		for (const { order, kind } of lines) {
			const before = sendings.some(
				({ customer_id, at }) => customer_id === order.customer_id && at <= endedAtMs,
			);
			if (kind === 'sent' && !before) {
				lies.push(`execution ${execution.id} calls ${order.key} sent, and it was not`);
			}
			if ((kind === 'not_sent' || kind === 'rejected') && before) {
				lies.push(`execution ${execution.id} calls ${order.key} ${kind}, and it was sent`);
			}
		}
	}
	return lies;
}

/** Orders whose customers do not hold exactly one voucher. */
export function notExactlyOnce(orders: Order[], sendings: Sending[]): string[] {
	const times = new Map<string, number>(orders.map(({ customer_id }) => [customer_id, 0]));
	for (const { customer_id } of sendings) {
		const before = times.get(customer_id);
		if (before !== undefined) times.set(customer_id, before + 1);
	}
	return orders
		.filter(({ customer_id }) => times.get(customer_id) !== 1)
		.map(({ customer_id, key }) => `${key}: ${times.get(customer_id)}`);
}
