import fc from 'fast-check';
import { formatTimestamp, parseTimestamp } from '../../../../top/protocol/timestamp';
import { runScript } from '../support/childProcess';

/** The platform's clock by another way: the time zone database, which knows Shanghai. */
const SHANGHAI = new Intl.DateTimeFormat('sv-SE', {
	timeZone: 'Asia/Shanghai',
	dateStyle: 'short',
	timeStyle: 'medium',
});
/** China had daylight saving up to 1991, which the platform, born later, never saw. */
const FROM_1992 = Date.UTC(1992, 0, 1);
const anyMoment = fc.integer({ min: FROM_1992, max: Date.UTC(2100, 0, 1) });

describe('writing a moment', () => {
	it('is what the time zone database says of Shanghai', () => {
		fc.assert(
			fc.property(anyMoment, (moment) => {
				expect(formatTimestamp(moment)).toBe(SHANGHAI.format(moment));
			}),
			{ numRuns: 2000 },
		);
	});

	it.each([
		['one second before midnight', '2025-12-31T15:59:59Z', '2025-12-31 23:59:59'],
		['midnight, a year later', '2025-12-31T16:00:00Z', '2026-01-01 00:00:00'],
		['the last millisecond of a day', '2025-12-31T15:59:59.999Z', '2025-12-31 23:59:59'],
		['a leap day', '2024-02-28T16:00:00Z', '2024-02-29 00:00:00'],
		['after a leap day', '2024-02-29T16:00:00Z', '2024-03-01 00:00:00'],
		['no leap day', '2023-02-28T16:00:00Z', '2023-03-01 00:00:00'],
	])('%s', (_name, moment, expected) => {
		expect(formatTimestamp(Date.parse(moment))).toBe(expected);
	});
});

describe('whatever the time zone of the machine', () => {
	/** Around each place's midnight, around the platform's, and across the change of the clocks. */
	const moments = [
		'2026-03-08T06:59:59Z',
		'2026-03-08T07:00:00Z',
		'2026-11-01T05:30:00Z',
		'2026-11-01T06:30:00Z',
		'2026-10-03T15:29:59Z',
		'2026-10-03T15:30:00Z',
		'2026-12-31T15:59:59Z',
		'2026-12-31T16:00:00Z',
		'2026-12-31T23:59:59Z',
		'2027-01-01T00:00:00Z',
	].map((text) => Date.parse(text));

	it.each([
		'UTC',
		'America/New_York',
		'Asia/Kathmandu',
		'Australia/Lord_Howe',
		'Pacific/Pago_Pago',
	])('%s', async (TZ) => {
		const lines = (await runScript('timeZoneProcess.ts', moments.map(String), { TZ })) as Array<{
			text: string;
			back: number;
			local: string;
		}>;
		expect(lines.map(({ text }) => text)).toEqual(moments.map((moment) => SHANGHAI.format(moment)));
		expect(lines.map(({ back }) => back)).toEqual(moments);
		// The process did live in that time zone.
		const offsets = new Set(lines.map(({ local }) => /GMT[+-]\d{4}/.exec(local)?.[0]));
		const hasSummerTime = ['America/New_York', 'Australia/Lord_Howe'].includes(TZ);
		expect(offsets.size).toBe(hasSummerTime ? 2 : 1);
	});
});

describe('reading a timestamp', () => {
	it('is the opposite of writing one, to the second', () => {
		fc.assert(
			fc.property(anyMoment, (moment) => {
				expect(parseTimestamp(formatTimestamp(moment))).toBe(Math.floor(moment / 1000) * 1000);
			}),
		);
	});

	it.each([
		'',
		'2016-01-01',
		'2016-01-01T12:00:00',
		'2016-01-01 12:00',
		' 2016-01-01 12:00:00',
		'2016-01-01 12:00:00 ',
		'2016-01-01 12:00:00.5',
		'1451620800000',
		'2016-13-01 12:00:00',
		'2016-00-01 12:00:00',
		'2016-02-30 12:00:00',
		'2023-02-29 12:00:00',
		'2016-01-01 24:00:00',
		'2016-01-01 12:60:00',
		'2016-01-01 12:00:60',
		'20l6-01-01 12:00:00',
	])('refuses %j', (text) => {
		expect(parseTimestamp(text)).toBeUndefined();
	});
});
