import type { IRun, IRunExecutionData } from 'n8n-workflow';
import {
	asItems,
	builtModule,
	customers,
	openTestBench,
	type TestBench,
} from '../support/engine/bench';
import { until } from '../support/engine/conditions';
import type { WorkflowDefinition } from '../support/engine/engine';
import { entriesOfKind } from '../support/engine/ledgerOf';
import { jsonOf } from '../support/engine/results';
import { kindOf } from '../support/engine/truth';
import { sendingWorkflow, type VoucherNodeOptions } from '../support/engine/workflows';

const SEND = 'alibaba.alsc.crm.voucher.send';

describe('cancelling', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => bench.reset());
	afterAll(async () => await bench.close());

	const workflow = (options: Record<string, unknown>, node: VoucherNodeOptions = {}) =>
		sendingWorkflow({ ...node, parameters: { options: options as never } });
	/** n8n stores the execution in the moment of cancelling, without waiting for the node. */
	const stored = (data: IRunExecutionData) => JSON.parse(JSON.stringify(data)) as IRunExecutionData;

	describe.each(['stopWorkflow', 'continueRegularOutput'] as const)('with %s', (onError) => {
		it.each([
			['executed', 'after'],
			['not executed', 'before'],
		] as const)('what is in flight is stored as unknown: %s', async (_name, moment) => {
			bench.gateway.fault({
				fault: { do: 'silence', moment },
				when: { method: SEND, customerId: ['c3', 'c4', 'c5'] },
			});
			const node: VoucherNodeOptions = { onError };
			const execution = bench.start(workflow({ maxConcurrency: 3 }, node), customers(20));
			await until(() => bench.gateway.calls.filter(({ fault }) => fault).length === 3);

			execution.finished.cancel();
			const data = stored(execution.data);
			await execution.finished.catch(() => undefined);

			expect(entriesOfKind(data, 'U')).toBe(3);
			expect(entriesOfKind(data, 'A')).toBe(2);
			// The node has ended by now; what n8n stores a moment later must not have lost anything.
			await until(() => bench.gateway.stats().requests.inFlight === 0);
			expect(entriesOfKind(execution.data, 'U')).toBeGreaterThanOrEqual(3);
			expect(entriesOfKind(execution.data, 'N')).toBe(0);
			expect(bench.gateway.calls).toHaveLength(5);

			bench.gateway.clearFaults();
			const verifying = workflow(
				{ unknownOutcome: 'verify' },
				{ onError: 'continueRegularOutput' },
			);
			putBackOnStack(data, verifying);
			const run = await bench.retry(verifying, { data } as IRun);

			expect(jsonOf(run, 'Send').map(kindOf)).toEqual(customers(20).map(() => 'sent'));
			expect(bench.gateway.executed).toHaveLength(20);
		});
	});

	it('an answer that comes a moment later still counts for the key', async () => {
		bench.gateway.settings.latencyMs = 100;
		bench.timings.cutAfterMs = 60_000;
		const keyed = sendingWorkflow({
			onError: 'continueRegularOutput',
			parameters: { sendOnceKey: 'spring', options: { maxConcurrency: 3 } },
		});
		try {
			const execution = bench.start(keyed, customers(20));
			await until(() => bench.gateway.stats().requests.inFlight === 3);
			execution.finished.cancel();
			await execution.finished.catch(() => undefined);
			await until(() => bench.gateway.stats().requests.inFlight === 0);
		} finally {
			bench.gateway.settings.latencyMs = 0;
		}
		const sent = bench.gateway.executed.length;
		expect(sent).toBe(3);

		const again = await bench.run(keyed, customers(20));
		expect(jsonOf(again, 'Send').filter((json) => json.already_sent)).toHaveLength(sent);
		expect(jsonOf(again, 'Send').map(kindOf)).toEqual(customers(20).map(() => 'sent'));
		expect(bench.gateway.executed).toHaveLength(20);
	});

	it('Retry On Fail sends nothing once the execution is cancelled', async () => {
		bench.gateway.fault({ fault: { do: 'silence', moment: 'before' }, when: { customerId: 'c1' } });
		const node: VoucherNodeOptions = { retryOnFail: true, maxTries: 3 };
		const execution = bench.start(workflow({ maxConcurrency: 1 }, node), customers(3));
		await until(() => bench.gateway.calls.length === 1);

		execution.finished.cancel();
		await execution.finished.catch(() => undefined);
		await until(() => bench.gateway.stats().requests.inFlight === 0);

		expect(bench.gateway.calls).toHaveLength(1);
		expect(bench.gateway.executed).toEqual([]);
	});

	it('ends a wait for the quota at once', async () => {
		bench.gateway.setQuotas([{ calls: 1, windowMs: 60_000, ban: 50 }]);
		const execution = bench.start(workflow({ maxConcurrency: 1 }), customers(3));
		const { pacerFor } =
			builtModule<typeof import('../../top/pacing/registry')>('top/pacing/registry');
		const { gatewayUrl, appKey } = bench.credentials;
		const pacer = pacerFor(new URL(String(gatewayUrl)).origin, String(appKey));
		await until(() => pacer.banRemainingMs() > 0);

		execution.finished.cancel();
		await execution.finished.catch(() => undefined);
		bench.gateway.setQuotas([]);

		expect(entriesOfKind(execution.data, 'U')).toBe(0);
		expect(bench.gateway.calls).toHaveLength(2);
	});

	it('leaves an item unknown that is being verified', async () => {
		bench.gateway.fault({ fault: { do: 'cut', moment: 'before' }, when: { method: SEND } });
		Object.assign(bench.timings, { executableForMs: 600_000, earlyLooksMs: [] });
		const execution = bench.start(workflow({ unknownOutcome: 'verify' }), customers(1));
		await until(() => bench.gateway.calls.some(({ method }) => method === 'taobao.time.get'));

		execution.finished.cancel();
		const data = stored(execution.data);
		await execution.finished.catch(() => undefined);

		expect(entriesOfKind(data, 'U')).toBe(1);
	});
});

/** The engine has taken a running node off the stack; it is put back as for one that failed. */
function putBackOnStack(data: IRunExecutionData, { nodes }: WorkflowDefinition): void {
	const node = nodes.find(({ name }) => name === 'Send');
	if (!node) throw new Error('There is no node to be run again.');
	data.executionData?.nodeExecutionStack.unshift({
		node,
		data: { main: [asItems(customers(20))] },
		source: { main: [{ previousNode: 'Start' }] },
	});
}
