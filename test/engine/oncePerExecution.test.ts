import type { IDataObject, IRun } from 'n8n-workflow';
import type { Fault } from '../gateway';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import type { WorkflowDefinition } from '../support/engine/engine';
import { endedItems, ledgerOf } from '../support/engine/ledgerOf';
import { errorOf } from '../support/engine/results';
import { kindOf } from '../support/engine/truth';
import {
	connect,
	helperNode,
	voucherNode,
	type VoucherNodeOptions,
} from '../support/engine/workflows';

const EXECUTED: Fault = { do: 'cut', moment: 'after' };
const NOT_EXECUTED: Fault = { do: 'cut', moment: 'before' };
const DECLINED: Fault = { do: 'business-answer', result_desc: '券库存不足', moment: 'before' };

describe('the same customer, template and key', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => bench.reset());
	afterAll(async () => await bench.close());

	const strike = (customerId: string, fault: Fault, more: object = {}) =>
		bench.gateway.fault({
			fault,
			when: { method: 'alibaba.alsc.crm.voucher.send', customerId },
			...more,
		});
	const goOn: VoucherNodeOptions = { onError: 'continueRegularOutput' };
	const times = (customer: string) => bench.gateway.executedOf(customer, '3243421').length;
	/** What the node said in each of its runs. */
	const saidIn = (run: IRun): IDataObject[][] =>
		run.data.resultData.runData.Send.map(({ data }) =>
			(data?.main[0] ?? []).map(({ json }) => json),
		);
	const kindsIn = (run: IRun) => saidIn(run).map((said) => said.map(kindOf));

	/** Start leads into the node twice, so that n8n runs it twice. */
	const branches = (
		node: VoucherNodeOptions = goOn,
		second = helperNode('test.collect', 'B'),
	): WorkflowDefinition => ({
		nodes: [
			helperNode('test.start', 'Start'),
			helperNode('test.collect', 'A'),
			second,
			voucherNode(node),
			helperNode('test.collect', 'Done'),
		],
		connections: {
			Start: connect(['A', 'B']),
			A: connect(['Send']),
			B: connect(['Send']),
			Send: connect(['Done']),
		},
	});
	const loop = (times: number, node: VoucherNodeOptions = goOn): WorkflowDefinition => ({
		nodes: [
			helperNode('test.start', 'Start'),
			helperNode('test.repeat', 'Loop', { times }),
			voucherNode(node),
			helperNode('test.collect', 'Done'),
		],
		connections: {
			Start: connect(['Loop']),
			Loop: connect(['Send'], ['Done']),
			Send: connect(['Loop']),
		},
	});

	it('is sent once when two branches lead into the node; the later item names the first', async () => {
		const run = await bench.run(
			branches({ ...goOn, parameters: { maxVouchers: 3 } }),
			customers(3),
		);

		expect(bench.gateway.executed).toHaveLength(3);
		expect(kindsIn(run)).toEqual([
			['sent', 'sent', 'sent'],
			['not_sent', 'not_sent', 'not_sent'],
		]);
		expect(saidIn(run)[1][2].error).toBe(
			'The same voucher for the same customer was asked for by the 3rd item ([item 2] in n8n), in run 1 of this node',
		);
	});

	it('shares the fate of the first one when both have the same key', async () => {
		const run = await bench.run(
			branches({ ...goOn, parameters: { maxVouchers: 3, sendOnceKey: 'spring' } }),
			customers(3),
		);

		expect(bench.gateway.executed).toHaveLength(3);
		const [first, second] = saidIn(run);
		expect(second.map(kindOf)).toEqual(['sent', 'sent', 'sent']);
		for (const [at, json] of second.entries()) {
			expect(json).toMatchObject({
				already_sent: true,
				request_id: first[at].request_id,
			});
		}
	});

	it('is sent again under another key', async () => {
		const key = { sendOnceKey: '={{ "order " + $runIndex }}' };

		await bench.run(branches({ ...goOn, parameters: key }), customers(2));

		expect(bench.gateway.executed).toHaveLength(4);
	});

	it('is sent once in a loop whose rounds repeat a customer', async () => {
		const customerId = '={{ $json.customer === "c1" ? "c1" : $json.customer + "-" + $runIndex }}';

		const run = await bench.run(loop(3, { ...goOn, parameters: { customerId } }), customers(2));

		expect(times('c1')).toBe(1);
		expect(bench.gateway.executed).toHaveLength(4);
		expect(saidIn(run)[2][0].error).toMatch(
			/by the 1st item \(\[item 0\] in n8n\), in run 1 of this node/,
		);
	});

	it('is tried again in a later run when the first one had nothing of it', async () => {
		strike('c2', DECLINED, { times: 1 });

		const run = await bench.run(branches(), customers(2));

		expect(kindsIn(run)).toEqual([
			['sent', 'rejected'],
			['not_sent', 'sent'],
		]);
	});

	it.each([
		['report', EXECUTED, 'unknown', 1],
		['report', NOT_EXECUTED, 'unknown', 0],
		['verify', EXECUTED, 'sent', 1],
		['verify', NOT_EXECUTED, 'sent', 1],
	] as const)(
		'stays in doubt, and is decided by the policy, in a later run: %s, %o',
		async (unknownOutcome, fault, kind, executed) => {
			// What the first run leaves in doubt is looked at by the second: its policy is another.
			const policy = `={{ $runIndex === 0 ? "report" : "${unknownOutcome}" }}`;
			strike('c1', fault, { times: 1 });
			const options = { unknownOutcome: policy };

			const run = await bench.run(branches({ ...goOn, parameters: { options } }), customers(2));

			expect(kindsIn(run)).toEqual([
				['unknown', 'sent'],
				[kind, 'not_sent'],
			]);
			expect(times('c1')).toBe(executed);
		},
	);

	it('is known after a Wait, in another process', async () => {
		const workflow = branches(goOn, helperNode('test.wait', 'B'));
		strike('c3', EXECUTED, { times: 1 });
		const waiting = await bench.run(workflow, customers(3), { executionId: '500' });
		expect(waiting.status).toBe('waiting');
		bench.forgetProcess();

		const run = await bench.resume(workflow, waiting, { executionId: '500' });

		expect(run.status).toBe('success');
		expect(kindsIn(run)).toEqual([
			['sent', 'sent', 'unknown'],
			['not_sent', 'not_sent', 'unknown'],
		]);
		expect(saidIn(run)[1][1].error).toMatch(
			/by the 2nd item \(\[item 1\] in n8n\), in run 1 of this node/,
		);
		expect(bench.gateway.executed).toHaveLength(3);
	});

	it('is known when a failed execution is retried', async () => {
		const customerId = '={{ $runIndex === 1 && $json.customer === "c2" ? "c9" : $json.customer }}';
		const node: VoucherNodeOptions = {
			parameters: { customerId, options: { maxConcurrency: 1 } },
		};
		const failed = await bench.run(branches(node), customers(2));
		expect(errorOf(failed)?.message).toBe(
			'The same voucher for the same customer was asked for by the 1st item ([item 0] in n8n), in run 1 of this node',
		);

		const run = await bench.retry(branches({ ...node, ...goOn }), failed);

		expect(kindsIn(run)).toEqual([
			['sent', 'sent'],
			['not_sent', 'sent'],
		]);
		expect(times('c1')).toBe(1);
	});

	it('is known to a later run, after tries of the first one that all failed', async () => {
		strike('c1', DECLINED);
		const node: VoucherNodeOptions = { ...goOn, retryOnFail: true, maxTries: 2 };

		const run = await bench.run(branches(node), customers(2));

		expect(kindsIn(run)).toEqual([
			['rejected', 'sent'],
			['rejected', 'not_sent'],
		]);
		expect(times('c2')).toBe(1);
	});

	it('does not count a run that is tried again as another one', async () => {
		strike('c1', DECLINED, { times: 1 });
		const node: VoucherNodeOptions = {
			retryOnFail: true,
			maxTries: 2,
			parameters: { maxVouchers: 2, options: { maxConcurrency: 1 } },
		};

		const run = await bench.run(
			{ ...branches(node), connections: { Start: connect(['A']), A: connect(['Send']) } },
			customers(2),
		);

		expect(run.status).toBe('error');
		expect(errorOf(run)?.message).toMatch(/券库存不足/);
		const retried = await bench.retry(branches(node), run);
		expect(retried.data.resultData.runData.Send[0].executionStatus).toBe('success');
		expect(bench.gateway.executed).toHaveLength(2);
	});

	describe("'Max Vouchers'", () => {
		const distinct = { customerId: '={{ $json.customer }}-{{ $runIndex }}' };

		it('counts over all runs of an execution', async () => {
			const parameters = { ...distinct, maxVouchers: 5 };

			const run = await bench.run(branches({ ...goOn, parameters }), customers(3));

			expect(kindsIn(run)).toEqual([
				['sent', 'sent', 'sent'],
				['not_sent', 'not_sent', 'not_sent'],
			]);
			expect(saidIn(run)[1][0].error).toBe(
				"All items together ask for 3 vouchers, besides 3 of other runs of this node in this execution, and 'Max Vouchers' allows 5",
			);
		});

		it('counts what may have been sent, once', async () => {
			strike('c1-0', EXECUTED, { times: 1 });
			strike('c2-0', DECLINED, { times: 1 });
			const parameters = { ...distinct, maxVouchers: 5 };

			const run = await bench.run(branches({ ...goOn, parameters }), customers(3));

			expect(kindsIn(run)[1]).toEqual(['sent', 'sent', 'sent']);
			expect(bench.gateway.executed).toHaveLength(5);
		});
	});

	it('takes the same from the memory at the end of a loop as at its start', async () => {
		const run = await bench.run(
			loop(30, { ...goOn, parameters: { customerId: '={{ $json.customer }}-{{ $runIndex }}' } }),
			customers(5),
		);

		expect(endedItems(run.data)).toBe(150);
		const ledger = ledgerOf(run.data);
		expect(ledger?.open).toEqual([]);
		// Keys of 16 characters, and some for each run.
		expect(ledger?.ended.join('').length).toBeLessThan(150 * 16 + 30 * 10);
	});
});
