import type { IDataObject, IRun } from 'n8n-workflow';
import type { Gateway } from '../../gateway';
import { errorOf, jsonOf, outputOf } from './results';

export type OutcomeKind = 'sent' | 'rejected' | 'not_sent' | 'unknown';

/** What the node says of one item. */
export interface ItemReport {
	item: number;
	kind: OutcomeKind;
	json: IDataObject;
}

export type Counts = Record<OutcomeKind, number>;

/** What the node says of a run, in whichever mode. */
export interface RunReport {
	counts: Counts;
	/** One per item under "continue"; under "stop" those the error lists. */
	items: ItemReport[];
	/** Every item is among `items`. */
	complete: boolean;
}

/** Reads the node's report out of a run that ended by itself. */
export function reportOf(run: IRun, node = 'Send'): RunReport {
	const error = errorOf(run);
	if (error) {
		const data = error.context?.data as { counts: Counts; items: IDataObject[] } | undefined;
		if (!data) throw new Error(`The node failed without a report: ${error.message}`);
		const items = data.items.map(({ item, ...json }) => ({
			item: Number(item),
			kind: kindOf(json),
			json,
		}));
		return { counts: data.counts, items, complete: false };
	}
	const outputs = run.data.resultData.runData[node]?.at(-1)?.data?.main ?? [];
	const items = outputs.flatMap((_, output) =>
		outputOf(run, node, output).map(({ json, pairedItem }) => ({
			item: (pairedItem as { item: number }).item,
			kind: kindOf(json),
			json,
		})),
	);
	const counts: Counts = { sent: 0, rejected: 0, not_sent: 0, unknown: 0 };
	for (const { kind } of items) counts[kind]++;
	return { counts, items, complete: true };
}

/** What several executions of the same items say together: the best of what each says of an item. */
export function togetherOf(reports: readonly RunReport[]): RunReport {
	const order: OutcomeKind[] = ['sent', 'unknown', 'rejected', 'not_sent'];
	const counts: Counts = { sent: 0, rejected: 0, not_sent: 0, unknown: 0 };
	const items = reports[0].items.map(({ item }) => {
		const said = reports.map((report) => report.items[item]);
		said.sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
		counts[said[0].kind]++;
		return said[0];
	});
	return { counts, items, complete: true };
}

/** The items of a run under "continue", in output order. */
export function reportsOf(run: IRun, node = 'Send'): ItemReport[] {
	return jsonOf(run, node).map((json, item) => ({ item, kind: kindOf(json), json }));
}

export function kindOf(json: IDataObject): OutcomeKind {
	const details = json.details as IDataObject | undefined;
	return json.error === undefined ? 'sent' : (details?.outcome as OutcomeKind);
}

export interface TruthOptions {
	/** The customer of each item, by item index; every item has its own. */
	customers: readonly string[];
	/** A repeated request may be executed again: `resend` against a gateway that does not know ids. */
	mayRepeat?: boolean;
}

/**
 * Holds what the node says against what the gateway did; returns every lie. An empty list is the truth.
 */
export function liesOf(
	gateway: Pick<Gateway, 'executed' | 'calls'>,
	{ counts, items, complete }: RunReport,
	{ customers, mayRepeat = false }: TruthOptions,
): string[] {
	const lies: string[] = [];
	const mine = new Set(customers);
	const executions = new Map<string, number>();
	for (const { customer_id } of gateway.executed) {
		if (mine.has(customer_id)) executions.set(customer_id, (executions.get(customer_id) ?? 0) + 1);
	}
	const timesOf = (customer: string) => executions.get(customer) ?? 0;

	for (const { item, kind } of items) {
		const times = timesOf(customers[item]);
		if (kind === 'sent' && times === 0) lies.push(`item ${item} is called sent and was not`);
		if ((kind === 'not_sent' || kind === 'rejected') && times > 0) {
			lies.push(`item ${item} is called ${kind} and was executed`);
		}
	}
	for (const [customer, times] of executions) {
		if (times > 1 && !mayRepeat) lies.push(`${customer} got ${times} vouchers`);
	}

	const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
	if (total !== customers.length) lies.push(`the counts add up to ${total}`);
	const unknown = new Set(
		items.filter(({ kind }) => kind === 'unknown').map(({ item }) => customers[item]),
	);
	const sentAtLeast = [...executions.keys()].filter((customer) => !unknown.has(customer)).length;
	if (counts.sent !== sentAtLeast) {
		const doubtful = [...executions.keys()].length - sentAtLeast;
		lies.push(
			`${counts.sent} are called sent; ${sentAtLeast} were, besides ${doubtful} called unknown`,
		);
	}
	if (complete && items.length !== customers.length) lies.push(`${items.length} items came out`);

	const requestIds = new Map<string, Set<string>>();
	for (const { method, customerId, requestId } of gateway.calls) {
		if (method !== 'alibaba.alsc.crm.voucher.send' || !mine.has(customerId)) continue;
		requestIds.set(customerId, (requestIds.get(customerId) ?? new Set()).add(requestId));
	}
	for (const [customer, ids] of requestIds) {
		if (ids.size > 1 || ids.has(''))
			lies.push(`${customer} had the request ids ${[...ids].join()}`);
	}
	return lies;
}
