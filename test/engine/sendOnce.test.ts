import type { IDataObject } from 'n8n-workflow';
import type { storeTimings as StoreTimingsOfNode } from '../../nodes/AlibabaAlscVoucherSend/sendOnce/storeTimings';
import type { Fault } from '../gateway';
import { builtModule, customers, openTestBench, type TestBench } from '../support/engine/bench';
import { until } from '../support/engine/conditions';
import { errorOf, jsonOf } from '../support/engine/results';
import { kindOf, liesOf, reportOf } from '../support/engine/truth';
import { sendingWorkflow, settingsOf, type VoucherNodeOptions } from '../support/engine/workflows';

type StoreTimings = typeof StoreTimingsOfNode;

const SEND = 'alibaba.alsc.crm.voucher.send';
const KEY = '={{ "spring-" + $json.customer }}';

const EXECUTED: Fault = { do: 'cut', moment: 'after' };
const NOT_EXECUTED: Fault = { do: 'cut', moment: 'before' };
/** Refused before the service, for all items: the run ends, and the item was not sent. */
const QUOTA_USED_UP: Fault = {
	do: 'platform-error',
	code: 7,
	msg: 'App Call Limited',
	sub_code: 'accesscontrol.limited-by-app-access-count',
	moment: 'before',
};
const DECLINED: Fault = { do: 'business-answer', result_desc: '券库存不足', moment: 'before' };

