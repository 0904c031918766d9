import type { Fault } from '../gateway';
import { connectProxy } from '../unit/top/support/connectProxy';
import { customerId } from './support/customers';
import { CURRENT } from './support/releases';
import { openWorkbench, type Workbench } from './support/workbench';
import {
	executeManually,
	itemsOf,
	leadsTo,
	manualWorkflow,
	TRIGGER,
	voucherNode,
} from './support/workflows';

const SEND = 'alibaba.alsc.crm.voucher.send';

describe(`where money could go wrong, n8n ${CURRENT.n8n}`, () => {
	let bench: Workbench;

	beforeAll(async () => {
		bench = await openWorkbench(CURRENT);
	});
	afterAll(async () => await bench.close());
	beforeEach(() => bench.gateway.reset());

	const customers = (count: number, from = 1) =>
		Array.from({ length: count }, (_, at) => ({ customer_id: customerId(from + at) }));
	/** Runs the node under Continue; how many items ended how. */
	const outcomesOf = async (items: object[], options: object = {}) => {
		const node = voucherNode(bench.credential, {
			onError: 'continueRegularOutput',
			parameters: { options },
		});
		const execution = await executeManually(
			bench.n8n,
			manualWorkflow('Money', items as never, [node]),
		);
		const counts: Record<string, number> = {};
		for (const { json } of itemsOf(execution, 'Send')) {
			const details = json.details as { outcome: string } | undefined;
			const outcome = details?.outcome ?? 'sent';
			counts[outcome] = (counts[outcome] ?? 0) + 1;
		}
		return counts;
	};

	test('a timeout behind the gateway is not taken for "never executed"', async () => {
		const struck = [1, 5, 9, 13, 17].map((number) => customerId(number));
		bench.gateway.fault({
			fault: {
				do: 'platform-error',
				code: 15,
				msg: 'Remote service error',
				sub_code: 'isp.top-remote-connection-timeout',
				moment: 'after',
			},
			when: { method: SEND, customerId: struck },
		});
		expect(await outcomesOf(customers(20))).toEqual({ sent: 15, unknown: 5 });
		expect(bench.gateway.executed).toHaveLength(20);
	});

	test('verify does not send again what is executed nine seconds after it left', async () => {
		// Customers of whom nothing is in doubt from another test: those could not be told apart.
		const items = customers(3, 101);
		bench.gateway.fault({
			fault: { do: 'cut', moment: 'before', actsLaterMs: 9_000 },
			when: { method: SEND, customerId: items[0].customer_id, attempt: 1 },
		});
		expect(await outcomesOf(items, { unknownOutcome: 'verify' })).toEqual({ sent: 3 });
		expect(bench.gateway.executed).toHaveLength(3);
	});

	test('a front end that answers everything ends the run', async () => {
		const blocked: Fault = {
			do: 'text',
			contentType: 'application/json',
			body: '{"status":1111,"wait":5,"source":"x5","punish":"deny"}',
			moment: 'before',
		};
		bench.gateway.fault({
			script: Array.from({ length: 2_000 }, (_, at): Fault =>
				at < 50 ? { do: 'nothing' } : blocked,
			),
			when: { method: SEND },
		});
		const { sent, unknown, not_sent: notSent } = await outcomesOf(customers(2_000));
		expect(sent).toBe(50);
		expect(unknown).toBeLessThanOrEqual(32 + 3 + 2);
		expect(notSent).toBe(2_000 - sent - unknown);
	});

	test('two branches that both lead into the node send once to each customer', async () => {
		const branch = (name: string) => ({
			id: name,
			name,
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [110, 0] as [number, number],
			parameters: {},
		});
		const node = voucherNode(bench.credential, {
			onError: 'continueRegularOutput',
			parameters: { maxVouchers: 3 },
		});
		const connections = {
			[TRIGGER]: leadsTo(['One', 'Two']),
			One: leadsTo(['Send']),
			Two: leadsTo(['Send']),
		};
		const nodes = [branch('One'), branch('Two'), node];
		const execution = await executeManually(
			bench.n8n,
			manualWorkflow('Branches', customers(3, 201), nodes, connections),
		);
		expect(execution.data.resultData.runData.Send).toHaveLength(2);
		const again = itemsOf(execution, 'Send').map(({ json }) => String(json.error));
		expect(again).toEqual(
			[0, 1, 2].map((item) =>
				expect.stringContaining(`([item ${item}] in n8n), in run 1 of this node`),
			),
		);
		expect(bench.gateway.executed).toHaveLength(3);
	});

	test('an ID that an export has decorated goes to nobody', async () => {
		const id = customerId(301);
		const wide = id.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
		const decorated = [`\`${id}`, `'${id}`, `="${id}"`, `"${id}"`, wide];
		expect(await outcomesOf(decorated.map((customer_id) => ({ customer_id })))).toEqual({
			not_sent: 5,
		});
		expect(bench.gateway.calls).toEqual([]);
	});

	test('a genuine ID that ends in 000 is sent with its list, and held back alone', async () => {
		const list = [-1, 0, 1].map((at) => ({
			customer_id: String(7_027_365_937_982_563_000n + BigInt(at)),
		}));
		bench.gateway.setCustomers(list.map(({ customer_id }) => customer_id));
		expect(await outcomesOf([list[1]])).toEqual({ not_sent: 1 });
		expect(await outcomesOf(list)).toEqual({ sent: 3 });
		expect(bench.gateway.executed.map(({ customer_id }) => customer_id).sort()).toEqual(
			list.map(({ customer_id }) => customer_id).sort(),
		);
	});
});

test(`a proxy that refuses is asked once by each that was under way, n8n ${CURRENT.n8n}`, async () => {
	const proxy = await connectProxy(407);
	const bench = await openWorkbench(CURRENT, { env: { HTTP_PROXY: proxy.url, NO_PROXY: '' } });
	try {
		const credential = await bench.n8n.createCredential('Behind a proxy', bench.credential.type, {
			...bench.credentialData,
			gatewayUrl: 'http://gateway.invalid/router/rest',
		});
		const node = voucherNode(credential, { onError: 'continueRegularOutput' });
		const items = Array.from({ length: 300 }, (_, at) => ({ customer_id: customerId(at) }));
		const execution = await executeManually(bench.n8n, manualWorkflow('Proxy', items, [node]));
		const outcomes = itemsOf(execution, 'Send').map(
			({ json }) => (json.details as { outcome: string }).outcome,
		);
		expect(outcomes).toEqual(Array(300).fill('not_sent'));
		const logins = proxy.asked.filter((host) => host.startsWith('gateway.invalid'));
		expect(logins.length).toBeLessThanOrEqual(32);
	} finally {
		await bench.close();
		await proxy.close();
	}
});
