import { customerId } from './support/customers';
import { CURRENT } from './support/releases';
import { CREDENTIAL_TYPE, openWorkbench, type Workbench } from './support/workbench';
import { executeManually, itemsOf, manualWorkflow, voucherNode } from './support/workflows';

describe(`a credential whose fields are expressions, n8n ${CURRENT.n8n}`, () => {
	let bench: Workbench;

	beforeAll(async () => {
		const sessions = ['session of A', 'session of B'];
		bench = await openWorkbench(CURRENT, {
			gateway: { apps: [{ key: '12345678', secret: 'helloworld', sessions }] },
		});
	});
	afterAll(async () => await bench.close());

	test('sends each item under the session of its own merchant', async () => {
		const credential = await bench.n8n.createCredential('By item', CREDENTIAL_TYPE, {
			...bench.credentialData,
			sessionToken: '={{ $json.session }}',
		});
		const items = ['A', 'A', 'B', 'A'].map((merchant, at) => ({
			customer_id: customerId(at),
			session: `session of ${merchant}`,
		}));

		const execution = await executeManually(
			bench.n8n,
			manualWorkflow('By item', items, [voucherNode(credential)]),
		);

		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'Send').map(({ json }) => json.result)).toEqual(Array(4).fill(true));
		const sent = bench.gateway.calls.map((call) => ({
			customer_id: call.customerId,
			session: call.session,
		}));
		expect(sent).toHaveLength(4);
		expect(sent).toEqual(expect.arrayContaining(items));
	});
});
