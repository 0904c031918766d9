import type { Browser } from 'playwright-core';
import { openBrowser, openPage, takePicture } from './support/browser';
import { customerId } from './support/customers';
import { Editor } from './support/editor';
import { CURRENT, LEGACY } from './support/releases';
import type { NodeTypeDescription } from './support/rest';
import { openWorkbench, type Workbench } from './support/workbench';
import { executeManually, itemsOf, manualWorkflow, voucherNode } from './support/workflows';

const [WANG, LI, STRANGER] = [customerId(1), customerId(2), customerId(3)];
const ROUNDED = 7_027_365_937_982_564_000;

/** That all of this is English elsewhere is what every other test of the real n8n shows. */
describe.each([CURRENT, LEGACY])('n8n $n8n with N8N_DEFAULT_LOCALE=zh-CN', (release) => {
	let bench: Workbench;

	beforeAll(async () => {
		bench = await openWorkbench(release, { env: { N8N_DEFAULT_LOCALE: 'zh-CN' } });
		bench.gateway.setCustomers([WANG, LI]);
	});
	afterAll(() => bench?.close());

	test('the forms are in Chinese', async () => {
		const [nodes, credentials] = [await bench.n8n.nodeTypes(), await bench.n8n.credentialTypes()];
		const labels = (types: NodeTypeDescription[], name: string) => {
			const type = types.find((one) => one.name.endsWith(name));
			return (type?.properties as Array<{ displayName: string }>).map((field) => field.displayName);
		};
		expect(labels(nodes, '.alibabaAlscVoucherSend')).toContain('券模板');
		expect(labels(nodes, '.alibabaAlscVoucherSendTool')).toContain('券模板');
		expect(labels(nodes, '.alibabaAlscCustomerGet')).toContain('手机号');
		expect(labels(credentials, 'alibabaAlscApi')).toContain('环境');
		expect(labels(credentials, 'alibabaAlscRegister')).toContain('数据库');
	});

	test('failures, what to do, and the line over the output are in Chinese', async () => {
		const execution = await executeManually(
			bench.n8n,
			manualWorkflow(
				'Two known, one stranger, one rounded',
				[WANG, LI, STRANGER, ROUNDED].map((customer_id) => ({ customer_id })),
				[voucherNode(bench.credential, { onError: 'continueErrorOutput' })],
			),
		);
		expect(itemsOf(execution, 'Send', 1).map(({ json }) => json)).toMatchObject([
			{
				error: expect.stringMatching(/^CRM 拒绝发券：顾客不存在/),
				details: {
					outcome: 'rejected',
					hint: expect.stringMatching(/^CRM 中没有这位顾客：.*「品牌 ID」/),
				},
			},
			{
				error: '「顾客 ID」是被四舍五入的数字：7027365937982564000，末尾几位已经丢失',
				details: { outcome: 'not_sent', field: '顾客 ID' },
			},
		]);
		const [{ hints }] = execution.data.resultData.runData.Send;
		expect(JSON.stringify(hints)).toContain(
			'已向 2 位顾客发放 2 张券 · 1 条数据被拒绝 · 1 条数据未发送',
		);
	});

	test('the test of a credential answers in Chinese', async () => {
		const wrong = { ...bench.credentialData, appSecret: 'goodbyeworld' };
		expect(await bench.n8n.testCredential(bench.credential, wrong)).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/与 App Secret 不符。请从淘宝开放平台/),
		});
	});

	if (release !== CURRENT) return;

	test('the editor shows it', async () => {
		let browser: Browser | undefined;
		try {
			browser = await openBrowser();
			const editor = new Editor(await openPage(browser), bench.instance.url);
			await editor.logIn();
			bench.gateway.reset();
			bench.gateway.setCustomers([WANG, LI]);
			const items = [
				{ customer_id: WANG, name: '王芳' },
				{ customer_id: LI, name: '李伟' },
				{ customer_id: STRANGER, name: '陌生人' },
			];
			const node = voucherNode(bench.credential, {
				name: 'Alibaba ALSC Voucher Send',
				parameters: {
					sendOnceKey: '生日-2027',
					voucherId: {
						__rl: true,
						mode: 'list',
						value: '7104300007405429001',
						cachedResultName: '满100减20代金券',
					},
				},
			});
			const { id } = await bench.n8n.createWorkflow(manualWorkflow('生日券', items, [node]));
			await editor.openWorkflow(id);
			const card = editor.node('Alibaba ALSC Voucher Send');
			expect(await card.innerText()).toContain('发券 满100减20代金券');
			await editor.openNode('Alibaba ALSC Voucher Send');
			for (const label of ['顾客 ID', '券模板', '发券数量', '防重复键', '发券上限']) {
				await editor.form.getByText(label, { exact: true }).first().waitFor();
			}
			await editor.executeStep('danger');
			await editor.outputShows(
				'CRM 拒绝发券：顾客不存在',
				'「品牌 ID」',
				'共 3 条数据：已发 2 条，被拒 1 条。',
			);
			await takePicture(editor.page, 'chinese');
		} finally {
			await browser?.close();
		}
	});
});
