import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCustomerList, readCustomerList } from '../../../demo/customerList';

const TEMPLATE = '3243421';

function rowsOf(text: string, template?: string) {
	return parseCustomerList(text, 'list.csv', template).rows.map(
		({ customerId, templateId, quantity }) => [customerId, templateId, quantity],
	);
}

describe('a customer list', () => {
	it('is read with its columns in any order', () => {
		expect(rowsOf('quantity,name,voucher_id,customer_id\n2,王芳,77,c1\n1,李伟,78,c2')).toEqual([
			['c1', '77', '2'],
			['c2', '78', '1'],
		]);
	});

	it.each(['customer_id', 'customerId', 'Customer ID', '顾客ID', '用户ID', '用户 id', '会员编号'])(
		'finds the customers under "%s"',
		(title) => {
			expect(rowsOf(`${title}\nc1`, TEMPLATE)).toEqual([['c1', TEMPLATE, '1']]);
		},
	);

	it.each([
		['a byte order mark', '\ufeffcustomer_id,name\nc1,a'],
		['quotes around separators and line ends', 'customer_id,name\nc1,"a, ""b""\nc"'],
		['semicolons', 'customer_id;name\nc1;a,b'],
		['tabs', 'customer_id\tname\nc1\ta'],
		['Windows line ends', 'customer_id,name\r\nc1,a\r\n'],
		['empty lines and rows', '\ncustomer_id,name\n\n,\nc1,a\n\n , \n'],
		['blanks around the cells', 'customer_id , name\n  c1 , a'],
	])('copes with %s', (_what, text) => {
		expect(rowsOf(text, TEMPLATE)).toEqual([['c1', TEMPLATE, '1']]);
	});

	it('keeps every digit of an id', () => {
		expect(rowsOf('customer_id\n7027365937982563912', TEMPLATE)).toEqual([
			['7027365937982563912', TEMPLATE, '1'],
		]);
	});

	it('knows the line each row stands on', () => {
		const { rows } = parseCustomerList('customer_id\n\nc1\n\nc2\n', 'list.csv', TEMPLATE);
		expect(rows.map(({ line }) => line)).toEqual([3, 5]);
	});

	it('leaves an empty quantity empty, for the node to refuse', () => {
		expect(rowsOf('customer_id,数量\nc1,', TEMPLATE)).toEqual([['c1', TEMPLATE, '']]);
	});

	it.each([
		['customer_id\nc1', undefined, /does not say which voucher.*--template.*customer_id/],
		['name,phone\na,1', TEMPLATE, /no column with the customer's ID.*name, phone/],
		['customer_id,顾客ID,name\nc1,c2,a', TEMPLATE, /several columns.*customer_id, 顾客ID/],
		['customer_id,voucher_id\nc1,77', TEMPLATE, /has a column "voucher_id"/],
		['customer_id\n', TEMPLATE, /a header but no rows/],
		['', TEMPLATE, /is empty/],
		['customer_id,name\nc1', TEMPLATE, /not a proper CSV.*line 2/],
	])('says what is wrong with %j', (text, template, message) => {
		expect(() => parseCustomerList(text, 'list.csv', template)).toThrow(message);
	});

	describe('in a file', () => {
		const folder = mkdtempSync(join(tmpdir(), 'alsc-list-'));
		const file = join(folder, 'list.csv');
		afterAll(() => rmSync(folder, { recursive: true }));

		it.each([
			['GB18030, as Excel saves it in China', Buffer.from('b9cbbfcd49440ac0eecee40a', 'hex')],
			['UTF-16', Buffer.from('\ufeff顾客ID\n李武\n', 'utf16le')],
			['UTF-8', Buffer.from('顾客ID\n李武\n')],
		])('is read in %s', (_encoding, bytes) => {
			writeFileSync(file, bytes);
			expect(readCustomerList(file, TEMPLATE).rows.map(({ customerId }) => customerId)).toEqual([
				'李武',
			]);
		});

		it('is missed with its path', () => {
			expect(() => readCustomerList(join(folder, 'none.csv'))).toThrow(/no file .*none\.csv/);
		});
	});
});
