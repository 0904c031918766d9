import type { WorkflowExecuteMode } from 'n8n-workflow';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import { errorOf } from '../support/engine/results';
import { sendingWorkflow } from '../support/engine/workflows';

describe('what the node says about going on', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => bench.reset());
	afterAll(async () => await bench.close());

	const failIn = async (
		mode: WorkflowExecuteMode,
		settings: Record<string, never> | object = {},
		sendOnceKey = '',
	): Promise<string> => {
		bench.gateway.fault({
			when: { customerId: 'c2' },
			fault: { do: 'business-answer', result_desc: 'no', moment: 'before' },
		});
		const workflow = sendingWorkflow({
			parameters: { sendOnceKey, options: { maxConcurrency: 1 } },
		});
		const run = await bench.run(
			{ ...workflow, settings: settings as Record<string, string> },
			customers(3),
			{ mode },
		);
		return String(errorOf(run)?.description);
	};
	const OWN_RETRY = /press 'Retry' on this execution/;

	it.each(['trigger', 'webhook', 'manual', 'retry'] as const)(
		"promises the execution's own Retry where there is one: mode %s",
		async (mode) => {
			expect(await failIn(mode)).toMatch(OWN_RETRY);
		},
	);

	it('sends who is in a sub-workflow to its own execution, and warns of the other Retry', async () => {
		const words = await failIn('integrated');
		expect(words).toMatch(/press 'Retry' on the sub-workflow's own execution/);
		expect(words).toMatch(/'Retry' of the workflow that called it.* start it anew/);
		expect(words).not.toMatch(OWN_RETRY);
	});

	it.each([
		['trigger', { saveDataErrorExecution: 'none' }],
		['integrated', { saveDataErrorExecution: 'none' }],
		['manual', { saveManualExecutions: false }],
	] as const)('promises no Retry where n8n keeps nothing: %s, %j', async (mode, settings) => {
		const words = await failIn(mode, settings);
		expect(words).toMatch(/n8n does not keep this execution/);
		expect(words).toMatch(/Executing the node anew would send it again\./);
		expect(words).not.toMatch(/press 'Retry'/);
		expect(await failIn(mode, settings, 'spring')).toMatch(/anew does not send it again either/);
	});
});
