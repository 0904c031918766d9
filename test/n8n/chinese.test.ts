import { sampleCustomers } from '../gateway';
import { customerId } from './support/customers';
import { CURRENT, LEGACY } from './support/releases';
import { openWorkbench, type Workbench } from './support/workbench';
import { executeManually, itemsOf, manualWorkflow, voucherNode } from './support/workflows';

const [WANG, LI, STRANGER] = [customerId(1), customerId(2), customerId(3)];

describe.each([
	[CURRENT, 'zh-CN'],
	[LEGACY, 'zh-CN'],
	[CURRENT, 'en'],
])('n8n $n8n with N8N_DEFAULT_LOCALE=%s', (release, locale) => {
	const isChinese = locale === 'zh-CN';
	let bench: Workbench;

	beforeAll(async () => {
		bench = await openWorkbench(release, {
			env: { N8N_DEFAULT_LOCALE: locale },
			gateway: { customers: [...sampleCustomers] },
		});
		bench.gateway.setCustomers([WANG, LI]);
	});
	afterAll(() => bench?.close());

	test('the forms', async () => {
		const labelsOf = (types: Array<{ name: string; properties?: unknown }>, name: string) => {
			const type = types.find((one) => one.name.endsWith(name));
			return (type?.properties as Array<{ displayName: string }>).map((field) => field.displayName);
		};
		const nodes = await bench.n8n.nodeTypes();
		const credentials = await bench.n8n.credentialTypes();
		const [sender, finder, api, register] = [
			labelsOf(nodes, '.alibabaAlscVoucherSend'),
			labelsOf(nodes, '.alibabaAlscCustomerGet'),
			labelsOf(credentials, 'alibabaAlscApi'),
			labelsOf(credentials, 'alibabaAlscRegister'),
		];
		expect(sender).toContain(isChinese ? '券模板' : 'Voucher Template');
		expect(finder).toContain(isChinese ? '手机号' : 'Mobile Number');
		expect(api).toContain(isChinese ? '环境' : 'Environment');
		expect(register).toContain(isChinese ? '数据库' : 'Database');
	});

	test('a failure, and the line over the output', async () => {
		const execution = await executeManually(
			bench.n8n,
			manualWorkflow(
				'Two known, one not, one rounded',
				[WANG, LI, STRANGER, 7027365937982564e3].map((customer_id) => ({ customer_id })),
				[voucherNode(bench.credential, { onError: 'continueErrorOutput' })],
			),
		);
		const [stranger, rounded] = itemsOf(execution, 'Send', 1).map(({ json }) => json);
		expect(stranger.error).toMatch(
			isChinese ? /^CRM 拒绝发券：顾客不存在/ : /^The CRM declined to send the voucher: 顾客不存在/,
		);
		expect(rounded).toMatchObject({
			error: expect.stringMatching(isChinese ? /^「顾客 ID」/ : /^'Customer ID'/),
			details: { outcome: 'not_sent', field: isChinese ? '顾客 ID' : 'Customer ID' },
		});
		const [run] = execution.data.resultData.runData.Send;
		expect(JSON.stringify(run.hints)).toContain(
			isChinese ? '已向 2 位顾客发放 2 张券' : '2 vouchers sent to 2 customers',
		);
	});

	test('the test of a credential', async () => {
		const wrong = { ...bench.credentialData, appSecret: 'goodbyeworld' };
		const { status, message } = await bench.n8n.testCredential(bench.credential, wrong);
		expect(status).toBe('Error');
		expect(message).toMatch(isChinese ? /签名与 App Secret 不符/ : /does not match the app secret/);
	});
});
