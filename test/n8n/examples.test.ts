import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleCustomers } from '../gateway';
import { callTheTool, repeatTheAnswer, startChatModel, type ChatModel } from './support/chatModel';
import { customerId } from './support/customers';
import { readExamples, withCredential } from './support/examples';
import { CURRENT, LEGACY } from './support/releases';
import { REPOSITORY } from './support/repository';
import type { SavedCredential, SavedWorkflow, WorkflowDefinition } from './support/rest';
import { waitUntil } from './support/waitUntil';
import { openWorkbench, type Workbench } from './support/workbench';
import { itemsOf, TRIGGER } from './support/workflows';

const CRM_KEY = { name: 'X-Crm-Key', value: 'the key that the CRM sends along' };
const PAGE_LOGIN = { user: 'campaign', password: 'opens the upload page' };
const DAILY_LIMIT = {
	code: 7,
	msg: 'App Call Limited',
	sub_code: 'accesscontrol.limited-by-app-access-count',
};
const CASH_TEMPLATE = '7104300007405429001';
const BIRTHDAY_TEMPLATE = '7104300007405429002';

describe.each([CURRENT, LEGACY])('the examples in n8n $n8n', (release) => {
	let bench: Workbench;
	let model: ChatModel;
	let credentials: SavedCredential[];

	beforeAll(async () => {
		model = await startChatModel();
		bench = await openWorkbench(release);
		const { n8n, credential } = bench;
		credentials = [
			credential,
			await n8n.createCredential('CRM key', 'httpHeaderAuth', CRM_KEY),
			await n8n.createCredential('Campaign page', 'httpBasicAuth', PAGE_LOGIN),
			await n8n.createCredential('OpenAI account', 'openAiApi', {
				apiKey: 'no key is needed here',
				url: model.url,
			}),
		];
	});
	afterAll(async () => {
		await bench.close();
		await model.close();
	});
	afterEach(() => {
		expect(bench.gateway.violations).toEqual([]);
		bench.gateway.reset();
	});

	/** The example as a user has it after choosing credentials, with `change` made to it. */
	const importExample = async (
		name: string,
		change: (workflow: WorkflowDefinition) => void = () => {},
	): Promise<SavedWorkflow> => {
		const example = readExamples().get(name);
		if (!example) throw new Error(`There is no example ${name}`);
		const workflow = credentials.reduce(withCredential, structuredClone(example));
		change(workflow);
		return await bench.n8n.createWorkflow(workflow);
	};

	const executed = () =>
		bench.gateway.executed.map(({ customer_id, voucher_id }) => [customer_id, voucher_id]);

	describe('crm-webhook', () => {
		let address: string;
		const report = async (order: object, headers = { [CRM_KEY.name]: CRM_KEY.value }) => {
			const response = await fetch(address, {
				method: 'POST',
				headers: { ...headers, 'content-type': 'application/json' },
				body: JSON.stringify(order),
			});
			return { status: response.status, answer: await response.text() };
		};

		beforeAll(async () => {
			await bench.n8n.activateWorkflow(await importExample('crm-webhook'));
			address = `${bench.instance.url}/webhook/alsc-voucher`;
		});

		test('answers the CRM what became of the voucher', async () => {
			const customer = customerId(1);
			const { status, answer } = await report({ order_id: 'A-1', customer_id: customer });
			expect(status).toBe(200);
			expect(JSON.parse(answer)).toEqual({
				ok: true,
				outcome: 'sent',
				customer_id: customer,
				request_id: expect.stringMatching(/^[0-9a-f]{32}$/),
				already_sent: false,
			});
			expect(executed()).toEqual([[customer, CASH_TEMPLATE]]);
		});

		test('sends once when the CRM reports an order twice', async () => {
			const order = { order_id: 'A-2', customer_id: customerId(2) };
			await report(order);
			const { status, answer } = await report(order);
			expect(status).toBe(200);
			expect(JSON.parse(answer)).toMatchObject({ outcome: 'sent', already_sent: true });
			expect(executed()).toHaveLength(1);
		});

		test('says why nothing was sent, and that asking again does not help', async () => {
			bench.gateway.setCustomers([]);
			const { status, answer } = await report({ order_id: 'A-3', customer_id: customerId(3) });
			expect(status).toBe(422);
			expect(JSON.parse(answer)).toEqual({
				ok: false,
				outcome: 'rejected',
				reason: expect.stringMatching(/declined/),
				what_to_do: expect.stringMatching(/./),
			});
		});

		test('refuses a customer ID that arrived as a number and lost its digits', async () => {
			const { status, answer } = await report({
				order_id: 'A-4',
				customer_id: Number(customerId(4)),
			});
			expect(status).toBe(422);
			expect(JSON.parse(answer)).toMatchObject({ ok: false, outcome: 'not_sent' });
			expect(executed()).toEqual([]);
		});

		test('refuses an order without a number, which nothing would protect', async () => {
			const { status, answer } = await report({ customer_id: customerId(5) });
			expect(status).toBe(422);
			expect(JSON.parse(answer)).toMatchObject({ reason: expect.stringMatching(/Send Once Key/) });
			expect(executed()).toEqual([]);
		});

		test('asks the CRM to come again when the outcome is unknown, and still sends once', async () => {
			bench.gateway.fault({ times: 1, fault: { do: 'cut', moment: 'after' } });
			const order = { order_id: 'A-6', customer_id: customerId(6) };
			const first = await report(order);
			expect(first.status).toBe(503);
			expect(JSON.parse(first.answer)).toMatchObject({ outcome: 'unknown' });
			// The second answer must not be taken for "it was not sent".
			const second = await report(order);
			expect(second.status).toBe(503);
			expect(JSON.parse(second.answer)).toMatchObject({ outcome: 'unknown' });
			expect(executed()).toHaveLength(1);
		});

		test('asks the CRM to come again when the platform refused for too many calls', async () => {
			bench.gateway.fault({ fault: { do: 'platform-error', moment: 'before', ...DAILY_LIMIT } });
			const order = { order_id: 'A-8', customer_id: customerId(8) };
			const { status, answer } = await report(order);
			expect(status).toBe(503);
			expect(JSON.parse(answer)).toMatchObject({ outcome: 'not_sent' });
			bench.gateway.reset();
			expect((await report(order)).status).toBe(200);
			expect(executed()).toHaveLength(1);
		});

		test('lets nobody in without the key', async () => {
			const order = { order_id: 'A-7', customer_id: customerId(7) };
			expect((await report(order, { [CRM_KEY.name]: 'guessed' })).status).toBe(403);
			expect(executed()).toEqual([]);
		});
	});

	describe('birthday-schedule', () => {
		// The example's workflow runs in China's time zone.
		const today = () =>
			new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
		const celebrating = [customerId(11), customerId(12)];
		const fillIn = (workflow: WorkflowDefinition) => {
			const birthday = `1990${today().slice(4)}`;
			const customers = [
				{ customer_id: celebrating[0], name: '王芳', birthday },
				{ customer_id: customerId(13), name: '李伟', birthday: '1990-02-30' },
				{ customer_id: celebrating[1], name: '张敏', birthday },
			];
			nodeOf(workflow, 'Customers').parameters.jsonOutput = JSON.stringify({ customers });
		};

		test('sends to those who have a birthday, once, however often the schedule strikes', async () => {
			const saved = await importExample('birthday-schedule', (workflow) => {
				fillIn(workflow);
				const schedule = nodeOf(workflow, 'Every Day at 9');
				schedule.parameters.rule = { interval: [{ field: 'seconds', secondsInterval: 2 }] };
			});
			await bench.n8n.activateWorkflow(saved);
			const runs = await waitUntil('three scheduled runs', async () => {
				const filter = { workflowId: saved.id, status: ['success' as const] };
				const ended = await bench.n8n.listExecutions(filter);
				return ended.length >= 3 ? ended : undefined;
			});
			await bench.n8n.deactivateWorkflow(saved.id);

			expect(executed().sort()).toEqual(
				celebrating.map((customer) => [customer, BIRTHDAY_TEMPLATE]),
			);
			const last = await bench.n8n.getExecution(runs[0].id);
			expect(last.mode).toBe('trigger');
			expect(itemsOf(last, 'Sent').map(({ json }) => json)).toEqual(
				celebrating.map((customer_id) =>
					expect.objectContaining({ customer_id, already_sent: true }),
				),
			);
		});

		test('as it comes, it starts every morning at nine', () => {
			const { rule } = nodeOf(
				readExamples().get('birthday-schedule') as WorkflowDefinition,
				'Every Day at 9',
			).parameters;
			expect(rule).toEqual({
				interval: [{ field: 'days', daysInterval: 1, triggerAtHour: 9, triggerAtMinute: 0 }],
			});
		});
	});

	describe('the campaigns', () => {
		const login = Buffer.from(`${PAGE_LOGIN.user}:${PAGE_LOGIN.password}`).toString('base64');
		const headers = { authorization: `Basic ${login}` };
		const listFrom = (file: string) => readFileSync(join(REPOSITORY, 'examples', file), 'utf8');
		const linesOf = (csv: string) => csv.replace('\ufeff', '').trim().split(/\r?\n/);

		const publish = async (example: string) => {
			const saved = await importExample(example);
			await bench.n8n.activateWorkflow(saved);
			const { webhookId } = nodeOf(saved, 'Upload a Customer List');
			const address = `${bench.instance.url}/form/${webhookId}`;
			/** Uploads a list as a person does, and waits for the page that ends the form. */
			return async (whatToDo: string, csv: string): Promise<string> => {
				const form = new FormData();
				form.set('field-0', 'winter-2026');
				form.set('field-1', whatToDo);
				form.set('field-2', new File([csv], 'list.csv', { type: 'text/csv' }));
				const response = await fetch(address, { method: 'POST', headers, body: form });
				expect(response.status).toBe(200);
				const { formWaitingUrl } = (await response.json()) as { formWaitingUrl: string };
				const status = new URL(formWaitingUrl);
				status.pathname += '/n8n-execution-status';
				await waitUntil('the end of the form', async () => {
					return (await (await fetch(status, { headers })).text()).includes('form-waiting');
				});
				return await (await fetch(formWaitingUrl, { headers })).text();
			};
		};
		/** The file that the page hands to whoever uploaded. */
		const reportIn = (page: string): string => {
			const [, encoded] = /"((?:%5B)?%7B%22data%22[^"]*)"/.exec(page) ?? [];
			// A list of files in n8n 2, one file in n8n 1.
			const [{ data }] = [JSON.parse(decodeURIComponent(encoded))].flat() as Array<{
				data: string | { data: number[] };
			}>;
			const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : Buffer.from(data.data);
			return bytes.toString('utf8');
		};
		const outcomesIn = (report: string) => {
			const counts: Record<string, number> = {};
			const [header, ...rows] = linesOf(report).map((line) => line.split(','));
			const column = header.indexOf('outcome');
			for (const row of rows) counts[row[column]] = (counts[row[column]] ?? 0) + 1;
			return counts;
		};

		test('csv-campaign checks, sends, hands the list back, and sends nothing twice', async () => {
			const csv = listFrom('customers.csv');
			const upload = await publish('csv-campaign');

			const checked = await upload('Check only', csv);
			expect(checked).toContain('Checked, nothing sent: 30 rows can be sent');
			expect(checked).toContain('Cannot be sent: 2. Unknown: 0. Your browser has saved');
			expect(outcomesIn(reportIn(checked))).toEqual({ 'would be sent': 30, not_sent: 2 });
			// The rounded ID, and the template of which nothing is left.
			expect(reportIn(checked)).toMatch(/罗兰,.*,not_sent,"?The voucher template is out of stock/);
			expect(bench.gateway.executed).toEqual([]);

			const sent = await upload('Send', csv);
			expect(sent).toContain('Sent to 30 rows');
			expect(sent).toContain('Not sent: 2. Unknown: 0. Your browser has saved');
			const report = reportIn(sent);
			expect(outcomesIn(report)).toEqual({ sent: 30, rejected: 1, not_sent: 1 });
			expect(bench.gateway.executed).toHaveLength(30);
			const [header, ...rows] = linesOf(report);
			expect(header).toBe('顾客ID,姓名,券模板ID,发券数量,outcome,reason,what to do');
			expect(rows).toHaveLength(linesOf(csv).length - 1);
			expect(rows.find((row) => row.includes('罗兰'))).toMatch(
				/^7027365937982564641,罗兰,7104300007405429004,1,rejected,.*库存不足/,
			);

			// What the note says: mend the rows and upload the report.
			const again = await upload('Send', report.replace('7.02737E+18', '7027365937982564274'));
			expect(outcomesIn(reportIn(again))).toEqual({ 'sent before': 30, rejected: 1, sent: 1 });
			expect(bench.gateway.executed).toHaveLength(31);
		});

		test('phone-campaign finds the customers, sends, and says who cannot get anything', async () => {
			bench.gateway.setCustomers([...sampleCustomers]);
			const upload = await publish('phone-campaign');

			const checked = await upload('Check only', listFrom('phone-numbers.csv'));
			expect(checked).toContain('Checked, nothing sent: 6 rows can be sent');
			expect(bench.gateway.executed).toEqual([]);

			const sent = await upload('Send', listFrom('phone-numbers.csv'));
			expect(sent).toContain('Sent to 6 rows');
			expect(outcomesIn(reportIn(sent))).toEqual({
				sent: 6,
				rejected: 1,
				not_asked: 1,
				not_found: 1,
				switched_off: 1,
			});
			expect(executed().sort()).toEqual(
				sampleCustomers.slice(0, 6).map(({ customer_id }) => [customer_id, CASH_TEMPLATE]),
			);
		});
	});

	describe('agent-tool', () => {
		const ask = async (chatInput: string) => {
			const saved = await importExample('agent-tool', (workflow) => {
				workflow.pinData = {
					'When chat message received': [
						{ json: { sessionId: 'session-1', action: 'sendMessage', chatInput } },
					],
				};
			});
			return await bench.n8n.untilEnded(
				await bench.n8n.runManually(saved, 'When chat message received'),
			);
		};

		test('the agent sends the welcome voucher to the customer named, and reports it', async () => {
			const customer = customerId(21);
			model.play(callTheTool({ customer_id: customer }), repeatTheAnswer);
			const execution = await ask(`Please welcome customer ${customer}`);
			expect(execution.status).toBe('success');
			expect(executed()).toEqual([[customer, CASH_TEMPLATE]]);
			const [{ json }] = itemsOf(execution, 'AI Agent');
			expect(json.output).toContain('"biz_success":true');
		});
	});

	test('demo runs as it comes', async () => {
		const saved = await importExample('demo');
		const execution = await bench.n8n.untilEnded(await bench.n8n.runManually(saved, TRIGGER));
		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'Sent')).toHaveLength(1);
		expect(executed()).toEqual([[sampleCustomers[0].customer_id, CASH_TEMPLATE]]);
	});
});

function nodeOf(workflow: WorkflowDefinition, name: string) {
	const node = workflow.nodes.find((candidate) => candidate.name === name);
	if (!node) throw new Error(`There is no node ${name} in ${workflow.name}`);
	return node;
}
