import fc from 'fast-check';
import { firstCovering } from '../../../top/answerPattern';

const covers = (subCode: string | undefined, text: string) =>
	firstCovering([{ subCode }])({ code: 1, subCode: text }) !== undefined;

/** The same by trying out every way to share the text out among the stars. */
function coversByTrying(pattern: string, text: string): boolean {
	if (pattern === '') return text === '';
	if (pattern[0] !== '*')
		return pattern[0] === text[0] && coversByTrying(pattern.slice(1), text.slice(1));
	for (let at = 0; at <= text.length; at++) {
		if (coversByTrying(pattern.slice(1), text.slice(at))) return true;
	}
	return false;
}

describe('a pattern of sub-codes', () => {
	it('stands for any run of characters where it has a star', () => {
		const letters = (most: number, ...more: string[]) =>
			fc.string({ unit: fc.constantFrom('a', 'b', '.', ...more), maxLength: most });
		fc.assert(
			fc.property(letters(7, '*'), letters(9, '\n'), (pattern, text) => {
				expect(covers(pattern, text)).toBe(coversByTrying(pattern, text));
			}),
			{ numRuns: 5000 },
		);
	});

	it.each([
		[undefined, 'anything', true],
		['', '', true],
		['', 'x', false],
		['isp.*-timeout', 'isp.top-remote-timeout', true],
		['isp.*-timeout', 'isp-timeout', false],
		['a*a', 'a', false],
	])('%j covers %j: %s', (pattern, text, expected) => {
		expect(covers(pattern, text)).toBe(expected);
	});
});
