import type { IDataObject, IRun } from 'n8n-workflow';
import type { Template } from '../gateway';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import { errorOf, jsonOf } from '../support/engine/results';
import { kindOf } from '../support/engine/truth';
import { sendingWorkflow, type VoucherNodeOptions } from '../support/engine/workflows';

const LIST = 'alibaba.alsc.crm.voucher.template.list';
const UNCHECKED =
	'whether the CRM knows the customer, the limit per customer, the permission to send';

describe('a dry run', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => bench.reset());
	afterAll(async () => await bench.close());

	const workflow = (parameters: IDataObject = {}, node: VoucherNodeOptions = {}) =>
		sendingWorkflow({
			onError: 'continueRegularOutput',
			...node,
			parameters: { options: { dryRun: true }, ...parameters },
		});
	const template = (facts: Partial<Template> = {}) =>
		bench.gateway.addTemplate({ voucher_template_id: '3243421', name: '满100减20', ...facts });
	const lineOf = (run: IRun) => run.data.resultData.runData.Send.at(-1)?.hints?.[0];

	it('looks at the template once, and says in each item what was checked and what was not', async () => {
		template({
			inventory: 500,
			valid_date_type: 'FIXED',
			start_time: '2020-01-01 00:00:00',
			end_time: '2099-12-31 23:59:59',
		});
		const run = await bench.run(workflow(), customers(50));

		const [first, ...others] = jsonOf(run, 'Send');
		expect(Object.keys(first)[0]).toBe('dry_run');
		for (const json of [first, ...others]) {
			expect(json).toMatchObject({
				dry_run: true,
				checked:
					'IDs, quantity, duplicates; the voucher template 满100减20 (500 left, until 2099-12-31)',
				not_checked: UNCHECKED,
			});
		}
		expect(lineOf(run)).toMatchObject({
			type: 'info',
			message: `Dry run, nothing was sent: 50 vouchers would go to 50 customers. Checked: IDs, quantity, duplicates; the voucher template 满100减20 (500 left, until 2099-12-31). Not checked: ${UNCHECKED}.`,
		});
		expect(bench.gateway.calls.map(({ method }) => method)).toEqual([LIST]);
	});

	it('asks the list for the owner that the items name', async () => {
		template();
		const additionalFields = { brandId: '5445', outShopId: 'mine' };
		await bench.run(workflow({ additionalFields }), customers(1));
		expect(
			JSON.parse(bench.gateway.lastRequest?.parameters.voucher_template_open_req ?? ''),
		).toEqual({
			brand_id: '5445',
			out_shop_id: 'mine',
			voucher_template_id: '3243421',
			page_no: 1,
			page_size: 1,
		});
	});

	it.each([
		[{ inventory: 0 }, 'The voucher template is out of stock: 满100减20, ID 3243421'],
		[{ status: 'NO_INVENTORY' }, 'The voucher template is out of stock: 满100减20, ID 3243421'],
		[{ status: 'INVALID' }, 'The voucher template is not valid any more: 满100减20, ID 3243421'],
		[
			{ valid_date_type: 'FIXED', end_time: '2020-12-31 23:59:59' },
			'The voucher template has expired: 满100减20, ID 3243421',
		],
		[{ voucher_template_id: '999' }, 'The list of voucher templates does not hold the ID 3243421'],
	] as Array<[Partial<Template>, string]>)(
		'fails where the CRM would refuse all: %j',
		async (facts, message) => {
			template(facts);
			const run = await bench.run(workflow(), customers(2));
			expect(jsonOf(run, 'Send')).toEqual([
				expect.objectContaining({ error: message }),
				expect.objectContaining({ error: message }),
			]);
			expect(lineOf(run)).toMatchObject({
				type: 'warning',
				message: expect.stringContaining(`2 items cannot be sent as they are: ${message}`),
			});

			const stopping = await bench.run(workflow({}, { onError: 'stopWorkflow' }), customers(2));
			expect(errorOf(stopping)?.message).toContain(message);
			expect(bench.gateway.executed).toEqual([]);
		},
	);

	it('fails the items of that template alone', async () => {
		template({ inventory: 0 });
		template({ voucher_template_id: '7' });
		const voucherId = { __rl: true, mode: 'id', value: '={{ $json.template }}' };
		const items = ['3243421', '7', '7'].map((id, at) => ({ customer: `c${at}`, template: id }));
		const run = await bench.run(workflow({ voucherId }), items);
		expect(jsonOf(run, 'Send').map(({ dry_run: dryRun }) => dryRun === true)).toEqual([
			false,
			true,
			true,
		]);
		expect(bench.gateway.calls).toHaveLength(2);
	});

	it.each([
		[
			'has no permission for the list',
			{
				do: 'platform-error',
				moment: 'before',
				code: 11,
				msg: 'Insufficient isv permissions',
				subCode: 'isv.permission-api-package-limit',
			},
		],
		['gets no answer', { do: 'cut', moment: 'before' }],
		['is refused by the CRM', { do: 'business-answer', moment: 'before' }],
	] as const)('says so, and fails nothing, when the app %s', async (_, fault) => {
		bench.gateway.fault({ when: { method: LIST }, fault });
		const run = await bench.run(workflow(), customers(2));

		expect(jsonOf(run, 'Send').map(kindOf)).toEqual(['sent', 'sent']);
		expect(jsonOf(run, 'Send')[0]).toMatchObject({
			checked: 'IDs, quantity, duplicates',
			not_checked: expect.stringMatching(/^the voucher template \(.+\); whether the CRM knows/),
		});
		expect(lineOf(run)?.message).toMatch(/Not checked: the voucher template \(.+\); whether/);
	});

	it('warns when more is asked for than there is', async () => {
		template({ inventory: 500 });
		const run = await bench.run(workflow({ quantity: 300 }), customers(2));
		expect(lineOf(run)).toMatchObject({
			type: 'warning',
			message: expect.stringContaining('满100减20 has 500 left, and 600 are asked for'),
		});
	});

	it('says that what was sent before was not looked up', async () => {
		template();
		const run = await bench.run(workflow({ sendOnceKey: 'spring' }), customers(1));
		expect(jsonOf(run, 'Send')[0].not_checked).toBe(`${UNCHECKED}; what was sent before`);
		expect(lineOf(run)?.message).toContain('; what was sent before.');
	});

	it('says it in Chinese to a Chinese n8n', async () => {
		template({ inventory: 500 });
		process.env.N8N_DEFAULT_LOCALE = 'zh-CN';
		try {
			const run = await bench.run(workflow({ quantity: 300 }), customers(2));
			expect(lineOf(run)?.message).toBe(
				'试运行，什么都没有发送：将发给 2 位顾客 600 张券。满100减20 只剩 500 张，而要发 600 张。已检查：ID、数量、重复；券模板 满100减20（剩 500 张）。没有检查：CRM 中是否有这位顾客、每人限领数量、发券权限。',
			);
		} finally {
			delete process.env.N8N_DEFAULT_LOCALE;
		}
	});

	it('waits for its turn like every other call', async () => {
		template();
		bench.gateway.fault({
			when: { method: LIST },
			times: 1,
			fault: {
				do: 'ban',
				seconds: 1,
				scope: 'api',
				subCode: 'accesscontrol.limited-by-api-access-count',
			},
		});
		const run = await bench.run(workflow(), customers(1));
		expect(jsonOf(run, 'Send')[0].checked).toContain('满100减20');
		expect(bench.gateway.calls).toHaveLength(2);
	});
});
