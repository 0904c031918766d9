import {
	BusinessRefusal,
	closeDispatchers,
	customerGet,
	customerVoucherList,
	timeGet,
	voucherSend,
	voucherTemplateList,
	type TopClient,
} from '../../../../top';
import type { TopAnswer } from '../../../../top/protocol/response';
import { sampleTemplates, startGateway, type Gateway } from '../../../gateway';
import { clientFor } from '../support/testClient';
import { rejection } from '../support/thrown';

const REQUEST = { customer_id: '5757', voucher_id: '7104300007405429001', voucher_num: 1 };

let gateway: Gateway;
let client: TopClient;
beforeAll(async () => {
	gateway = await startGateway({ https: false, templates: [...sampleTemplates] });
	client = clientFor(gateway.url);
});
afterEach(async () => {
	await closeDispatchers();
	gateway.reset();
	Object.assign(gateway.settings, { booleansAs: 'boolean', idsAs: 'documented' });
});
afterAll(() => gateway.close());

/** A client whose platform answers every call with this. */
function answering(content: TopAnswer['content']): TopClient {
	const call = () => Promise.resolve({ content, requestId: '10enths', raw: {} });
	return { call, mask: (text: string) => text } as unknown as TopClient;
}

describe('voucher.send', () => {
	it('sends one voucher, and the answer says so', async () => {
		const answer = await voucherSend(client, { ...REQUEST, request_id: 'r-1' });
		expect(answer).toMatchObject({ decision: 'sent', result: true, bizSuccess: true });
		expect(answer.requestId).not.toBe('');
		expect(gateway.executedFor('r-1')).toHaveLength(1);
		expect(gateway.violations).toEqual([]);
	});

	it.each(['boolean', 'string'] as const)('understands a yes as %s', async (booleansAs) => {
		gateway.settings.booleansAs = booleansAs;
		expect(await voucherSend(client, REQUEST)).toMatchObject({ decision: 'sent' });
		gateway.fault({
			fault: { do: 'business-answer', moment: 'before', result_code: 'X', result_desc: '库存不足' },
		});
		expect(await voucherSend(client, REQUEST)).toMatchObject({
			decision: 'refused',
			result: false,
			bizSuccess: false,
			resultCode: 'X',
			resultDesc: '库存不足',
		});
	});

	it('carries Chinese, emoji and signs in every field', async () => {
		const odd = '店长 张三&+=%~* 😀"\\';
		const request = { ...REQUEST, customer_id: odd, shop_id: odd, operator_id: odd, brand_id: odd };
		await voucherSend(client, request);
		const form = new URLSearchParams(String(gateway.lastRequest?.body));
		expect(JSON.parse(form.get('param_voucher_send_open_req') ?? '')).toEqual(request);
		expect(gateway.calls).toMatchObject([{ code: 0, customerId: odd }]);
	});
});

describe('customer.voucher.list', () => {
	it.each(['documented', 'number', 'string'] as const)(
		'shows each voucher with ids digit for digit, written as %s',
		async (idsAs) => {
			gateway.settings.idsAs = idsAs;
			await voucherSend(client, { ...REQUEST, customer_id: '7104300007405429232', voucher_num: 2 });
			const page = await customerVoucherList(client, {
				customer_id: '7104300007405429232',
				page_no: 1,
				page_size: 10,
			});
			expect(page).toMatchObject({ hasNextPage: false, totalSize: 2 });
			expect(page.entries).toHaveLength(2);
			for (const { voucherId, templateId, createdAt, status } of page.entries) {
				expect(voucherId).toMatch(/^\d{16,}$/);
				expect(templateId).toBe('7104300007405429001');
				expect(Math.abs((createdAt ?? 0) - Date.now())).toBeLessThan(60_000);
				expect(status).toBe('NORMAL');
			}
			expect(new Set(page.entries.map(({ voucherId }) => voucherId)).size).toBe(2);
		},
	);

	it('is read page by page', async () => {
		gateway.grant('5757', '7104300007405429001', 25);
		const seen = new Set<string>();
		let page = 0;
		let more = true;
		while (more) {
			const { entries, hasNextPage } = await customerVoucherList(client, {
				customer_id: '5757',
				page_no: ++page,
				page_size: 10,
			});
			for (const { voucherId } of entries) seen.add(voucherId);
			more = hasNextPage;
		}
		expect(page).toBe(3);
		expect(seen.size).toBe(25);
	});

	it('of a customer without vouchers is empty', async () => {
		const request = { customer_id: 'nobody', page_no: 1, page_size: 10 };
		expect(await customerVoucherList(client, request)).toMatchObject({
			entries: [],
			hasNextPage: false,
		});
	});
});