describe('Send Once Key', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => {
		bench.reset();
		bench.processedData.failWith = undefined;
		bench.gateway.settings.latencyMs = 0;
	});
	afterAll(async () => await bench.close());

	const workflow = (options: IDataObject = {}, node: VoucherNodeOptions = {}) =>
		sendingWorkflow({
			onError: 'continueRegularOutput',
			...node,
			parameters: {
				...node.parameters,
				...settingsOf({ maxAttempts: 1, sendOnceKey: KEY, ...options }),
			},
		});
	const strike = (customerId: string, fault: Fault, more: object = {}) =>
		bench.gateway.fault({ fault, when: { method: SEND, customerId }, ...more });
	const kinds = (run: Parameters<typeof jsonOf>[0]) => jsonOf(run, 'Send').map(kindOf);
	const executions = (customer: string) => bench.gateway.executedOf(customer, '3243421').length;

	it('is not sent again by a second execution, which says so and succeeds', async () => {
		await bench.run(workflow(), customers(5));

		const again = await bench.run(workflow({}, { onError: 'stopWorkflow' }), customers(7));

		expect(again.status).toBe('success');
		expect(jsonOf(again, 'Send').map((json) => json.already_sent === true)).toEqual([
			true,
			true,
			true,
			true,
			true,
			false,
			false,
		]);
		expect(jsonOf(again, 'Send')[0]).toMatchObject({
			customer_id: 'c1',
			result: true,
			attempts: 0,
		});
		expect(bench.gateway.executed).toHaveLength(7);
	});

	it('gives every execution the same request id, made of key, template and customer', async () => {
		strike('c1', QUOTA_USED_UP, { times: 1 });
		await bench.run(workflow(), customers(1));
		await bench.run(workflow(), customers(1));
		await bench.run(workflow({ sendOnceKey: 'another key' }), customers(1));

		const ids = bench.gateway.calls.map(({ requestId }) => requestId);
		expect(ids[0]).toBe(ids[1]);
		expect(ids[2]).not.toBe(ids[1]);
	});

	it.each([
		['not sent', QUOTA_USED_UP],
		['rejected', DECLINED],
	])('frees the key of an item that was %s', async (_name, fault) => {
		strike('c1', fault, { times: 1 });
		const first = await bench.run(workflow(), customers(2));
		expect(kinds(first)).not.toEqual(['sent', 'sent']);

		const second = await bench.run(workflow(), customers(2));

		expect(kinds(second)).toEqual(['sent', 'sent']);
		expect([executions('c1'), executions('c2')]).toEqual([1, 1]);
	});

	describe.each([
		['executed', EXECUTED, 1],
		['not executed', NOT_EXECUTED, 0],
	] as const)('after a lost answer to a request that was %s', (_name, fault, times) => {
		it.each([
			['report', 'unknown', times],
			['verify', 'sent', 1],
			['resend', 'sent', times + 1],
		] as const)('a second execution under %s', async (unknownOutcome, kind, inTheEnd) => {
			strike('c1', fault, { times: 1 });
			const first = await bench.run(workflow(), customers(2));
			expect(kinds(first)).toEqual(['unknown', 'sent']);

			const second = await bench.run(workflow({ unknownOutcome }), customers(2));

			expect(kinds(second)).toEqual([kind, 'sent']);
			expect(executions('c1')).toBe(inTheEnd);
			expect(executions('c2')).toBe(1);
			const third = await bench.run(workflow({ unknownOutcome: 'report' }), customers(2));
			expect(kinds(third)).toEqual([kind, 'sent']);
			expect(executions('c1')).toBe(inTheEnd);
		});
	});

	it('asks the store when an execution is retried: another one may have sent it since', async () => {
		strike('c1', NOT_EXECUTED, { times: 1 });
		const failed = await bench.run(workflow({}, { onError: 'stopWorkflow' }), customers(1));
		const other = await bench.run(workflow({ unknownOutcome: 'verify' }), customers(1));
		expect(kinds(other)).toEqual(['sent']);

		const retried = await bench.retry(workflow({ unknownOutcome: 'resend' }), failed);

		expect(jsonOf(retried, 'Send')[0]).toMatchObject({ already_sent: true });
		expect(executions('c1')).toBe(1);
	});

	it('with Retry On Fail, items that were sent keep their result', async () => {
		strike('c1', QUOTA_USED_UP, { times: 1 });

		const run = await bench.run(workflow({}, { retryOnFail: true }), customers(4));

		expect(kinds(run)).toEqual(['sent', 'sent', 'sent', 'sent']);
		expect(jsonOf(run, 'Send').some((json) => json.already_sent)).toBe(false);
		expect(bench.gateway.executed).toHaveLength(4);
	});

	describe('twice in one run', () => {
		const twice = (count: number) => [...customers(count), ...customers(count)];

		it('is sent once and reported for both, however far apart they are', async () => {
			const run = await bench.run(workflow({}, { onError: 'stopWorkflow' }), twice(150));

			expect(run.status).toBe('success');
			expect(reportOf(run).counts).toMatchObject({ sent: 300 });
			expect(bench.gateway.executed).toHaveLength(150);
			const json = jsonOf(run, 'Send');
			expect(json.slice(150).map(({ customer_id: id }) => id)).toEqual(
				json.slice(0, 150).map(({ customer_id: id }) => id),
			);
			expect(json[150]).toEqual({ ...json[0], voucher_num: null, already_sent: true });
		});

		it('shares a failure too', async () => {
			strike('c1', DECLINED);

			const run = await bench.run(workflow(), twice(2));

			expect(kinds(run)).toEqual(['rejected', 'sent', 'rejected', 'sent']);
			expect(bench.gateway.calls).toHaveLength(2);
		});

		it('does not claim the quantity of the second for what the first got', async () => {
			const items = [
				{ customer: 'c1', count: 1 },
				{ customer: 'c1', count: 5 },
			];

			const run = await bench.run(
				workflow({}, { parameters: { quantity: '={{ $json.count }}' } }),
				items,
			);

			expect(jsonOf(run, 'Send').map((json) => json.voucher_num)).toEqual([1, null]);
			expect(bench.gateway.stats().vouchers).toBe(1);
		});

		it('is not the same gift with another template', async () => {
			const items = ['3243421', '3243422'].map((template) => ({ customer: 'c1', template }));
			const voucherId = { __rl: true, mode: 'id', value: '={{ $json.template }}' };

			for (const sendOnceKey of [KEY, undefined]) {
				const run = await bench.run(
					workflow({ sendOnceKey }, { parameters: { voucherId } }),
					items,
				);
				expect(jsonOf(run, 'Send').map((json) => [kindOf(json), json.voucher_id])).toEqual([
					['sent', '3243421'],
					['sent', '3243422'],
				]);
			}
			expect(bench.gateway.executed).toHaveLength(4);
		});

		it('without the option is refused before it is sent', async () => {
			const run = await bench.run(workflow({ sendOnceKey: undefined }), twice(2));

			expect(kinds(run)).toEqual(['sent', 'sent', 'not_sent', 'not_sent']);
			expect(jsonOf(run, 'Send')[2].error).toMatch(/Item 0 asks for the same voucher/);
			expect(bench.gateway.executed).toHaveLength(2);
		});
	});

	it('does not claim what the first execution may not have sent', async () => {
		const first = await bench.run(workflow(), customers(1));
		const requestId = jsonOf(first, 'Send')[0].request_id;

		const more = { parameters: { quantity: 5 } };
		const [again] = jsonOf(await bench.run(workflow({}, more), customers(1)), 'Send');
		expect(again).toMatchObject({ already_sent: true, voucher_num: null, request_id: requestId });

		const own = { parameters: { additionalFields: { requestId: 'mine' } } };
		const [mine] = jsonOf(await bench.run(workflow({}, own), customers(1)), 'Send');
		expect(mine).toMatchObject({ already_sent: true, voucher_num: null, request_id: null });
	});

	it('sends nothing when the key is an expression that comes out empty: nothing would protect', async () => {
		const run = await bench.run(workflow({ sendOnceKey: '={{ $json.key }}' }), customers(2));

		expect(kinds(run)).toEqual(['not_sent', 'not_sent']);
		expect(jsonOf(run, 'Send')[0]).toMatchObject({
			error: expect.stringMatching(/'Send Once Key' is empty/),
			details: { field: 'Send Once Key' },
		});
		expect(bench.gateway.calls).toEqual([]);
	});

	it.each(['', ' '])(
		'sends in every execution when the field is left empty (%j)',
		async (empty) => {
			const keyless = workflow({ sendOnceKey: empty });
			await bench.run(keyless, customers(1));
			const again = await bench.run(keyless, customers(1));

			expect(kinds(again)).toEqual(['sent']);
			expect(bench.gateway.executed).toHaveLength(2);
		},
	);

	it('says that executing anew does not send again when an execution fails', async () => {
		strike('c2', { do: 'business-answer', moment: 'before', biz_success: false });

		const run = await bench.run(workflow({}, { onError: 'stopWorkflow' }), customers(2));

		expect(errorOf(run)?.description).toContain('Executing the node anew does not send it again');
	});

	describe('in queue mode', () => {
		const { storeTimings } = builtModule<{ storeTimings: StoreTimings }>(
			'nodes/AlibabaAlscVoucherSend/sendOnce/storeTimings',
		);
		const usual = { ...storeTimings };
		beforeEach(() => {
			process.env.EXECUTIONS_MODE = 'queue';
			Object.assign(storeTimings, { leastQuietMs: 20, lookAgainMs: 20 });
		});
		afterEach(() => {
			delete process.env.EXECUTIONS_MODE;
			Object.assign(storeTimings, usual);
		});

		it('sends while its keys are its own', async () => {
			const run = await bench.run(workflow(), customers(3));

			expect(kinds(run)).toEqual(['sent', 'sent', 'sent']);
		});

		it('sends nothing once another process may have taken its keys over', async () => {
			storeTimings.mayLeaveMs = 0;

			const run = await bench.run(workflow(), customers(3));

			expect(kinds(run)).toEqual(['not_sent', 'not_sent', 'not_sent']);
			expect(jsonOf(run, 'Send')[0].error).toMatch(/another process may have taken over/);
			expect(bench.gateway.calls).toEqual([]);
		});
	});

	describe('with two executions at once', () => {
		it.each(['report', 'verify', 'resend'])(
			'the second waits for the first and does not send: %s',
			async (unknownOutcome) => {
				bench.gateway.settings.latencyMs = 10;
				const runs = await Promise.all(
					[1, 2, 3].map(
						async () =>
							await bench.run(workflow({ unknownOutcome, maxConcurrency: 4 }), customers(40)),
					),
				);

				expect(runs.map((run) => reportOf(run).counts.sent)).toEqual([40, 40, 40]);
				expect(bench.gateway.executed).toHaveLength(40);
			},
		);

		it('they do not wait for each other for ever', async () => {
			bench.gateway.settings.latencyMs = 2;
			const [up, down] = await Promise.all([
				bench.run(workflow({ maxConcurrency: 4 }), customers(250)),
				bench.run(workflow({ maxConcurrency: 4 }), customers(250).reverse()),
			]);

			expect([up, down].map((run) => reportOf(run).counts.sent)).toEqual([250, 250]);
			expect(bench.gateway.executed).toHaveLength(250);
		});

		it('the second sends what the first did not', async () => {
			strike('c1', { ...QUOTA_USED_UP, delayMs: 50 }, { times: 1 });
			const first = bench.start(workflow(), customers(1));
			await until(() => bench.gateway.calls.length === 1);

			const second = await bench.run(workflow(), customers(1));

			expect(kinds(await first.finished)).toEqual(['not_sent']);
			expect(kinds(second)).toEqual(['sent']);
		});

		it('a cancelled one does not keep the other waiting', async () => {
			strike('c1', { do: 'silence', moment: 'before' }, { times: 1 });
			const first = bench.start(workflow(), customers(1));
			await until(() => bench.gateway.calls.length === 1);
			const second = bench.start(workflow(), customers(1));

			first.finished.cancel();
			await first.finished.catch(() => undefined);

			expect(kinds(await second.finished)).toEqual(['unknown']);
			expect(bench.gateway.calls).toHaveLength(1);
		});

		it('cancelling the one that waits ends its wait', async () => {
			strike('c1', { do: 'nothing', delayMs: 300 }, { times: 1 });
			const first = bench.start(workflow(), customers(1));
			await until(() => bench.gateway.calls.length === 1);
			const second = bench.start(workflow(), customers(1));

			second.finished.cancel();
			await second.finished.catch(() => undefined);

			expect(bench.gateway.executed).toEqual([]);
			expect(kinds(await first.finished)).toEqual(['sent']);
			expect(bench.gateway.calls).toHaveLength(1);
		});
	});

	describe('when n8n cannot reach its store', () => {
		it('nothing is sent, and the reason is told', async () => {
			bench.processedData.failWith = new Error('database is locked');

			const run = await bench.run(workflow({}, { onError: 'stopWorkflow' }), customers(30));

			expect(bench.gateway.calls).toEqual([]);
			const error = errorOf(run);
			expect(error?.message).toMatch(/could not be looked up/);
			expect(error?.description).toContain('database is locked');
			expect(error?.description).toContain('Of 30 items: 30 not sent.');
		});

		it('before sending under "continue", every item says so', async () => {
			bench.processedData.failWith = new Error('database is locked');

			const run = await bench.run(workflow(), customers(30));

			expect(kinds(run)).toEqual(customers(30).map(() => 'not_sent'));
			expect(bench.gateway.calls).toEqual([]);
		});

		it('after sending, nothing is lost: the keys stay claimed', async () => {
			bench.gateway.settings.latencyMs = 40;
			const execution = bench.start(workflow(), customers(5));
			await until(() => bench.gateway.calls.length > 0);
			bench.processedData.failWith = new Error('database is locked');
			const run = await execution.finished;
			expect(kinds(run)).toEqual(['sent', 'sent', 'sent', 'sent', 'sent']);
			const hints = JSON.stringify(run.data.resultData.runData.Send.at(-1)?.hints ?? []);
			expect(hints).toMatch(/could not be written down.*database is locked/);
			bench.processedData.failWith = undefined;

			const again = await bench.run(workflow(), customers(5));

			expect(kinds(again)).toEqual(customers(5).map(() => 'unknown'));
			const verified = await bench.run(workflow({ unknownOutcome: 'verify' }), customers(5));
			expect(kinds(verified)).toEqual(customers(5).map(() => 'sent'));
			expect(bench.gateway.executed).toHaveLength(5);
		});

		it('in mid-run, what was sent is told, and the rest is not sent', async () => {
			bench.gateway.settings.latencyMs = 5;
			const execution = bench.start(workflow({ maxConcurrency: 2 }), customers(300));
			await until(() => bench.gateway.executed.length >= 10);
			bench.processedData.failWith = new Error('database is locked');

			const run = await execution.finished;

			const { counts } = reportOf(run);
			expect(counts.sent).toBe(bench.gateway.executed.length);
			expect(counts.not_sent).toBe(300 - counts.sent);
			expect(counts.not_sent).toBeGreaterThan(0);
			expect(
				liesOf(bench.gateway, reportOf(run), {
					customers: customers(300).map(({ customer }) => String(customer)),
				}),
			).toEqual([]);
		});
	});

	it('asks the store once for many items', async () => {
		const before = bench.processedData.calls;

		await bench.run(workflow(), customers(1000));

		const calls = bench.processedData.calls - before;
		process.stdout.write(`send once: ${calls} accesses to the store for 1,000 items\n`);
		expect(calls).toBeLessThan(120);
		const again = bench.processedData.calls;
		await bench.run(workflow(), customers(1000));
		expect(bench.processedData.calls - again).toBeLessThan(120);
		expect(bench.gateway.executed).toHaveLength(1000);
	});

	it('stops where the run stops, and frees what it did not send', async () => {
		strike('c3', DECLINED, { times: 1 });
		const stopping = workflow({ maxConcurrency: 1 }, { onError: 'stopWorkflow' });

		const failed = await bench.run(stopping, customers(50));
		expect(reportOf(failed).counts).toEqual({ sent: 2, rejected: 1, not_sent: 47, unknown: 0 });
		const other = await bench.run(workflow(), customers(50));

		expect(jsonOf(other, 'Send').filter((json) => json.already_sent)).toHaveLength(2);
		expect(bench.gateway.executed).toHaveLength(50);
	});
});
