import { sampleCustomers } from '../gateway';
import { callTheTool, repeatTheAnswer, startChatModel } from './support/chatModel';
import { CURRENT, LEGACY } from './support/releases';
import type { SavedCredential, WorkflowNode } from './support/rest';
import { openWorkbench, type Workbench } from './support/workbench';
import {
	CUSTOMER_NODE_TYPE,
	executeManually,
	itemsOf,
	leadsTo,
	manualWorkflow,
	TRIGGER,
	voucherNode,
} from './support/workflows';

const [WANG_FANG, LI_WEI] = sampleCustomers;

describe.each([CURRENT, LEGACY])('Customer Get in n8n $n8n', (release) => {
	let bench: Workbench;

	beforeAll(async () => {
		bench = await openWorkbench(release, {
			gateway: { brands: ['5445'], customers: [...sampleCustomers] },
		});
	});
	afterAll(() => bench.close());
	afterEach(() => {
		expect(bench.gateway.violations).toEqual([]);
		bench.gateway.reset();
	});

	test('finds customers by phone number, sends to them, and keeps the others apart', async () => {
		const execution = await executeManually(
			bench.n8n,
			manualWorkflow(
				'By phone',
				[{ mobile: `+86 ${LI_WEI.mobile}` }, { mobile: '123' }, { mobile: WANG_FANG.mobile }],
				[
					customerNode(bench.credential, { onError: 'continueErrorOutput' }),
					voucherNode(bench.credential),
				],
				{ [TRIGGER]: leadsTo(['Find']), Find: leadsTo(['Send'], []) },
			),
		);

		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'Find').map(({ json }) => json)).toMatchObject([LI_WEI, WANG_FANG]);
		expect(itemsOf(execution, 'Find', 1).map(({ json }) => json)).toMatchObject([
			{ mobile: '123', details: { outcome: 'not_asked', field: 'Mobile Number' } },
		]);
		expect(bench.gateway.executed.map(({ customer_id }) => customer_id).sort()).toEqual([
			WANG_FANG.customer_id,
			LI_WEI.customer_id,
		]);
	});

	test('is a tool that tells an AI agent who a number belongs to', async () => {
		const model = await startChatModel();
		try {
			const openAi = await bench.n8n.createCredential('OpenAI account', 'openAiApi', {
				apiKey: 'no key is needed here',
				url: model.url,
			});
			model.play(callTheTool({ mobile: WANG_FANG.mobile }), repeatTheAnswer);
			const saved = await bench.n8n.createWorkflow({
				name: 'Agent',
				nodes: [
					langchainNode('chatTrigger', 1.3, CHAT, { options: {} }),
					langchainNode('agent', 2.2, 'Agent', { options: {} }),
					{
						...langchainNode('lmChatOpenAi', 1.2, 'Model', {
							model: { __rl: true, mode: 'id', value: 'gpt-4.1-mini' },
							options: {},
						}),
						credentials: { openAiApi: { id: openAi.id, name: openAi.name } },
					},
					customerNode(bench.credential, {
						type: `${CUSTOMER_NODE_TYPE}Tool`,
						parameters: {
							toolDescription: 'Finds a customer by mobile number',
							value: "={{ $fromAI('mobile', 'The mobile number', 'string') }}",
						},
					}),
				],
				connections: {
					[CHAT]: leadsTo(['Agent']),
					Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
					Find: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
				},
				pinData: {
					[CHAT]: [{ json: { sessionId: 's', action: 'sendMessage', chatInput: 'Who is it?' } }],
				},
			});
			const execution = await bench.n8n.untilEnded(await bench.n8n.runManually(saved, CHAT));
			expect(String(itemsOf(execution, 'Agent')[0]?.json.output)).toContain(WANG_FANG.customer_id);
		} finally {
			await model.close();
		}
	});
});

const CHAT = 'When chat message received';

function langchainNode(
	type: string,
	typeVersion: number,
	name: string,
	parameters: WorkflowNode['parameters'],
): WorkflowNode {
	return {
		id: `node-${name}`,
		name,
		type: `@n8n/n8n-nodes-langchain.${type}`,
		typeVersion,
		position: [0, 0],
		parameters,
	};
}

/** Customer Get as the editor saves it, reading a mobile number from each item. */
function customerNode(
	credential: SavedCredential,
	{ parameters, ...settings }: Partial<WorkflowNode> = {},
): WorkflowNode {
	const node = voucherNode(credential, { name: 'Find', type: CUSTOMER_NODE_TYPE, ...settings });
	return {
		...node,
		parameters: {
			value: '={{ $json.mobile }}',
			additionalFields: { brandId: '5445', shopId: '424' },
			...parameters,
		},
	};
}
