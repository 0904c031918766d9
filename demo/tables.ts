import Table from 'cli-table3';
import type { Stats } from '../test/gateway';
import type { Difference } from './comparison';
import type { OutcomeKind, RowOutcome } from './outcomes';

const WORDS: Record<OutcomeKind, string> = {
	sent: 'sent',
	rejected: 'rejected',
	not_sent: 'not sent',
	unknown: 'unknown',
};
const MEANING: Record<OutcomeKind, string> = {
	sent: 'the platform said yes',
	rejected: 'the platform said no; the customer got nothing',
	not_sent: 'provably never happened',
	unknown: 'the answer was lost; the customer may have it',
};
const MOST_LINES = 20;

/** How many rows ended how. */
export function countTable(outcomes: readonly RowOutcome[]): string {
	const table = newTable(['outcome', 'rows', 'vouchers', 'meaning']);
	for (const kind of Object.keys(WORDS) as OutcomeKind[]) {
		const rows = outcomes.filter((outcome) => outcome.kind === kind);
		const vouchers = rows.reduce((sum, row) => sum + row.vouchers, 0);
		table.push([WORDS[kind], rows.length, vouchers, MEANING[kind]]);
	}
	return table.toString();
}

/** The rows somebody must look at, by outcome and reason, with what to do; '' when there are none. */
export function lookTable(outcomes: readonly RowOutcome[], reportFile: string): string {
	const groups = new Map<string, RowOutcome[]>();
	for (const outcome of outcomes) {
		if (outcome.kind === 'sent') continue;
		const key = `${outcome.kind}\n${outcome.message}\n${outcome.hint}`;
		const group = groups.get(key);
		if (group) group.push(outcome);
		else groups.set(key, [outcome]);
	}
	if (groups.size === 0) return '';
	const table = newTable(['outcome', 'rows', 'customers', 'why, and what to do'], [10, 8, 22]);
	const order = Object.keys(WORDS);
	const sorted = [...groups.values()].sort(
		([a], [b]) => order.indexOf(a.kind) - order.indexOf(b.kind),
	);
	for (const [at, group] of sorted.slice(0, MOST_LINES).entries()) {
		const [{ kind, message, hint }] = group;
		const isFirst = sorted[at - 1]?.[0].kind !== kind;
		const customers = group.slice(0, 3).map(({ row }) => row.customerId);
		if (group.length > customers.length) customers.push('…');
		const why = hint ? `${message}\n→ ${hint}` : message;
		table.push([isFirst ? WORDS[kind] : '', group.length, customers.join('\n'), why]);
	}
	const more = groups.size - MOST_LINES;
	const rest = more > 0 ? `\n… and ${more} more reasons in ${reportFile}` : '';
	return `${table.toString()}${rest}`;
}

/** What the local gateway saw. */
export function gatewayTable({ calls, accepted, executed, vouchers, ...stats }: Stats): string {
	const refused = Object.entries(stats.refused).map(([code, count]) => `${count} × code ${code}`);
	const table = newTable(['the gateway', '']);
	table.push(
		['requests received', calls],
		['correctly signed and within the quota', accepted],
		['refused', refused.join(', ') || 'none'],
		['vouchers given', `${vouchers} in ${executed} requests`],
		['connections opened', stats.connections.opened],
		['requests under way at once, at most', stats.requests.peak],
	);
	return table.toString();
}

export function differenceTable(differences: readonly Difference[]): string {
	const table = newTable(['customer', 'template', 'reported', 'unknown', 'really got']);
	for (const { customerId, templateId, reported, unknown, held } of differences.slice(
		0,
		MOST_LINES,
	)) {
		table.push([customerId, templateId, reported, unknown, held]);
	}
	return table.toString();
}

const COMPACT = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** With widths for all columns but the last: its text is wrapped to fill the line. */
function newTable(head: string[], widths?: number[]) {
	const style = { head: [], border: [] };
	if (!widths) return new Table({ head, style, chars: COMPACT });
	const lineWidth = Math.max(80, Math.min(process.stdout.columns ?? 100, 140));
	const taken = widths.reduce((sum, width) => sum + width, 0);
	const last = lineWidth - taken - widths.length - 2;
	return new Table({ head, style, colWidths: [...widths, last], wordWrap: true });
}
