import { customerId } from './support/customers';
import { problemsIn } from './support/logProblems';
import { CURRENT, LEGACY } from './support/releases';
import { readManifest } from './support/repository';
import type { NodeTypeDescription } from './support/rest';
import { CREDENTIAL_TYPE, openWorkbench, type Workbench } from './support/workbench';
import {
	CUSTOMER_NODE_TYPE,
	executeManually,
	itemsOf,
	manualWorkflow,
	VOUCHER_NODE_TYPE,
	voucherNode,
} from './support/workflows';

describe.each([CURRENT, LEGACY])('installed in n8n $n8n on Node $node', (release) => {
	let bench: Workbench;
	let nodeTypes: NodeTypeDescription[];

	beforeAll(async () => {
		bench = await openWorkbench(release);
		nodeTypes = await bench.n8n.nodeTypes();
	});
	afterAll(() => bench.close());

	const ours = () => nodeTypes.filter(({ name }) => name.startsWith(`${readManifest().name}.`));
	const node = () => ours().find(({ name }) => name === VOUCHER_NODE_TYPE) as NodeTypeDescription;

	test('the nodes, their tool variants and the credentials appear, and nothing else', async () => {
		expect(
			ours()
				.map(({ name }) => name)
				.sort(),
		).toEqual([
			CUSTOMER_NODE_TYPE,
			`${CUSTOMER_NODE_TYPE}Tool`,
			VOUCHER_NODE_TYPE,
			`${VOUCHER_NODE_TYPE}Tool`,
		]);
		const credentials = (await bench.n8n.credentialTypes()).filter(({ name }) =>
			/alsc/i.test(name),
		);
		expect(credentials.map(({ name, displayName }) => [name, displayName])).toEqual([
			[CREDENTIAL_TYPE, 'Alibaba ALSC API'],
			['alibabaAlscRegister', 'Alibaba ALSC Register'],
		]);
	});

	test('the icons of node, tool and credential load, for light and dark', async () => {
		const credential = (await bench.n8n.credentialTypes()).find(
			({ name }) => name === CREDENTIAL_TYPE,
		);
		for (const type of [...ours(), credential]) {
			const icons = type?.iconUrl;
			if (typeof icons !== 'object') throw new Error(`${type?.name} has no themed icon`);
			for (const path of [icons.light, icons.dark]) {
				const { contentType, body } = await bench.n8n.file(path);
				expect(contentType).toContain('image/svg+xml');
				expect(body).toContain('<svg');
			}
		}
	});

	test('the codex file places the node where a searching person looks', () => {
		const { codex } = node();
		expect(codex?.categories).toEqual(['Marketing', 'Sales']);
		expect(codex?.alias).toEqual(expect.arrayContaining(['voucher', 'alibaba', '发券', '优惠券']));
	});

	test('a person runs a workflow, and the vouchers arrive', async () => {
		const customers = [customerId(1), customerId(2), customerId(3)];
		const execution = await executeManually(
			bench.n8n,
			manualWorkflow(
				'Three customers',
				customers.map((customer_id) => ({ customer_id })),
				[voucherNode(bench.credential)],
			),
		);
		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'Send').map(({ json }) => json)).toEqual(
			customers.map((customer_id) =>
				expect.objectContaining({ customer_id, biz_success: true, result: true, attempts: 1 }),
			),
		);
		expect(bench.gateway.executed.map(({ customer_id }) => customer_id).sort()).toEqual(customers);
		expect(bench.gateway.violations).toEqual([]);
	});

	test('n8n logs no problem, neither at start nor since', () => {
		expect(problemsIn(bench.instance.log())).toEqual([]);
	});
});
