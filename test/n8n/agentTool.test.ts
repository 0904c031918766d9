import { callTheTool, repeatTheAnswer, startChatModel, type ChatModel } from './support/chatModel';
import { customerId } from './support/customers';
import { CURRENT } from './support/releases';
import type { Execution, SavedCredential, WorkflowNode } from './support/rest';
import { CREDENTIAL_TYPE, openWorkbench, type Workbench } from './support/workbench';
import { itemsOf, leadsTo, voucherNode, VOUCHER_NODE_TYPE } from './support/workflows';

const CHAT = 'When chat message received';
const LANGCHAIN = '@n8n/n8n-nodes-langchain';
const TEMPLATE = '7104300007405429001';

// Up to 2.2 the agent runs its tools itself; from 3 on n8n's engine runs them as nodes.
describe.each([2.2, 3.1])('as a tool of an AI agent, agent version %s', (agentVersion) => {
	let bench: Workbench;
	let model: ChatModel;
	let openAi: SavedCredential;

	beforeAll(async () => {
		model = await startChatModel();
		bench = await openWorkbench(CURRENT);
		openAi = await bench.n8n.createCredential('OpenAI account', 'openAiApi', {
			apiKey: 'no key is needed here',
			url: model.url,
		});
	});
	afterAll(async () => {
		await bench.close();
		await model.close();
	});
	afterEach(() => {
		expect(bench.gateway.violations).toEqual([]);
		bench.gateway.reset();
	});

	const chat = async (
		parameters: WorkflowNode['parameters'] = {},
		credentials?: WorkflowNode['credentials'],
	): Promise<Execution> => {
		const tool = voucherNode(bench.credential, {
			...(credentials && { credentials }),
			name: 'Send Voucher',
			type: `${VOUCHER_NODE_TYPE}Tool`,
			parameters: {
				toolDescription: 'Sends a voucher to one customer',
				customerId: "={{ $fromAI('customer_id', 'All digits of the ID, as text', 'string') }}",
				quantity: "={{ $fromAI('quantity', 'How many vouchers', 'number') }}",
				...parameters,
			},
		});
		const saved = await bench.n8n.createWorkflow({
			name: 'Agent',
			nodes: [
				node('chatTrigger', 1.3, CHAT, { options: {} }),
				node('agent', agentVersion, 'Agent', { options: {} }),
				{
					...node('lmChatOpenAi', 1.2, 'Model', {
						model: { __rl: true, mode: 'id', value: 'gpt-4.1-mini' },
						options: {},
					}),
					credentials: { openAiApi: { id: openAi.id, name: openAi.name } },
				},
				tool,
			],
			connections: {
				[CHAT]: leadsTo(['Agent']),
				Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
				'Send Voucher': { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			},
			pinData: {
				[CHAT]: [{ json: { sessionId: 's', action: 'sendMessage', chatInput: 'Please send it' } }],
			},
		});
		return await bench.n8n.untilEnded(await bench.n8n.runManually(saved, CHAT));
	};

	const answerOf = (execution: Execution): string =>
		String(itemsOf(execution, 'Agent')[0]?.json.output);

	test('sends what the model fills in, and the model learns that it was sent', async () => {
		model.play(callTheTool({ customer_id: customerId(1), quantity: 2 }), repeatTheAnswer);
		const execution = await chat();
		expect(execution.status).toBe('success');
		expect(bench.gateway.executed).toEqual([
			expect.objectContaining({
				customer_id: customerId(1),
				voucher_id: TEMPLATE,
				voucher_num: 2,
			}),
		]);
		expect(answerOf(execution)).toMatch(/"biz_success":\s*true/);

		const [{ tools = [] }] = model.requests;
		expect(tools[0].function).toMatchObject({
			description: 'Sends a voucher to one customer',
			parameters: {
				properties: {
					customer_id: { type: 'string', description: 'All digits of the ID, as text' },
					quantity: { type: 'number' },
				},
				required: ['customer_id', 'quantity'],
			},
		});
	});

	test('the model learns why nothing was sent', async () => {
		bench.gateway.setCustomers([]);
		model.play(callTheTool({ customer_id: customerId(2), quantity: 1 }), repeatTheAnswer);
		const execution = await chat();
		expect(answerOf(execution)).toMatch(/The CRM declined.*"outcome":\s*"rejected"/);
		expect(bench.gateway.executed).toEqual([]);
	});

	test('the model learns what is wrong with the credential', async () => {
		const wrong = { ...bench.credentialData, appSecret: 'goodbyeworld' };
		const { id, name } = await bench.n8n.createCredential('Wrong', CREDENTIAL_TYPE, wrong);
		model.play(callTheTool({ customer_id: customerId(3), quantity: 1 }), repeatTheAnswer);
		const execution = await chat({}, { [CREDENTIAL_TYPE]: { id, name } });
		expect(answerOf(execution)).toMatch(/signature does not match.*"outcome":\s*"rejected"/);
		expect(bench.gateway.executed).toEqual([]);
	});

	test('the model learns that nobody knows when the answer got lost', async () => {
		bench.gateway.fault({ fault: { do: 'cut', moment: 'after' } });
		model.play(callTheTool({ customer_id: customerId(3), quantity: 1 }), repeatTheAnswer);
		const execution = await chat();
		expect(answerOf(execution)).toMatch(/may or may not have been sent.*"outcome":\s*"unknown"/);
		expect(bench.gateway.executed).toHaveLength(1);
	});

	test('sends to nobody when the model writes the ID as a number, whose digits get lost', async () => {
		model.play(
			callTheTool(`{"customer_id": ${customerId(4)}, "quantity": 1}`),
			() => 'It did not work',
		);
		await chat();
		expect(bench.gateway.executed).toEqual([]);
	});

	test('sends once for a key, however often the model calls', async () => {
		const call = { customer_id: customerId(5), quantity: 1 };
		model.play(callTheTool(call, call), callTheTool(call), repeatTheAnswer);
		const execution = await chat({ sendOnceKey: 'welcome' });
		expect(execution.status).toBe('success');
		expect(bench.gateway.executed).toHaveLength(1);
		expect(answerOf(execution)).toMatch(/"already_sent":\s*true/);
	});

	test('sends once to a customer without a key, too, however often the model calls', async () => {
		const call = { customer_id: customerId(6), quantity: 1 };
		model.play(callTheTool(call, call), callTheTool(call), repeatTheAnswer);
		const execution = await chat();
		expect(execution.status).toBe('success');
		expect(bench.gateway.executed).toHaveLength(1);
		expect(answerOf(execution)).toMatch(
			/The same voucher for the same customer was asked for by the 1st item .* in run 1 of this node/,
		);
	});
});

function node(
	type: string,
	typeVersion: number,
	name: string,
	parameters: WorkflowNode['parameters'],
): WorkflowNode {
	const id = `node-${name}`;
	return { id, name, type: `${LANGCHAIN}.${type}`, typeVersion, position: [0, 0], parameters };
}
