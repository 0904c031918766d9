import type { VoucherTemplate } from '../../../top/calls/voucherTemplateList';
import { phrase } from '../../../wording/say';
import { formatTimestamp, parseTimestamp } from '../../../top/protocol/timestamp';

export interface Validity {
	/** In words; '' when the template says nothing. */
	text: string;
	expired: boolean;
}

/**
 * When vouchers of a template can be used: between two fixed dates (China time), or for some days
 * from the day they are given.
 *
 * @param nowMs epoch milliseconds
 */
export function validity(template: VoucherTemplate, nowMs: number): Validity {
	const { validDateType, startTime, endTime, dayCount } = template;
	if (validDateType === 'RELATIVE') {
		return { text: dayCount === undefined ? '' : forDays(dayCount), expired: false };
	}
	const endMs = parseMoment(endTime, '23:59:59');
	const startMs = parseMoment(startTime, '00:00:00');
	const end = dateOf(endMs, endTime);
	const start = startMs !== undefined && startMs <= nowMs ? '' : dateOf(startMs, startTime);
	return { text: period(start, end), expired: endMs !== undefined && endMs < nowMs };
}

function forDays(count: number): string {
	return count === 1 ? phrase('validForOneDay') : phrase('validForDays', { count });
}

function period(start: string, end: string): string {
	if (start && end) return phrase('validFromTo', { start, end });
	if (start) return phrase('validFrom', { start });
	return end ? phrase('validUntil', { end }) : '';
}

/** The platform documents these fields as text only: a date, with or without a time, or milliseconds. */
function parseMoment(text: string, timeOfDay: string): number | undefined {
	if (/^\d{13}$/.test(text)) return Number(text);
	return parseTimestamp(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text} ${timeOfDay}` : text);
}

function dateOf(epochMs: number | undefined, text: string): string {
	return epochMs === undefined ? text : formatTimestamp(epochMs).slice(0, 10);
}
