import type { IDataObject, NodeOperationError, WorkflowExecuteMode } from 'n8n-workflow';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import { errorOf, jsonOf } from '../support/engine/results';
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

	it('offers no Retry for a cause in the item, and the way that it names sends the rest', async () => {
		const options = { maxConcurrency: 1 };
		const stopping = sendingWorkflow({ parameters: { options } });
		const [first, ...others] = customers(3);
		const failed = await bench.run(stopping, [first, { customer: '7.02737E+18' }, ...others]);
		const words = String(errorOf(failed)?.description);
		expect(words).toMatch(/'Retry' alone would stop at this item again/);
		expect(words).toMatch(/set 'On Error'.* to 'Continue \(using error output\)'/);
		expect(words).not.toMatch(OWN_RETRY);

		const going = sendingWorkflow({ onError: 'continueErrorOutput', parameters: { options } });
		const retried = await bench.retry(going, failed);
		expect(jsonOf(retried, 'Sent').map(({ customer_id: id }) => id)).toEqual(['c1', 'c2', 'c3']);
		expect(jsonOf(retried, 'Failed')).toHaveLength(1);
		expect(bench.gateway.executed).toHaveLength(3);
	});

	describe('names no item when it is the same for all', () => {
		const failure = async (items: IDataObject[]) => {
			const run = await bench.run(sendingWorkflow(), items);
			const { message, description, context } = errorOf(run) as NodeOperationError;
			return { message, description, itemIndex: context.itemIndex };
		};

		it('that the CRM refuses them', async () => {
			bench.gateway.fault({
				fault: { do: 'business-answer', result_desc: 'no', moment: 'before' },
			});
			expect(await failure(customers(3))).toEqual({
				message: 'The CRM declined to send the voucher: no',
				description: expect.stringContaining('It is the same for all 3 items: 3 rejected.'),
				itemIndex: undefined,
			});
		});

		it('that the ID is empty, with the columns that there are', async () => {
			expect(
				await failure(Array.from({ length: 200 }, () => ({ 手机号: '1', 姓名: '王' }))),
			).toEqual({
				message: "'Customer ID' is empty",
				description: expect.stringMatching(
					/The input has: "手机号", "姓名"\. It is the same for all 200 items: 200 not sent\./,
				),
				itemIndex: undefined,
			});
		});

		it('but does when another item is not like it', async () => {
			const empty = { customer: '' };
			const { description, itemIndex } = await failure([empty, empty, ...customers(2)]);
			expect(itemIndex).toBe(0);
			expect(description).toContain('Of 4 items: 4 not sent.');
		});

		it('says how to save a file whose names of columns are garbled', async () => {
			const garbled = Buffer.from('\u00d3\u00c3\u00bb\u00a7ID', 'latin1').toString('utf8');
			const { description } = await failure([{ [garbled]: 'c1' }]);
			expect(description).toMatch(
				/is garbled: the file is not UTF-8\. Save it as 'CSV UTF-8' in Excel/,
			);
		});
	});
});
