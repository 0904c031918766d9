import { durationInWords } from '../../../wording/durationInWords';
import { inLocale } from '../../support/inLocale';

test.each([
	[1, '1 second', '1 秒'],
	[59, '59 seconds', '59 秒'],
	[60, '1 min', '1 分钟'],
	[61, '2 min', '2 分钟'],
	[3600, '1 h', '1 小时'],
	[31_062, '8 h 38 min', '8 小时 38 分钟'],
	[86_400, '24 h', '24 小时'],
])('%i seconds', (seconds, words, chinese) => {
	expect(durationInWords(seconds)).toBe(words);
	expect(inLocale('zh-CN', () => durationInWords(seconds))).toBe(chinese);
});
