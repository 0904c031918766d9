import { idOf } from '../../../nodes/AlibabaAlscVoucherSend/memory/register/contract';
import {
	itemKeyOf,
	requestIdFor,
	type Named,
} from '../../../nodes/AlibabaAlscVoucherSend/reading/itemKey';

/** Texts that would run into each other if they were only written one behind the other. */
const TEXTS = [
	'1',
	'11',
	'111',
	'1,',
	',1',
	'1"',
	'"1',
	'","',
	'1\n',
	'\n1',
	'\\',
	'1\\',
	'["1',
	'1]',
	'1:1',
];

/** As the register knows the item. */
function giftIdOf({ request, sendOnceKey, app }: Named): string {
	const { customer_id: customer, voucher_id: template } = request;
	return idOf({ app, key: sendOnceKey, template, customer });
}

const all: Named[] = TEXTS.flatMap((customer) =>
	TEXTS.flatMap((template) =>
		TEXTS.map((sendOnceKey) => ({
			request: { customer_id: customer, voucher_id: template, voucher_num: 1 },
			sendOnceKey,
			app: 'https://gw.example\n12345678',
		})),
	),
);

test.each([
	['item key', itemKeyOf],
	['gift of the register', giftIdOf],
	['request id', (item: Named) => requestIdFor(item, 'seed')],
])('no two items share one %s because their texts run into each other', (_, nameOf) => {
	expect(all).toHaveLength(3_375);
	expect(new Set(all.map(nameOf)).size).toBe(all.length);
});

test('the same item of another app is another one', () => {
	const [first] = all;
	const other = { ...first, app: 'https://gw.example\n87654321' };
	for (const nameOf of [itemKeyOf, giftIdOf, (item: Named) => requestIdFor(item, 'seed')]) {
		expect(nameOf(other)).not.toBe(nameOf(first));
	}
});
