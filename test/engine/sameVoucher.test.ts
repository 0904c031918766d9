import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../gateway';
import { openTestBench, type TestBench } from '../support/engine/bench';
import { inThePast } from '../support/engine/past';
import { jsonOf } from '../support/engine/results';
import { kindOf, reportOf, reportsOf } from '../support/engine/truth';
import { sendingWorkflow } from '../support/engine/workflows';

const SEND = 'alibaba.alsc.crm.voucher.send';

const EXECUTED: Fault = { do: 'cut', moment: 'after' };
const NOT_EXECUTED: Fault = { do: 'cut', moment: 'before' };

/**
 * Several gifts of one template to one customer: a voucher that is found does not say which request
 * made it, so the node has to keep account of all of them.
 */
describe('the same voucher for the same customer, more than once', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => {
		bench.reset();
		bench.gateway.settings.voucherLagMs = 0;
	});
	afterAll(async () => await bench.close());

	const gifts: IDataObject[] = [
		{ customer: 'c1', gift: 'birthday' },
		{ customer: 'c1', gift: 'order 1' },
	];
	const workflow = (
		unknownOutcome: string,
		{
			id,
			onError = 'continueRegularOutput',
		}: { id?: string; onError?: 'stopWorkflow' | 'continueRegularOutput' } = {},
	) => ({
		...sendingWorkflow({
			onError,
			parameters: { sendOnceKey: '={{ $json.gift }}', options: { unknownOutcome } },
		}),
		id: id ?? 'workflow-1',
	});
	/** Faults for the voucher.send calls in the order in which they arrive. */
	const strike = (...script: Fault[]) =>
		bench.gateway.fault({ script, when: { method: SEND, customerId: 'c1' } });
	const given = () => bench.gateway.executedOf('c1', '3243421').length;

	it.each([
		['both executed', [EXECUTED, EXECUTED]],
		['only the first executed', [EXECUTED, NOT_EXECUTED]],
		['only the second executed', [NOT_EXECUTED, EXECUTED]],
		['neither executed', [NOT_EXECUTED, NOT_EXECUTED]],
	] as Array<[string, Fault[]]>)(
		'two items under verify, answers lost: %s',
		async (_name, script) => {
			const gateway = bench.gateway;
			const lost = new Map<string, Fault>();
			gateway.fault({ fault: script[0], when: { method: SEND, attempt: 1 }, call: 1 });
			gateway.fault({ fault: script[1], when: { method: SEND, attempt: 1 }, call: 2 });

			const run = await bench.run(workflow('verify'), gifts);

			expect(lost.size).toBe(0);
			expect(reportsOf(run).map(({ kind }) => kind)).toEqual(['sent', 'sent']);
			expect(given()).toBe(2);
		},
	);

	it('two executions under verify at the same time', async () => {
		gatewayLosesFirstAttempts([EXECUTED, NOT_EXECUTED]);

		const [first, second] = await Promise.all([
			bench.run(workflow('verify', { id: 'workflow-1' }), gifts.slice(0, 1)),
			bench.run(workflow('verify', { id: 'workflow-2' }), gifts.slice(1)),
		]);

		expect([first, second].map((run) => reportOf(run).counts.sent)).toEqual([1, 1]);
		expect(given()).toBe(2);
	});

	const leftUnknown = [
		['neither was executed', [NOT_EXECUTED, NOT_EXECUTED], ['sent', 'sent'], 2],
		['both were executed', [EXECUTED, EXECUTED], ['sent', 'sent'], 2],
		// One voucher, two requests it may come from: nobody can know.
		['the first was executed', [EXECUTED, NOT_EXECUTED], ['unknown', 'unknown'], 1],
		['the second was executed', [NOT_EXECUTED, EXECUTED], ['unknown', 'unknown'], 1],
	] as Array<[string, Fault[], string[], number]>;
	describe.each([
		['by the same process', () => {}],
		['by another process', () => bench.forgetProcess()],
	])('two items left unknown, verified later %s', (_who, between) => {
		it.each(leftUnknown)('%s', async (_name, script, kinds, vouchers) => {
			strike(...script);
			const items = gifts.map((gift, at) => ({ ...gift, at }));
			const failed = await bench.run(workflow('report', { onError: 'stopWorkflow' }), items);
			// The second item may not have been sent before the run stopped.
			const again = await bench.retry(workflow('report', { onError: 'stopWorkflow' }), failed);
			expect(reportOf(again).counts).toMatchObject({ sent: 0 });
			const both = await bench.retry(workflow('report', { onError: 'stopWorkflow' }), again);
			const left = both.status === 'error' ? both : again;

			between();
			const run = await bench.retry(workflow('verify'), left);

			expect(reportsOf(run).map(({ kind }) => kind)).toEqual(kinds);
			expect(given()).toBe(vouchers);
		});
	});

	it.each([
		['was executed', EXECUTED, 'sent'],
		['was not executed', NOT_EXECUTED, 'sent'],
	] as Array<[string, Fault, string]>)(
		"an item left unknown is not taken for another's that was sent meanwhile: it %s",
		async (_name, fault, kind) => {
			strike(fault);
			const failed = await bench.run(
				workflow('report', { onError: 'stopWorkflow' }),
				gifts.slice(0, 1),
			);
			expect(reportOf(failed).counts.unknown).toBe(1);
			const other = await bench.run(workflow('report', { id: 'workflow-2' }), gifts.slice(1));
			expect(reportOf(other).counts.sent).toBe(1);

			const run = await bench.retry(workflow('verify'), failed);

			expect(jsonOf(run, 'Send').map(kindOf)).toEqual([kind]);
			expect(given()).toBe(2);
		},
	);

	it('an item left unknown is not taken for one that was sent long after its process died', async () => {
		// The time of a claim is the beginning of its slot of 20 seconds.
		bench.timings.unwatchedMs = -20_000;
		bench.timings.executableForMs = 0;
		strike(NOT_EXECUTED);
		const died = await bench.run(workflow('report'), gifts.slice(0, 1));
		expect(reportsOf(died).map(({ kind }) => kind)).toEqual(['unknown']);
		bench.forgetProcess();
		bench.gateway.grant('c1', '3243421');

		const run = await bench.run(workflow('verify'), gifts.slice(0, 1));

		expect(reportsOf(run).map(({ kind }) => kind)).toEqual(['unknown']);
		expect(given()).toBe(0);
	});

	it('an item left unknown is not sent again because the voucher of another is not shown yet', async () => {
		// The other request leaves when the item in doubt may hardly be executed any more, and its voucher
		// shows after the item itself could be judged.
		const [marginMs, lagMs, showsAfterMs] = [1_000, 1_900, 2_000];
		Object.assign(bench.timings, { clockMarginMs: marginMs, showsAfterMs });
		strike(EXECUTED);
		const failed = await inThePast(
			bench.timings.executableForMs + marginMs / 2,
			async () =>
				await bench.run(workflow('report', { onError: 'stopWorkflow' }), gifts.slice(0, 1)),
		);
		expect(reportOf(failed).counts.unknown).toBe(1);
		bench.gateway.settings.voucherLagMs = lagMs;
		await bench.run(workflow('report', { id: 'workflow-2' }), gifts.slice(1));

		const run = await bench.retry(workflow('verify'), failed);

		expect(jsonOf(run, 'Send').map(kindOf)).toEqual(['sent']);
		expect(given()).toBe(2);
	});

	function gatewayLosesFirstAttempts(faults: Fault[]): void {
		for (const [at, fault] of faults.entries()) {
			bench.gateway.fault({ fault, when: { method: SEND, attempt: 1 }, call: at + 1 });
		}
	}
});
