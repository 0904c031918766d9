import { callGateway } from './caller';
import { Gateway, startGateway } from './index';

const METHOD = 'alibaba.alsc.crm.customer.get';
const OWNER = { brand_id: '5445', shop_id: '424' };

let gateway: Gateway;
beforeAll(async () => {
	gateway = await startGateway({
		https: false,
		brands: ['5445'],
		customers: [
			{ customer_id: '7027365937982563904', name: '王芳', mobile: '13900001001', tags: ['常客'] },
			{ customer_id: '2', mobile: '13900001002', state: 0, wechat_open_id: 'open-2' },
		],
	});
});
afterAll(() => gateway.close());
afterEach(() => {
	gateway.reset();
	Object.assign(gateway.settings, { unknownCustomers: 'none', idsAs: 'documented' });
});

async function get(fields: Record<string, unknown>, parameters: Record<string, string> = {}) {
	const object = { options: ['POINT'], ...OWNER, ...fields };
	const { text } = await callGateway(gateway.url, {
		method: METHOD,
		simplify: 'true',
		param_customer_id_query_open_req: JSON.stringify(object),
		...parameters,
	});
	return JSON.parse(text) as Record<string, never>;
}

test('shows the customer that a mobile number belongs to', async () => {
	expect(await get({ mobile: '13900001001' })).toMatchObject({
		result: {
			biz_success: true,
			result: {
				customer_open_info: {
					customer_id: '7027365937982563904',
					name: '王芳',
					mobile: '13900001001',
					state: 1,
					tags: ['常客'],
				},
			},
		},
	});
	expect(gateway.violations).toEqual([]);
});

test('finds by other things, and says who is switched off', async () => {
	for (const key of [{ customer_id: '2' }, { wechat_open_id: 'open-2', wechat_app_id: 'wx' }]) {
		expect(await get(key)).toMatchObject({
			result: { result: { customer_open_info: { customer_id: '2', state: 0 } } },
		});
	}
});

test('has nobody to show for a number that nobody has, or says so', async () => {
	const unknown = { mobile: '13900009999' };
	expect(await get(unknown)).toMatchObject({ result: { biz_success: true, result: {} } });
	gateway.settings.unknownCustomers = 'refuse';
	expect(await get(unknown)).toMatchObject({
		result: { biz_success: false, result_desc: '顾客不存在' },
	});
});

test.each([
	['no options', { options: undefined }, 40],
	['an empty list of options', { options: [] }, 40],
	['an option that is not documented', { options: ['ALL'] }, 41],
	['options as text', { options: 'POINT' }, 41],
	['a number for a mobile number', { mobile: 13900001001 }, 41],
	['a number for an ID', { customer_id: 2 }, 41],
])('the platform refuses %s', async (_what, fields, code) => {
	expect(await get({ mobile: '13900001001', ...fields })).toMatchObject({
		error_response: { code },
	});
});

test.each([
	['no brand', { brand_id: undefined }, /品牌ID/],
	['no shop', { shop_id: undefined }, /店铺ID/],
	['a brand that it does not know', { brand_id: '1' }, /品牌不存在/],
	['nothing to look for', { mobile: undefined }, /查询条件/],
	['a mobile number of ten digits', { mobile: '1390000100' }, /手机号/],
])('the CRM refuses %s', async (_what, fields, reason) => {
	expect(await get({ mobile: '13900001001', ...fields })).toMatchObject({
		result: { biz_success: false, result_desc: expect.stringMatching(reason) as string },
	});
});

test('notes fields that the document does not have', async () => {
	await get({ mobile: '13900001001', phone_number: '1' });
	expect(gateway.violations).toMatchObject([{ kind: 'unknown-field', name: 'phone_number' }]);
});

test('without a list of customers everybody has an ID', async () => {
	gateway.setCustomers(null);
	expect(await get({ customer_id: 'c7' })).toMatchObject({
		result: { result: { customer_open_info: { customer_id: 'c7' } } },
	});
	expect(await get({ mobile: '13900001001' })).toMatchObject({ result: { result: {} } });
});
