import { callGateway, voucherSendParameters } from './caller';
import { Gateway, sampleTemplates, startGateway } from './index';

let gateway: Gateway;

beforeAll(async () => {
	gateway = await startGateway({ https: false, templates: [...sampleTemplates] });
});
afterAll(() => gateway.close());
afterEach(() => {
	gateway.reset();
	gateway.settings.voucherLagMs = 0;
	gateway.settings.voucherOrder = 'newest-first';
});

interface Page<T> {
	biz_success: boolean;
	current_page: number;
	has_next_page: boolean;
	page_size: number;
	total_page: number;
	total_size: number;
	result_list: T[];
}

async function list<T>(method: string, parameter: string, object: Record<string, unknown>) {
	const parameters = { method, simplify: 'true', [parameter]: JSON.stringify(object) };
	const { text } = await callGateway(gateway.url, parameters);
	return (JSON.parse(text) as { result: Page<T> }).result;
}

describe('voucher.template.list', () => {
	interface Shown {
		voucher_template_id: string;
		status: string;
	}
	const templates = async (object: Record<string, unknown> = {}) =>
		list<Shown>('alibaba.alsc.crm.voucher.template.list', 'voucher_template_open_req', object);
	const ids = async (object: Record<string, unknown>) =>
		(await templates(object)).result_list.map((shown) => shown.voucher_template_id.slice(-1));

	it('pages', async () => {
		const { result_list, ...page } = await templates({ page_no: 2, page_size: 2 });
		expect(page).toMatchObject({
			biz_success: true,
			current_page: 2,
			has_next_page: true,
			page_size: 2,
			total_page: 3,
			total_size: 5,
		});
		expect(result_list).toHaveLength(2);
		expect(await templates({ page_no: 3, page_size: 2 })).toMatchObject({ has_next_page: false });
		expect(await ids({ page_no: 4, page_size: 2 })).toEqual([]);
	});

	it('filters', async () => {
		expect(await ids({ status_list: ['USED', 'UNUSED'] })).toEqual(['1', '2', '3']);
		expect(await ids({ voucher_template_id: '7104300007405429002' })).toEqual(['2']);
		expect(await ids({ gmt_modified: '2026-01-02 00:00:00' })).toEqual(['1', '2', '3']);
		expect(await ids({ last_id: '7104300007405429003' })).toEqual(['4', '5']);
		expect(await ids({ deleted: true })).toEqual([]);
		gateway.addTemplate({ voucher_template_id: '6', name: '别家', brand_id: 'b2' });
		expect(await ids({ brand_id: 'b1' })).not.toContain('6');
		expect(await ids({ brand_id: 'b2' })).toContain('6');
	});

	it('needs no object at all, and checks the types of one', async () => {
		const method = 'alibaba.alsc.crm.voucher.template.list';
		const { text } = await callGateway(gateway.url, { method });
		expect(text).toContain('"result_list":{"voucher_template_open_info":[{');
		const wrong = await callGateway(gateway.url, {
			method,
			voucher_template_open_req: '{"page_no":0}',
		});
		expect(wrong.text).toContain('Invalid arguments:voucher_template_open_req.page_no');
	});

	it('shows what is left and that nothing is', async () => {
		const id = '7104300007405429003';
		gateway.addTemplate({ voucher_template_id: id, name: '最后一张', inventory: 1 });
		await callGateway(gateway.url, voucherSendParameters({ voucher_id: id }));
		const { result_list } = await templates({ voucher_template_id: id });
		expect(result_list).toMatchObject([{ inventory: 0, status: 'NO_INVENTORY' }]);
	});
});

describe('customer.voucher.list', () => {
	interface Shown {
		voucher_id: string;
		voucher_template_id: string;
		gmt_created: string;
		status: string;
	}
	const vouchers = (object: Record<string, unknown> = {}) =>
		list<Shown>('alibaba.alsc.crm.customer.voucher.list', 'customer_voucher_full_open_req', {
			customer_id: '5757',
			...object,
		});
	const send = (fields: Record<string, unknown>) =>
		callGateway(gateway.url, voucherSendParameters(fields));

	it('shows one instance per voucher sent', async () => {
		await send({ voucher_num: 3, voucher_id: '7104300007405429001' });
		await send({ customer_id: '5758' });
		const { result_list, ...page } = await vouchers();
		expect(page).toMatchObject({ page_size: 20, total_size: 3, has_next_page: false });
		expect(new Set(result_list.map(({ voucher_id }) => voucher_id)).size).toBe(3);
		expect(result_list[0]).toMatchObject({
			voucher_template_id: '7104300007405429001',
			status: 'NORMAL',
			title: '满100减20代金券',
			gmt_created: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
		});
	});

	it('pages by 20, newest or oldest first', async () => {
		for (let i = 0; i < 21; i++) gateway.grant('5757', String(i), 1, i * 1000);
		const first = await vouchers();
		expect(first).toMatchObject({ has_next_page: true, total_page: 2 });
		expect(first.result_list).toHaveLength(20);
		expect(first.result_list[0]?.voucher_template_id).toBe('20');
		gateway.settings.voucherOrder = 'oldest-first';
		expect((await vouchers({ page_no: 2 })).result_list).toMatchObject([
			{ voucher_template_id: '20' },
		]);
	});

	it('filters by status', async () => {
		const first = gateway.grant('5757', '1', 2);
		gateway.setVoucherStatus(first, 'ISUSED');
		const used = await vouchers({ voucher_status_list: ['ISUSED'] });
		expect(used.result_list).toMatchObject([{ voucher_id: first, status: 'ISUSED' }]);
		expect((await vouchers({ voucher_status_list: ['NORMAL'] })).total_size).toBe(1);
	});

	it('lags behind when it is told to', async () => {
		await send({});
		gateway.settings.voucherLagMs = 3600_000;
		expect((await vouchers()).total_size).toBe(0);
		gateway.settings.voucherLagMs = 0;
		expect((await vouchers()).total_size).toBe(1);
	});

	it('sends customer_id as a bare number with all its digits', async () => {
		gateway.grant('7027365937982563912722', '1');
		const { text } = await callGateway(gateway.url, {
			method: 'alibaba.alsc.crm.customer.voucher.list',
			customer_voucher_full_open_req: '{"customer_id":"7027365937982563912722"}',
		});
		expect(text).toContain('"customer_id":7027365937982563912722,');
	});

	it('wants a customer', async () => {
		expect(await vouchers({ customer_id: undefined })).toMatchObject({ biz_success: false });
	});
});
