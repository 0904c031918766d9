import {
	checkedInVain,
	notThere,
	unknownWords,
} from '../../../nodes/AlibabaAlscVoucherSend/delivery/words';
import { inLocale } from '../../support/inLocale';

const LOST = { message: 'The connection was cut', hint: 'Check the network' };

describe.each(['en', 'zh-CN'])('n8n in %s', (locale) => {
	const in_ = <T>(work: () => T) => inLocale(locale, work);

	test('that a voucher may have been sent is said once, however often the item is looked at', () => {
		const once = in_(() => unknownWords(LOST, undefined));
		expect(once.message).toMatch(
			/^(The voucher may or may not have been sent: |券可能已发出，也可能没有：)/,
		);
		expect(in_(() => unknownWords(once, undefined))).toEqual(once);
	});

	test('of two vain counts the last one is told', () => {
		const first = in_(() => checkedInVain(LOST, 'FIRST'));
		const second = in_(() => checkedInVain(first, 'SECOND'));
		expect(first.hint).toContain('FIRST');
		expect(second.hint).toBe(first.hint.replace('FIRST', 'SECOND'));
	});

	test('a later attempt is told behind the hint', () => {
		const later = { message: 'LATER', hint: '' };
		expect(in_(() => unknownWords(LOST, later)).hint).toMatch(/^Check the network(\. |。).+LATER$/);
	});

	test('a voucher that was not found is not sent, and the item may be run again', () => {
		expect(in_(() => notThere(LOST)).hint).toMatch(/Run the item again|重新运行/);
	});
});
