import { durationInWords } from '../../../wording/durationInWords';

test.each([
	[1, '1 second'],
	[59, '59 seconds'],
	[60, '1 min'],
	[61, '2 min'],
	[3600, '1 h'],
	[31_062, '8 h 38 min'],
	[86_400, '24 h'],
])('%i seconds', (seconds, words) => {
	expect(durationInWords(seconds)).toBe(words);
});
