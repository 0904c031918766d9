import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { sampleCustomers } from '../gateway';
import { openBrowser, openPage, takePicture } from './support/browser';
import { customerId } from './support/customers';
import { Editor } from './support/editor';
import { ensureInstalled } from './support/installations';
import { CURRENT } from './support/releases';
import { REPOSITORY } from './support/repository';
import { borrowDatabase, registerData } from './support/services';
import { waitUntil } from './support/waitUntil';
import { openWorkbench, type Workbench } from './support/workbench';
import { manualWorkflow, TRIGGER } from './support/workflows';

const VOUCHER_NODE = 'Alibaba ALSC Voucher Send';
const CUSTOMER_NODE = 'Alibaba ALSC Customer Get';
const [WANG, LI, STRANGER] = [customerId(1), customerId(2), customerId(3)];

// The tests are one story, told in order.
describe("a newcomer's path through the editor", () => {
	let bench: Workbench;
	let browser: Browser;
	let editor: Editor;

	beforeAll(async () => {
		browser = await openBrowser();
		bench = await openWorkbench(CURRENT);
		// A newcomer has none.
		await bench.n8n.call('DELETE', `/rest/credentials/${bench.credential.id}`);
		editor = new Editor(await openPage(browser), bench.instance.url);
		await editor.logIn();
	});
	afterAll(async () => {
		await browser?.close();
		await bench?.close();
	});
	afterEach(async () => {
		expect(bench.gateway.violations).toEqual([]);
	});

	const executed = () =>
		bench.gateway.executed.map(({ customer_id, voucher_num }) => [customer_id, voucher_num]);

	test('the credential is red with the reason for a wrong secret, and green for the right one', async () => {
		const form = await editor.newCredential('alsc');
		const fill = async (field: string, text: string) =>
			await form.getByTestId(`parameter-input-${field}`).locator('input').fill(text);

		await fill('appKey', bench.credentialData.appKey);
		await fill('appSecret', 'goodbyeworld');
		await form.getByTestId('parameter-input-environment').click();
		await editor.page.getByRole('option', { name: 'Custom' }).click();
		await fill('gatewayUrl', bench.gateway.url);

		expect(await editor.saveAndTest(form, 'red')).toMatch(
			/signature does not match the app secret/,
		);
		await takePicture(form, 'credential-refused');

		await fill('appSecret', bench.credentialData.appSecret);
		expect(await editor.saveAndTest(form, 'green')).toMatch(/Connection tested successfully/);
	});

	test('the node is found by searching "voucher", "alibaba" and "发券"', async () => {
		const items = [
			{ customer_id: WANG, name: '王芳' },
			{ customer_id: LI, name: '李伟' },
		];
		const { id } = await bench.n8n.createWorkflow(manualWorkflow('Thank-you vouchers', items, []));
		await editor.openWorkflow(id);
		let found = await editor.searchNodesAfter(TRIGGER, 'voucher');
		await found.waitFor();
		for (const words of ['alibaba', '发券']) {
			found = await editor.searchNodes(words);
			await found.waitFor();
		}
		await editor.addNode(found);
	});

	test('the form: the customer is dragged in, the template picked from a list that can be searched', async () => {
		await editor.dragIn('customer_id', 'customerId');
		const templates = await editor.searchTemplates();
		expect(await templates.allInnerTexts()).toEqual([
			'满100减20代金券',
			'生日赠饮券',
			'老客八折券',
			'[Out of stock] 开业礼品券（已发完）',
			'[No longer valid] 去年冬至饺子券（已失效）',
		]);
		await takePicture(editor.page, 'template-picker');

		expect(await (await editor.searchTemplates('生日')).allInnerTexts()).toEqual([
			expect.stringMatching(/^生日赠饮券/),
		]);
		await templates.first().click();
	});

	test('executed, the output shows what was sent to whom', async () => {
		await editor.executeStep('success');
		await editor.outputShows('2 vouchers sent to 2 customers', '2 items', WANG);
		expect(executed()).toEqual([
			[WANG, 1],
			[LI, 1],
		]);
		await takePicture(editor.page, 'result');
		await editor.closeNode();
		expect(await editor.node(VOUCHER_NODE).innerText()).toContain('send voucher 生日赠饮券');
	});

	test('a failing item: the reason, what to do, and how far the run came', async () => {
		bench.gateway.reset();
		bench.gateway.setCustomers([WANG, LI]);
		const items = [WANG, LI, STRANGER].map((customer_id) => ({ customer_id }));
		const { id } = await bench.n8n.createWorkflow(manualWorkflow('With a stranger', items, []));
		await editor.openWorkflow(id);
		await editor.addNode(await editor.searchNodesAfter(TRIGGER, 'voucher'));
		await editor.dragIn('customer_id', 'customerId');
		await (await editor.searchTemplates('满100')).first().click();
		await editor.executeStep('danger');

		expect(await editor.output.getByTestId('node-error-message').innerText()).toMatch(
			/^The CRM declined to send the voucher: 顾客不存在/,
		);
		const hint = await editor.output.getByTestId('node-error-description').innerText();
		expect(hint).toMatch(/the brand the customer belongs to/);
		expect(hint).toMatch(/Of 3 items: 2 sent, 1 rejected/);
		expect(hint).toMatch(/Retry.* not sent again/);
		await takePicture(editor.page, 'error');
		await editor.closeNode();
	});

	test('"Retry" sends nothing twice, and goes on once the cause is mended', async () => {
		expect(executed()).toEqual([
			[WANG, 1],
			[LI, 1],
		]);
		const failed = await editor.showExecution('Error');
		await takePicture(editor.page, 'retry');
		await editor.retry(failed);
		await waitUntil('the second failure', async () => (await editor.executions.count()) === 2);
		expect(executed()).toHaveLength(2);

		bench.gateway.setCustomers(null);
		await editor.retry(await editor.showExecution('Error'));
		await editor.executions.filter({ hasText: 'Succe' }).waitFor();
		expect(executed()).toEqual([
			[WANG, 1],
			[LI, 1],
			[STRANGER, 1],
		]);
	});

	test('with "Continue (using error output)" the others go on and the failed one leaves by itself', async () => {
		bench.gateway.reset();
		bench.gateway.setCustomers([WANG, LI]);
		await editor.page.getByTestId('radio-button-workflow').click();
		await editor.openNode(VOUCHER_NODE);
		await editor.setOnError('Continue (using error output)');
		await editor.executeStep('success');
		await editor.outputShows(
			'Success Branch (2 items)',
			'2 vouchers sent to 2 customers · 1 item rejected',
		);
		await editor.output.getByText('Error Branch (1 item)').click();
		await editor.outputShows('The CRM declined', STRANGER);
		await takePicture(editor.page, 'error-output');
		expect(executed()).toHaveLength(2);
		await editor.closeNode();
	});

	test('Customer Get: a phone number becomes a customer', async () => {
		bench.gateway.setCustomers([...sampleCustomers]);
		const [fang, wei] = sampleCustomers;
		const { id } = await bench.n8n.createWorkflow(
			manualWorkflow(
				'Who is it?',
				[{ 手机号: '139 0000 1001' }, { 手机号: `+86${wei.mobile}` }],
				[],
			),
		);
		await editor.openWorkflow(id);
		await editor.addNode(await editor.searchNodesAfter(TRIGGER, '手机号', CUSTOMER_NODE));
		await editor.dragIn('手机号', 'value');
		await editor.add('Add Field', 'Brand ID');
		await editor.parameter('brandId').locator('input').fill('5445');
		await editor.add('Add Field', 'Shop ID');
		await editor.parameter('shopId').locator('input').fill('424');
		await editor.executeStep('success');
		await editor.outputShows('2 items', fang.customer_id, '王芳', '李伟');
		await takePicture(editor.page, 'customer-get');
		await editor.closeNode();
	});

	test('the register: the option asks for its credential, and what was sent stands in the database', async () => {
		bench.gateway.reset();
		const database = await borrowDatabase(await ensureInstalled(CURRENT));
		try {
			await bench.n8n.createCredential(
				'Vouchers database',
				'alibabaAlscRegister',
				registerData(database),
			);
			const items = sampleCustomers.slice(0, 2).map(({ customer_id }) => ({ customer_id }));
			const { id } = await bench.n8n.createWorkflow(manualWorkflow('Spring', items, []));
			await editor.openWorkflow(id);
			await editor.addNode(await editor.searchNodesAfter(TRIGGER, 'voucher'));
			await editor.dragIn('customer_id', 'customerId');
			await (await editor.searchTemplates('满100')).first().click();
			await editor.parameter('sendOnceKey').locator('input').fill('spring-2027');
			await editor.add('Add Option', 'Register');
			await editor.parameter('register').click();
			await editor.choose('PostgreSQL', { exact: false });
			await editor.form.getByTestId('node-credentials-select').last().click();
			await editor.choose('Vouchers database', { exact: false });
			await editor.page.setViewportSize({ width: 1360, height: 1000 });
			await editor.executeStep('success');
			await editor.outputShows('2 vouchers sent to 2 customers');
			await takePicture(editor.page, 'register');
			expect(
				await database.query('select key, customer, state from alsc_gifts order by customer'),
			).toEqual(
				items.map(({ customer_id: customer }) => ({ key: 'spring-2027', customer, state: 'sent' })),
			);
			await editor.closeNode();
		} finally {
			await database.giveBack();
		}
	});

	const examples = readdirSync(join(REPOSITORY, 'examples')).filter((name) => /\.json$/.test(name));
	test.each(examples)('%s can be imported, and finds the credential by its name', async (file) => {
		await editor.importFile(join(REPOSITORY, 'examples', file));
		const sender = editor.page.locator('[data-test-id=canvas-node][data-node-name^="Send "]');
		await sender.waitFor();
		expect(await sender.getByTestId('node-issues').count()).toBe(0);
	});
});
