import { formatGmt8, parseGmt8 } from './clock';

it('writes GMT+8 whatever the zone of the machine', () => {
	expect(formatGmt8(Date.UTC(2015, 11, 31, 16, 0, 0))).toBe('2016-01-01 00:00:00');
});

it('reads what it writes', () => {
	expect(parseGmt8('2016-01-01 12:00:00')).toBe(Date.UTC(2016, 0, 1, 4, 0, 0));
});

it.each([
	'2016-02-30 12:00:00',
	'2016-01-01T12:00:00',
	'2016-1-1 12:00:00',
	'2016-01-01 24:00:01',
	'',
])('refuses %p', (text) => expect(parseGmt8(text)).toBeUndefined());
