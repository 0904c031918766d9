import type { VoucherTemplate } from '../../../top/calls/voucherTemplateList';
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
		const days = dayCount === 1 ? '1 day' : `${dayCount} days`;
		return { text: dayCount === undefined ? '' : `valid for ${days}`, expired: false };
	}
	const endMs = parseMoment(endTime, '23:59:59');
	const startMs = parseMoment(startTime, '00:00:00');
	const end = dateOf(endMs, endTime);
	const start = startMs !== undefined && startMs <= nowMs ? '' : dateOf(startMs, startTime);
	const text = [start && `from ${start}`, end && `until ${end}`].filter(Boolean).join(' ');
	return { text, expired: endMs !== undefined && endMs < nowMs };
}

/** The platform documents these fields as text only: a date, with or without a time, or milliseconds. */
function parseMoment(text: string, timeOfDay: string): number | undefined {
	if (/^\d{13}$/.test(text)) return Number(text);
	return parseTimestamp(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text} ${timeOfDay}` : text);
}

function dateOf(epochMs: number | undefined, text: string): string {
	return epochMs === undefined ? text : formatTimestamp(epochMs).slice(0, 10);
}
