import { Container } from '@n8n/di';
import { Logger } from '@n8n/backend-common';
import type { IDataObject, IRun } from 'n8n-workflow';
import { dailyQuota, sampleCustomers } from '../gateway';
import { openTestBench, type TestBench } from '../support/engine/bench';
import type { WorkflowDefinition } from '../support/engine/engine';
import { errorOf, jsonOf, outputOf } from '../support/engine/results';
import {
	connect,
	customerNode,
	helperNode,
	voucherNode,
	type VoucherNodeOptions,
} from '../support/engine/workflows';

const METHOD = 'alibaba.alsc.crm.customer.get';
const [WANG_FANG, LI_WEI] = sampleCustomers;
const SWITCHED_OFF = sampleCustomers.find(({ state }) => state === 0);

describe('Customer Get', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench({ brands: ['5445'], customers: [...sampleCustomers] });
	});
	beforeEach(() => bench.reset());
	afterEach(() => expect(bench.gateway.violations).toEqual([]));
	afterAll(async () => await bench.close());

	/** Start → Find → Found, with the error output, if any, going to Lost. */
	const workflow = (node: VoucherNodeOptions = {}): WorkflowDefinition => ({
		nodes: [
			helperNode('test.start', 'Start'),
			customerNode({ onError: 'continueErrorOutput', ...node }),
			helperNode('test.collect', 'Found'),
			helperNode('test.collect', 'Lost'),
		],
		connections: { Start: connect(['Find']), Find: connect(['Found'], ['Lost']) },
	});
	const mobiles = (...values: unknown[]): IDataObject[] =>
		values.map((mobile) => ({ mobile: mobile as string }));
	const calls = () => bench.gateway.calls.filter(({ method }) => method === METHOD);
	const lostOf = (run: IRun) =>
		jsonOf(run, 'Find', 1) as Array<{ error: string; details: IDataObject }>;
	const lineOf = (run: IRun) =>
		JSON.stringify(run.data.resultData.runData.Find.at(-1)?.hints?.map(({ message }) => message));

	test('finds the customer that a number belongs to, however it is written', async () => {
		const run = await bench.run(
			workflow(),
			mobiles(WANG_FANG.mobile, Number(LI_WEI.mobile), `+86 ${SWITCHED_OFF?.mobile}`),
		);

		expect(jsonOf(run, 'Found')).toMatchObject([
			{ ...WANG_FANG, switched_off: false },
			{ ...LI_WEI, switched_off: false },
			{ ...SWITCHED_OFF, switched_off: true },
		]);
		expect(Object.keys(jsonOf(run, 'Found')[0]).slice(0, 6)).toEqual([
			'customer_id',
			'name',
			'mobile',
			'level_desc',
			'state',
			'switched_off',
		]);
		expect(outputOf(run, 'Found').map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(lineOf(run)).toContain('3 found (1 of them switched off');
	});

	test('tells apart who is found, who is not, what is refused and what never left', async () => {
		bench.gateway.fault({
			call: 2,
			times: 1,
			fault: { do: 'business-answer', moment: 'before', result_desc: '品牌未授权' },
		});
		const node = { parameters: { options: { maxConcurrency: 1 } } };

		const run = await bench.run(
			workflow(node),
			mobiles(WANG_FANG.mobile, '13900001002', '13999999999', '1390000', ''),
		);

		expect(jsonOf(run, 'Found')).toHaveLength(1);
		expect(lostOf(run)).toMatchObject([
			{
				mobile: '13900001002',
				error: expect.stringMatching(/declined to answer: 品牌未授权/) as string,
				details: { outcome: 'rejected', mobile: '13900001002', brand_id: '5445' },
			},
			{ error: 'The CRM has no such customer', details: { outcome: 'not_found' } },
			{
				error: expect.stringMatching(/has 7 digits/) as string,
				details: { outcome: 'not_asked', field: 'Mobile Number' },
			},
			{ error: "'Mobile Number' is empty", details: { outcome: 'not_asked' } },
		]);
		expect(lineOf(run)).toContain('Customers: 1 found, 1 not found, 1 rejected, 2 not asked');
		expect(calls()).toHaveLength(3);
	});

	test('takes a refusal for "not found" only if it says that the customer is missing', async () => {
		bench.gateway.settings.unknownCustomers = 'refuse';
		try {
			const unknown = await bench.run(workflow(), mobiles('13999999999'));
			expect(lostOf(unknown)[0].details).toMatchObject({
				outcome: 'not_found',
				platform_message: expect.stringContaining('顾客不存在') as string,
			});
			const parameters = { additionalFields: { brandId: '1', shopId: '424' } };
			const strange = await bench.run(workflow({ parameters }), mobiles(WANG_FANG.mobile));
			expect(lostOf(strange)[0].details.outcome).toBe('rejected');
		} finally {
			bench.gateway.settings.unknownCustomers = 'none';
		}
	});

	test('asks the same value once', async () => {
		const same = [WANG_FANG.mobile, ` ${WANG_FANG.mobile}`, Number(WANG_FANG.mobile)];
		const run = await bench.run(workflow(), mobiles(...same, ...same, LI_WEI.mobile));

		expect(jsonOf(run, 'Found').map(({ name }) => name)).toEqual([
			...Array.from({ length: 6 }, () => '王芳'),
			'李伟',
		]);
		expect(calls()).toHaveLength(2);
	});

	test('hands on the raw answer without Simplify', async () => {
		const parameters = { simplify: false };
		const run = await bench.run(workflow({ parameters }), mobiles(WANG_FANG.mobile));

		expect(jsonOf(run, 'Found')).toMatchObject([
			{
				alibaba_alsc_crm_customer_get_response: {
					result: { biz_success: true, result: { customer_open_info: WANG_FANG } },
				},
			},
		]);
	});

	test.each([
		['customerId', WANG_FANG.customer_id, 'customer_id'],
		['customerId', '7027365937982560000', 'customer_id'],
		['wechatOpenId', 'open-1', 'wechat_open_id'],
		['alipayId', '2088102146225135', 'alipay_id'],
		['physicalCardId', '66001', 'physical_card_id'],
		['cardId', '88001', 'card_id'],
		['phone', '057188158198', 'phone'],
	])('finds by %s', async (findBy, value, field) => {
		bench.gateway.setCustomers([{ customer_id: '77', [field]: value }]);
		const parameters = {
			findBy,
			value: '={{ $json.value }}',
			additionalFields: { outBrandId: '24', outShopId: '6556', wechatAppId: 'wx1' },
		};

		const run = await bench.run(workflow({ parameters }), [{ value }]);

		expect(jsonOf(run, 'Found')).toMatchObject([{ [field]: value }]);
		const sent = bench.gateway.lastRequest?.parameters.param_customer_id_query_open_req;
		expect(JSON.parse(sent ?? '')).toEqual({
			options: ['POINT'],
			[field]: value,
			out_brand_id: '24',
			out_shop_id: '6556',
			wechat_app_id: 'wx1',
		});
	});

	test('refuses two IDs for one brand before anything leaves', async () => {
		const parameters = { additionalFields: { brandId: '5445', outBrandId: '24' } };
		const run = await bench.run(workflow({ parameters }), mobiles(WANG_FANG.mobile));

		expect(lostOf(run)).toMatchObject([{ error: expect.stringMatching(/both given/) as string }]);
		expect(calls()).toEqual([]);
	});

	test('asks again when the answer gets lost, for asking changes nothing', async () => {
		bench.gateway.fault({ times: 2, fault: { do: 'cut', moment: 'after' } });
		const run = await bench.run(workflow(), mobiles(WANG_FANG.mobile));

		expect(jsonOf(run, 'Found')).toMatchObject([WANG_FANG]);
		expect(calls()).toHaveLength(3);
	});

	test('says so when no answer comes at all', async () => {
		bench.gateway.fault({ fault: { do: 'cut', moment: 'after' } });
		const run = await bench.run(workflow(), mobiles(WANG_FANG.mobile));

		expect(lostOf(run)).toMatchObject([{ details: { outcome: 'no_answer' } }]);
		expect(lostOf(run)[0].details.hint).not.toMatch(/voucher/);
	});

	test('waits for its turn when there are too many calls', async () => {
		bench.gateway.fault({
			times: 1,
			fault: {
				do: 'ban',
				seconds: 1,
				scope: 'api',
				subCode: 'accesscontrol.limited-by-api-access-count',
			},
		});
		const run = await bench.run(workflow(), mobiles(WANG_FANG.mobile, LI_WEI.mobile));

		expect(jsonOf(run, 'Found')).toHaveLength(2);
	});

	test("ends the run when the day's quota is used up", async () => {
		bench.gateway.setQuotas([dailyQuota(1)]);
		try {
			const node = { parameters: { options: { maxConcurrency: 1 } } };
			const run = await bench.run(
				workflow(node),
				mobiles(WANG_FANG.mobile, LI_WEI.mobile, '13900001003', '13900001004'),
			);

			expect(jsonOf(run, 'Found')).toHaveLength(1);
			expect(lostOf(run).map(({ details }) => details.outcome)).toEqual(
				Array.from({ length: 3 }, () => 'not_asked'),
			);
			expect(calls()).toHaveLength(2);
		} finally {
			bench.gateway.setQuotas([]);
		}
	});

	test('stops at the first item that fails, and names it', async () => {
		const node = {
			onError: 'stopWorkflow' as const,
			parameters: { options: { maxConcurrency: 1 } },
		};
		const run = await bench.run(
			workflow(node),
			mobiles(WANG_FANG.mobile, '1390000', LI_WEI.mobile),
		);

		expect(run.status).toBe('error');
		expect(errorOf(run)).toMatchObject({
			message: expect.stringMatching(/has 7 digits/) as string,
			context: { itemIndex: 1 },
		});
		expect(calls()).toHaveLength(1);
	});

	test('refuses every item when the credential cannot be used', async () => {
		const credentials = { ...bench.credentials, appSecret: '' };
		const run = await bench.run(workflow(), mobiles(WANG_FANG.mobile), { credentials });

		expect(lostOf(run)).toMatchObject([
			{ error: 'The credential has no app secret', details: { outcome: 'not_asked' } },
		]);
	});

	test('tells how far a long list has come', async () => {
		const info = jest.spyOn(Container.get(Logger), 'info').mockImplementation();
		bench.progressTimings.everyMs = 5;
		bench.gateway.settings.latencyMs = 50;
		try {
			const node = { parameters: { options: { maxConcurrency: 1 } } };
			const values = [WANG_FANG.mobile, '139', '13999999999', LI_WEI.mobile];
			await bench.run(workflow(node), mobiles(...values), { executionId: '77' });
			const lines = info.mock.calls.map(([line]) => line);
			expect(lines).toContainEqual(
				expect.stringMatching(
					/^Find, execution 77: 3 of 4 items · 1 found · 1 not found · 1 not asked · .+ calls a second/,
				),
			);
		} finally {
			bench.gateway.settings.latencyMs = 0;
			info.mockRestore();
		}
	});

	test('stops asking when the execution is cancelled', async () => {
		bench.gateway.settings.latencyMs = 200;
		try {
			const node = { parameters: { options: { maxConcurrency: 1 } } };
			const all = sampleCustomers.map(({ mobile }) => mobile);
			const { finished } = bench.start(workflow(node), mobiles(...all));
			while (calls().length === 0) await new Promise(setImmediate);
			finished.cancel();
			await finished.catch(() => {});
			while (bench.gateway.stats().requests.inFlight > 0) await new Promise(setImmediate);
			expect(calls()).toHaveLength(1);
		} finally {
			bench.gateway.settings.latencyMs = 0;
		}
	});

	test('leads from a phone number to a voucher, item by item', async () => {
		const chain: WorkflowDefinition = {
			nodes: [
				helperNode('test.start', 'Start'),
				customerNode({ onError: 'continueErrorOutput' }),
				voucherNode({
					parameters: {
						customerId: '={{ $json.customer_id }}',
						voucherId: {
							__rl: true,
							mode: 'id',
							value: "={{ $('Start').item.json.template }}",
						},
					},
				}),
			],
			connections: { Start: connect(['Find']), Find: connect(['Send']) },
		};
		const run = await bench.run(chain, [
			{ mobile: '13999999999', template: 't1' },
			{ mobile: LI_WEI.mobile, template: 't2' },
			{ mobile: WANG_FANG.mobile, template: 't3' },
		]);

		expect(run.status).toBe('success');
		expect(
			bench.gateway.executed.map(({ customer_id, voucher_id }) => [customer_id, voucher_id]).sort(),
		).toEqual([
			[WANG_FANG.customer_id, 't3'],
			[LI_WEI.customer_id, 't2'],
		]);
	});
});