describe('voucher.template.list', () => {
	it('shows what one chooses by', async () => {
		const { entries } = await voucherTemplateList(client, { page_no: 1, page_size: 50 });
		expect(entries).toHaveLength(sampleTemplates.length);
		expect(entries.find(({ id }) => id === '7104300007405429001')).toEqual({
			id: '7104300007405429001',
			name: '满100减20代金券',
			type: 'CASH',
			status: 'USED',
			inventory: 100_000,
			userLimit: 10,
			validDateType: 'RELATIVE',
			startTime: '',
			endTime: '',
			dayCount: 30,
			deleted: false,
		});
	});

	it('tells a deleted one, whether by a yes or by its text', async () => {
		for (const deleted of [true, 'true', 'TRUE']) {
			const result = { biz_success: true, result_list: [{ voucher_template_id: '1', deleted }] };
			const { entries } = await voucherTemplateList(answering({ result }), {
				page_no: 1,
				page_size: 1,
			});
			expect(entries).toMatchObject([{ id: '1', deleted: true }]);
		}
	});
});

describe('a page', () => {
	const list = (result: TopAnswer['content']) =>
		customerVoucherList(answering({ result }), { customer_id: '1', page_no: 1, page_size: 1 });
	const voucher = { voucher_id: '1', voucher_template_id: '2' };

	it.each<[string, TopAnswer['content'], boolean]>([
		['the flag', { has_next_page: true }, true],
		['the flag as text', { has_next_page: 'true' }, true],
		[
			'the flag against the numbers',
			{ has_next_page: false, current_page: 1, total_page: 9 },
			false,
		],
		['the numbers', { current_page: 1, total_page: 2 }, true],
		['the numbers as texts', { current_page: '2', total_page: '2' }, false],
		['nothing', {}, false],
	])('says by %s whether another follows', async (_name, fields, expected) => {
		expect((await list({ biz_success: true, ...fields })).hasNextPage).toBe(expected);
	});

	it.each<[TopAnswer['content'], number]>([
		[{ result_list: [voucher, voucher] }, 2],
		[{ result_list: { item: [voucher] } }, 1],
		[{ result_list: { customer_voucher_full_open_info: voucher } }, 1],
		[{ result_list: {} }, 0],
		[{}, 0],
		[{ result_list: ['not a voucher', null, voucher] }, 1],
	])('holds the entries of %j', async (fields, count) => {
		expect((await list({ biz_success: true, ...fields })).entries).toHaveLength(count);
	});

	it.each<TopAnswer['content']>([
		{ biz_success: false, result_code: 'NO', result_desc: '不允许' },
		{ biz_success: 'false', result_code: 'NO', result_desc: '不允许' },
		{ result_code: 'NO', result_view: '不允许', result_list: [voucher] },
	])('that the CRM declined to give is a refusal: %j', async (result) => {
		expect(await rejection(list(result))).toMatchObject({
			name: 'BusinessRefusal',
			message: 'NO 不允许',
			requestId: '10enths',
		});
	});
});

describe('time.get', () => {
	it('is the platform’s clock, to the second', async () => {
		gateway.settings.clockOffsetMs = 60_000;
		const time = await timeGet(client);
		gateway.settings.clockOffsetMs = 0;
		expect(Math.abs(time - Date.now() - 60_000)).toBeLessThan(30_000);
		expect(time % 1000).toBe(0);
	});

	it.each<TopAnswer['content']>([
		{},
		{ time: '' },
		{ time: 'noon' },
		{ time: true },
		{ time: '2016-02-30 12:00:00' },
	])('that cannot be read is no clock: %j', async (content) => {
		expect(await rejection(timeGet(answering(content)))).toMatchObject({
			name: 'TopUnreadableAnswerError',
			kind: 'unclear',
		});
	});
});

describe('customer.get', () => {
	const FIND = { options: ['POINT'], mobile: '13900001001', brand_id: '5445', shop_id: '424' };
	const WANG_FANG = { customer_id: '7027365937982563904', name: '王芳', mobile: '13900001001' };
	beforeEach(() => gateway.setCustomers([WANG_FANG]));

	it.each(['number', 'string'] as const)(
		'reads an ID that comes as a %s, digit for digit',
		async (idsAs) => {
			gateway.settings.idsAs = idsAs;
			const { customer, requestId } = await customerGet(client, FIND);
			expect(customer).toMatchObject(WANG_FANG);
			expect(requestId).not.toBe('');
			expect(gateway.violations).toEqual([]);
		},
	);

	it.each<[string, TopAnswer['content']]>([
		['no record', { result: { biz_success: true } }],
		['an empty record', { result: { biz_success: true, result: {} } }],
		['a record without a customer', { result: { biz_success: true, result: { points: 1 } } }],
		[
			'a customer without an ID',
			{ result: { biz_success: true, result: { customer_open_info: {} } } },
		],
		['nothing instead of a record', { result: { biz_success: true, result: null } }],
	])('finds nobody in %s', async (_what, content) => {
		expect((await customerGet(answering(content), FIND)).customer).toBeUndefined();
	});

	it.each<[string, TopAnswer['content']]>([
		['a no', { result: { biz_success: false, result_desc: '品牌不存在' } }],
		['neither yes nor no', { result: { result: { customer_open_info: { customer_id: '1' } } } }],
		['nothing', {}],
	])('takes %s for a refusal', async (_what, content) => {
		expect(await rejection(customerGet(answering(content), FIND))).toBeInstanceOf(BusinessRefusal);
	});
});
