import type { IDataObject } from 'n8n-workflow';
import { sampleCustomers } from '../gateway';
import { openTestBench, type TestBench } from '../support/engine/bench';
import { until } from '../support/engine/conditions';
import type { WorkflowDefinition } from '../support/engine/engine';
import { openPostgresMemory, type PostgresMemory } from '../support/engine/memory';
import {
	connect,
	customerNode,
	helperNode,
	sendingWorkflow,
	settingsOf,
} from '../support/engine/workflows';
import { describeWithPostgres } from '../support/postgres/database';

const BAN_SECONDS = 2;

type Node = 'Voucher Send' | 'Customer Get';

const METHODS: Record<Node, string> = {
	'Voucher Send': 'alibaba.alsc.crm.voucher.send',
	'Customer Get': 'alibaba.alsc.crm.customer.get',
};

/** Each run has a pacer of its own here, as in an n8n process of its own. */
describeWithPostgres('processes with the same register', () => {
	let bench: TestBench;
	let memory: PostgresMemory;

	beforeAll(async () => {
		bench = await openTestBench({ brands: ['5445'], customers: [...sampleCustomers] });
		memory = await openPostgresMemory();
		bench.register = memory.credential;
	});
	beforeEach(async () => {
		bench.gateway.setQuotas([]);
		bench.reset();
		await memory.clear();
	});
	afterAll(async () => {
		await memory.close();
		await bench.close();
	});

	const workflows: Record<Node, (options: IDataObject) => WorkflowDefinition> = {
		'Voucher Send': (options) =>
			sendingWorkflow({
				onError: 'continueRegularOutput',
				parameters: settingsOf({ ...memory.options, ...options }),
			}),
		'Customer Get': (options) => ({
			nodes: [
				helperNode('test.start', 'Start'),
				customerNode({
					onError: 'continueRegularOutput',
					parameters: settingsOf({ ...memory.options, ...options }),
				}),
			],
			connections: { Start: connect(['Find']) },
		}),
	};
	/** Different for each item, so that each is asked for. */
	const items = (count: number): IDataObject[] =>
		Array.from({ length: count }, (_, n) => ({
			customer: `c${n + 1}`,
			mobile: String(13_800_000_000 + n),
		}));
	const startInProcessOfItsOwn = (node: Node, count: number, options: IDataObject = {}) => {
		bench.forgetProcess();
		const { finished } = bench.start(workflows[node](options), items(count));
		const run = { finished, isDone: false };
		void finished.finally(() => (run.isDone = true));
		return run;
	};
	const callsOf = (node: Node) =>
		bench.gateway.calls.filter(({ method }) => method === METHODS[node]);

	it.each([
		['Voucher Send', 'Customer Get'],
		['Customer Get', 'Voucher Send'],
	] as const)('a ban that %s meets in one holds %s up in another', async (first, second) => {
		bench.gateway.setQuotas([{ method: METHODS[first], calls: 8, ban: BAN_SECONDS }]);
		// So many that they are too many for the gateway even if they fall into two of its seconds.
		const one = startInProcessOfItsOwn(first, 24);
		// By then the register knows of it; if it never does, the ban ends.
		while (!one.isDone && (await memory.bannedApps()) === 0);
		const other = startInProcessOfItsOwn(second, 1);
		await Promise.all([one.finished, other.finished]);

		const [ban] = bench.gateway.stats().bans;
		const [next] = callsOf(second);
		expect(next.at).toBeGreaterThanOrEqual(ban.until);
	});

	it("'Max Requests per Second' is the app's, whichever node asks", async () => {
		const options = { maxRequestsPerSecond: 10 };
		const one = startInProcessOfItsOwn('Voucher Send', 25, options);
		await until(() => callsOf('Voucher Send').length > 0);
		const other = startInProcessOfItsOwn('Customer Get', 25, options);
		await Promise.all([one.finished, other.finished]);

		const times = bench.gateway.calls.map(({ at }) => at);
		expect(times).toHaveLength(50);
		const busiest = Math.max(
			...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length),
		);
		// Two processes that know nothing of each other make 20.
		expect(busiest).toBeLessThanOrEqual(14);
	});
});
