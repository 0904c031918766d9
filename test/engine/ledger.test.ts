import type { IDataObject, IRun } from 'n8n-workflow';
import type { Fault } from '../gateway';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import type { WorkflowDefinition } from '../support/engine/engine';
import { endedItems, entriesOfKind, ledgerOf, ledgerSize } from '../support/engine/ledgerOf';
import { errorOf, jsonOf } from '../support/engine/results';
import { kindOf, liesOf, reportOf, reportsOf } from '../support/engine/truth';
import {
	connect,
	helperNode,
	sendingWorkflow,
	settingsOf,
	voucherNode,
	type VoucherNodeOptions,
} from '../support/engine/workflows';

const SEND = 'alibaba.alsc.crm.voucher.send';

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

const ONE = { maxConcurrency: 1 };

describe('the ledger', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => bench.reset());
	afterAll(async () => await bench.close());

	const strike = (customerId: string, fault: Fault, more: object = {}) =>
		bench.gateway.fault({ fault, when: { method: SEND, customerId }, ...more });
	const workflow = (options: Record<string, unknown> = {}, node: VoucherNodeOptions = {}) =>
		sendingWorkflow({
			...node,
			parameters: { ...node.parameters, ...settingsOf({ maxAttempts: 1, ...options }) },
		});
	const names = (count: number) => customers(count).map(({ customer }) => String(customer));
	const callsOf = (customer: string) =>
		bench.gateway.calls.filter(({ customerId }) => customerId === customer);
	const stillTrue = (run: IRun, count: number) =>
		expect(liesOf(bench.gateway, reportOf(run), { customers: names(count) })).toEqual([]);

	describe('with Retry On Fail', () => {
		it('sends only what is left, and succeeds', async () => {
			strike('c3', QUOTA_USED_UP, { times: 1 });

			const run = await bench.run(workflow({}, { retryOnFail: true }), customers(5));

			expect(run.status).toBe('success');
			stillTrue(run, 5);
			expect(bench.gateway.calls).toHaveLength(6);
			expect(jsonOf(run, 'Send').map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1]);
		});

		it('keeps what was rejected and what is unknown as it was', async () => {
			strike('c1', DECLINED);
			strike('c2', EXECUTED);
			const node: VoucherNodeOptions = { retryOnFail: true, onError: 'continueRegularOutput' };

			const run = await bench.run(workflow({}, node), customers(3));

			expect(jsonOf(run, 'Send').map(kindOf)).toEqual(['rejected', 'unknown', 'sent']);
			stillTrue(run, 3);
			expect(bench.gateway.calls).toHaveLength(3);
		});

		it('says of every item what became of it when a later try has to stop early', async () => {
			strike('c1', QUOTA_USED_UP, { times: 1 });
			strike('c1', {
				do: 'platform-error',
				code: 11,
				msg: 'Insufficient isv permissions',
				sub_code: 'isv.permission-api-package-limit',
				moment: 'before',
			});
			strike('c40', EXECUTED);
			const node: VoucherNodeOptions = { retryOnFail: true, onError: 'continueRegularOutput' };

			const run = await bench.run(workflow({ maxConcurrency: 2 }, node), customers(60));

			const { counts } = reportOf(run);
			expect(counts).toEqual({ sent: 58, rejected: 1, not_sent: 0, unknown: 1 });
			stillTrue(run, 60);
			expect(callsOf('c2')).toHaveLength(1);
		});
	});

	describe('with a retried execution', () => {
		it('reuses request ids and sends only what is left, under a new execution id', async () => {
			strike('c2', QUOTA_USED_UP, { times: 1 });
			const options = { maxConcurrency: 1 };
			const failed = await bench.run(workflow(options), customers(4), { executionId: '100' });
			expect(reportOf(failed).counts).toEqual({ sent: 1, rejected: 0, not_sent: 3, unknown: 0 });
			expect(errorOf(failed)?.description).toContain('what was sent is not sent again');

			const run = await bench.retry(workflow(options), failed, { executionId: '200' });

			expect(run.status).toBe('success');
			stillTrue(run, 4);
			expect(callsOf('c2').map(({ requestId }) => requestId)).toEqual([
				callsOf('c2')[0].requestId,
				callsOf('c2')[0].requestId,
			]);
			expect(callsOf('c1')).toHaveLength(1);
		});

		it('keeps the whole answer of what was sent before', async () => {
			strike('c2', QUOTA_USED_UP, { times: 1 });
			const options = { maxConcurrency: 1 };
			const failed = await bench.run(workflow(options), customers(2));
			const [{ requestId }] = callsOf('c1');

			const run = await bench.retry(workflow(options), failed);

			const [first, second] = jsonOf(run, 'Send');
			expect(first).toMatchObject({ customer_id: 'c1', request_id: requestId, attempts: 1 });
			expect(Object.keys(first)).toEqual(Object.keys(second));
			expect(first.gateway_request_id).toMatch(/^10/);
			expect(first.gateway_request_id).not.toBe(second.gateway_request_id);
		});

		it('tries again what was rejected: the cause may be mended', async () => {
			strike('c1', DECLINED, { times: 1 });
			const failed = await bench.run(workflow({ maxConcurrency: 1 }), customers(2));
			expect(reportOf(failed).counts).toMatchObject({ rejected: 1 });

			const run = await bench.retry(workflow({ maxConcurrency: 1 }), failed);

			expect(run.status).toBe('success');
			stillTrue(run, 2);
		});

		it.each([
			['report', EXECUTED, { unknown: 1, sent: 2 }, 1],
			['report', NOT_EXECUTED, { unknown: 1, sent: 2 }, 0],
			['verify', EXECUTED, { unknown: 0, sent: 3 }, 1],
			['verify', NOT_EXECUTED, { unknown: 0, sent: 3 }, 1],
			['resend', EXECUTED, { unknown: 0, sent: 3 }, 2],
			['resend', NOT_EXECUTED, { unknown: 0, sent: 3 }, 1],
		] as const)(
			'decides an unknown item anew by the policy in force: %s, %o',
			async (unknownOutcome, fault, counts, times) => {
				strike('c2', fault, { times: 1 });
				const failed = await bench.run(workflow(), customers(3));
				expect(reportOf(failed).counts.unknown).toBe(1);

				const run = await bench.retry(workflow({ unknownOutcome }), failed);

				expect(reportOf(run).counts).toMatchObject(counts);
				expect(bench.gateway.executedOf('c2', '3243421')).toHaveLength(times);
				expect(new Set(callsOf('c2').map(({ requestId }) => requestId)).size).toBeLessThanOrEqual(
					2,
				);
			},
		);

		it('forgets a doubt that was settled, even if the item was not sent then', async () => {
			strike('c1', NOT_EXECUTED, { times: 1 });
			const unknown = await bench.run(workflow(), customers(1));
			expect(reportOf(unknown).counts.unknown).toBe(1);
			strike('c1', QUOTA_USED_UP, { times: 1 });
			const settled = await bench.retry(workflow({ unknownOutcome: 'verify' }), unknown);
			expect(reportOf(settled).counts.not_sent).toBe(1);

			const run = await bench.retry(workflow(), settled);

			expect(jsonOf(run, 'Send').map(kindOf)).toEqual(['sent']);
			stillTrue(run, 1);
		});

		it('finds items again when their order has changed', async () => {
			strike('c1', QUOTA_USED_UP, { times: 1 });
			const failed = await bench.run(workflow({ maxConcurrency: 8 }), customers(4));
			const sent = reportOf(failed).counts.sent;
			inputOf(failed, customers(5).reverse());

			const run = await bench.retry(workflow(), failed);

			expect(jsonOf(run, 'Send').map((json) => json.customer_id)).toEqual([
				'c5',
				'c4',
				'c3',
				'c2',
				'c1',
			]);
			stillTrueFor(run, ['c5', 'c4', 'c3', 'c2', 'c1']);
			expect(bench.gateway.executed).toHaveLength(5);
			expect(sent).toBeLessThan(4);
		});

		it('sends nothing when another quantity is asked for, and says what was sent', async () => {
			strike('c2', EXECUTED);
			const failed = await bench.run(workflow({ maxConcurrency: 1 }), customers(2));
			expect(reportOf(failed).counts).toMatchObject({ sent: 1, unknown: 1 });
			const more = { parameters: { quantity: 2 }, onError: 'continueRegularOutput' as const };

			const run = await bench.retry(workflow({ unknownOutcome: 'verify' }, more), failed);

			const [sent, unknown] = jsonOf(run, 'Send');
			expect(sent.error).toMatch(/was sent 1 of this voucher earlier.*now 2 are asked for/);
			expect(kindOf(sent)).toBe('not_sent');
			expect(unknown.error).toMatch(/may have been sent 1 of this voucher/);
			expect(kindOf(unknown)).toBe('unknown');
			expect(bench.gateway.executed).toHaveLength(2);
		});

		it('keeps telling what is unknown when the retry has to stop before it', async () => {
			strike('c4', EXECUTED);
			const failed = await bench.run(workflow({ maxConcurrency: 1 }), customers(4));
			strike('c0', DECLINED);
			inputOf(failed, [{ customer: 'c0' }, ...customers(4)]);

			const run = await bench.retry(workflow({ maxConcurrency: 1 }), failed);

			expect(reportOf(run).counts).toEqual({ sent: 3, rejected: 1, not_sent: 0, unknown: 1 });
		});

		it('does not say that something was sent when it cannot begin and nothing was', async () => {
			strike('c1', DECLINED);
			const failed = await bench.run(workflow(ONE), customers(2));
			const node: VoucherNodeOptions = { onError: 'continueRegularOutput' };

			const run = await bench.retry(workflow({ maxAttempts: 0 }, node), failed);

			expect(jsonOf(run, 'Send').map(kindOf)).toEqual(['not_sent', 'not_sent']);
			expect(JSON.stringify(jsonOf(run, 'Send'))).not.toMatch(/earlier try/);
		});

		it('does not call anything not sent when it cannot even begin', async () => {
			strike('c2', QUOTA_USED_UP);
			const failed = await bench.run(workflow(), customers(2));
			const stopped = await bench.retry(workflow(), failed, { credentials: {} });
			expect(errorOf(stopped)?.description).toMatch(
				/earlier try of this execution has sent vouchers, or may have/,
			);
			const node: VoucherNodeOptions = { onError: 'continueRegularOutput' };

			const run = await bench.retry(workflow({ maxAttempts: 0 }, node), failed);

			expect(jsonOf(run, 'Send').map(kindOf)).toEqual(['unknown', 'unknown']);
		});
	});

	describe('with a failed execution that is retried more than once', () => {
		const kinds = (run: IRun) => reportsOf(run).map(({ kind }) => kind);

		it('sends nothing that an earlier retry may have sent; the newest one goes on', async () => {
			strike('c3', DECLINED, { times: 1 });
			const failed = await bench.run(workflow(ONE), customers(6));
			strike('c5', DECLINED, { times: 1 });
			const retried = await bench.retry(workflow(ONE), failed);
			expect(reportOf(retried).counts).toMatchObject({ sent: 4, rejected: 1 });

			const again = await bench.retry(workflow(ONE), failed);

			expect(reportOf(again).counts).toEqual({ sent: 2, rejected: 0, not_sent: 0, unknown: 4 });
			expect(errorOf(again)?.message).toMatch(/was retried before/);
			expect(errorOf(again)?.description).toMatch(/Of 6 items: 2 sent, 4 unknown\.$/);
			expect(bench.gateway.executed).toHaveLength(4);
			// Neither does a retry of this one send, nor a later try of it.
			const late = { retryOnFail: true, onError: 'continueRegularOutput' } as const;
			const third = await bench.retry(workflow({ unknownOutcome: 'verify' }, late), again);
			expect(kinds(third)).toEqual(['sent', 'sent', ...Array<string>(4).fill('unknown')]);
			expect(bench.gateway.executed).toHaveLength(4);

			expect((await bench.retry(workflow(ONE), retried)).status).toBe('success');
			expect(bench.gateway.executed).toHaveLength(6);
		});

		it('sends once when both retries run at the same time', async () => {
			strike('c2', DECLINED, { times: 1 });
			const failed = await bench.run(workflow(ONE), customers(20));
			const goOn = workflow({}, { onError: 'continueRegularOutput' });

			const runs = await Promise.all([bench.retry(goOn, failed), bench.retry(goOn, failed)]);

			const counts = runs.map((run) => reportOf(run).counts);
			expect(counts.sort((a, b) => b.sent - a.sent)).toEqual([
				{ sent: 20, rejected: 0, not_sent: 0, unknown: 0 },
				{ sent: 1, rejected: 0, not_sent: 0, unknown: 19 },
			]);
			expect(bench.gateway.executed).toHaveLength(20);
		});

		it('sends nothing twice even if the failed one had not begun to send', async () => {
			const failed = await bench.run(workflow({ maxAttempts: 0 }), customers(3));
			strike('c2', DECLINED, { times: 1 });
			const retried = await bench.retry(workflow(ONE), failed);
			expect(reportOf(retried).counts).toMatchObject({ sent: 1 });

			const again = await bench.retry(workflow(ONE), failed);

			expect(reportOf(again).counts).toMatchObject({ sent: 0, unknown: 3 });
			expect(bench.gateway.executed).toHaveLength(1);
		});

		it('does not count a retry that could not begin, nor a dry run', async () => {
			strike('c2', DECLINED, { times: 1 });
			const failed = await bench.run(workflow(ONE), customers(3));
			const unable = await bench.retry(workflow({ maxAttempts: 0 }), failed);
			expect(unable.status).toBe('error');
			bench.gateway.addTemplate({ voucher_template_id: '3243421', name: 'Tea' });
			const dry = await bench.retry(workflow({ dryRun: true }), failed);

			// A success would take 'Retry' away from the failed execution.
			expect(dry.status).toBe('error');
			expect(errorOf(dry)?.message).toMatch(
				/^Dry run, nothing was sent: 2 vouchers would go to 2 customers\. /,
			);
			expect(bench.gateway.executed).toHaveLength(1);
			const run = await bench.retry(workflow(), failed);
			expect(run.status).toBe('success');
			expect(bench.gateway.executed).toHaveLength(3);
			for (const other of [unable, dry]) {
				const late = await bench.retry(workflow(), other);
				expect(reportOf(late).counts).toMatchObject({ sent: 1, unknown: 2 });
			}
			expect(bench.gateway.executed).toHaveLength(3);
		});

		it('sends nothing when n8n cannot tell whether it was retried before', async () => {
			strike('c2', DECLINED, { times: 1 });
			const failed = await bench.run(workflow(ONE), customers(3));
			bench.processedData.failWith = new Error('database is locked');
			const run = await bench.retry(workflow(ONE), failed);
			bench.processedData.failWith = undefined;

			expect(errorOf(run)?.message).toMatch(/could not be looked up, so nothing more is sent/);
			expect(errorOf(run)?.description).toMatch(/database is locked.*sent vouchers.*'Retry'/s);
			expect(bench.gateway.executed).toHaveLength(1);
			expect((await bench.retry(workflow(ONE), run)).status).toBe('success');
		});
	});

	describe('with a key that is another one at the next try', () => {
		const options = { sendOnceKey: '={{ $execution.id }}' };
		const failedWith = async (customer: string, fault: Fault, withOptions: object = options) => {
			strike(customer, fault, { times: 1 });
			return await bench.run(workflow({ ...ONE, ...withOptions }), customers(2));
		};

		it('does not send again what was sent under the first, and goes on with the others', async () => {
			const failed = await failedWith('c2', DECLINED);

			const run = await bench.retry(workflow(options), failed);

			expect(run.status).toBe('success');
			const [first, second] = jsonOf(run, 'Send');
			expect(first).toMatchObject({ already_sent: true, customer_id: 'c1' });
			expect(first).not.toHaveProperty('request_id');
			expect(second).not.toHaveProperty('already_sent');
			expect(bench.gateway.executed.map(({ customer_id }) => customer_id)).toEqual(['c1', 'c2']);
		});

		it.each([
			['report', EXECUTED, 'unknown'],
			['report', NOT_EXECUTED, 'unknown'],
			['verify', EXECUTED, 'sent'],
			['verify', NOT_EXECUTED, 'sent'],
		] as const)(
			'decides what may have been sent by the policy: %s, %o',
			async (policy, fault, kind) => {
				const failed = await failedWith('c1', fault);
				const node = { onError: 'continueRegularOutput', retryOnFail: true } as const;

				const run = await bench.retry(
					workflow({ ...options, unknownOutcome: policy }, node),
					failed,
				);

				expect(jsonOf(run, 'Send').map(kindOf)).toEqual([kind, 'sent']);
				expect(bench.gateway.executedOf('c1', '3243421').length).toBe(
					kind === 'sent' || fault === EXECUTED ? 1 : 0,
				);
			},
		);

		it('tells the request id that was really sent, under whichever key', async () => {
			strike('c0', DECLINED);
			strike('c1', EXECUTED, { times: 1 });
			const changing = { sendOnceKey: '={{ Math.random() }}' };
			// The first item fails at each of three tries; the second is looked for at the next one.
			const node = { onError: 'continueRegularOutput', retryOnFail: true } as const;
			const failed = await bench.run(workflow({ ...changing, ...ONE }), [{ customer: 'c1' }]);
			expect(reportOf(failed).counts).toMatchObject({ unknown: 1 });
			inputOf(failed, [{ customer: 'c0' }, { customer: 'c1' }]);

			const run = await bench.retry(
				workflow({ ...changing, unknownOutcome: 'verify' }, node),
				failed,
			);

			const [{ request_id: sentUnder }] = bench.gateway.executedOf('c1', '3243421');
			expect(jsonOf(run, 'Send').map(kindOf)).toEqual(['rejected', 'sent']);
			expect(jsonOf(run, 'Send')[1]).toMatchObject({ already_sent: true, request_id: sentUnder });
		});

		it('sends the other orders of a customer whose first one was sent', async () => {
			const orders = { sendOnceKey: '={{ $execution.id }}-{{ $json.order }}' };
			const items = ['c1', 'c1', 'c2', 'c1'].map((customer, order) => ({ customer, order }));
			strike('c2', DECLINED, { times: 1 });
			const failed = await bench.run(workflow({ ...orders, ...ONE }), items);
			expect(reportOf(failed).counts).toMatchObject({ sent: 2, rejected: 1, not_sent: 1 });

			const run = await bench.retry(workflow(orders), failed);

			expect(run.status).toBe('success');
			expect(jsonOf(run, 'Send').map((json) => json.already_sent === true)).toEqual([
				true,
				true,
				false,
				false,
			]);
			expect(bench.gateway.executedOf('c1', '3243421')).toHaveLength(3);
			expect(bench.gateway.executed).toHaveLength(4);
		});

		it('remembers the new key even if the run then has to stop at once', async () => {
			const failed = await failedWith('c2', DECLINED, {});
			const capped = { sendOnceKey: 'spring', maxVouchers: 1 };
			const run = await bench.retry(workflow(capped), failed);
			expect(errorOf(run)?.message).toMatch(/'Max Vouchers' allows 1/);
			expect(errorOf(run)?.description).toMatch(/does not send it again either/);

			const anew = await bench.run(workflow({ sendOnceKey: 'spring' }), customers(2));

			expect(anew.status).toBe('success');
			expect(bench.gateway.executed).toHaveLength(2);
		});

		it('does not promise that executing anew is safe when the store did not learn the keys', async () => {
			const failed = await failedWith('c1', EXECUTED, {});
			const capped = { sendOnceKey: 'spring', maxVouchers: 1 };
			const run = await bench.retry(workflow(capped), failed);
			expect(reportOf(run).counts).toMatchObject({ unknown: 1 });
			expect(errorOf(run)?.description).toMatch(/Executing the node anew would send it again/);
		});

		it('calls nothing not sent that an earlier retry may have sent, far down the list either', async () => {
			strike('c1', DECLINED, { times: 1 });
			const failed = await bench.run(workflow(ONE), customers(300));
			strike('c300', DECLINED, { times: 1 });
			const retried = await bench.retry(workflow(), failed);
			expect(reportOf(retried).counts).toMatchObject({ sent: 299, rejected: 1 });

			const again = await bench.retry(workflow({ sendOnceKey: 'spring' }), failed);

			expect(reportOf(again).counts).toMatchObject({ not_sent: 0, unknown: 300 });
		});

		it('remembers the new key, so that executing anew does not send again either', async () => {
			const failed = await failedWith('c2', DECLINED, {});
			const keyed = workflow({ sendOnceKey: 'spring' });
			strike('c2', DECLINED, { times: 1 });
			const run = await bench.retry(keyed, failed);
			expect(reportOf(run).counts).toMatchObject({ sent: 1, rejected: 1 });

			const anew = await bench.run(keyed, customers(2));

			expect(anew.status).toBe('success');
			expect(bench.gateway.executed).toHaveLength(2);
		});

		it.each([
			['added', {}, { sendOnceKey: 'spring' }],
			['removed', { sendOnceKey: 'spring' }, {}],
			['never the same', options, options],
		])('sends nothing that an earlier retry may have sent: the key is %s', async (_, then, now) => {
			const failed = await failedWith('c1', DECLINED, then);
			strike('c2', DECLINED, { times: 1 });
			const retried = await bench.retry(workflow({ ...ONE, ...then }), failed);
			expect(reportOf(retried).counts).toMatchObject({ sent: 1, rejected: 1 });
			const node = { onError: 'continueRegularOutput' } as const;

			const again = await bench.retry(workflow(now, node), failed);

			expect(jsonOf(again, 'Send').map(kindOf)).toEqual(['unknown', 'unknown']);
			expect(bench.gateway.executed).toHaveLength(1);
		});

		it('tells what an earlier retry sent under the same key', async () => {
			const key = { sendOnceKey: 'spring' };
			const failed = await failedWith('c1', DECLINED, key);
			strike('c2', DECLINED, { times: 1 });
			await bench.retry(workflow({ ...ONE, ...key }), failed);
			const node = { onError: 'continueRegularOutput' } as const;

			const again = await bench.retry(workflow(key, node), failed);

			expect(jsonOf(again, 'Send').map(kindOf)).toEqual(['sent', 'unknown']);
			// The key of the other is free again.
			const anew = await bench.run(workflow(key), customers(2));
			expect(anew.status).toBe('success');
			expect(bench.gateway.executed).toHaveLength(2);
		});
	});

	it("keeps the request id that an item was sent under, even if the user's own is another now", async () => {
		strike('c2', DECLINED, { times: 1 });
		const requestId = '={{ $execution.id }}-{{ $json.customer }}';
		const node = { parameters: { additionalFields: { requestId } } };
		const failed = await bench.run(workflow({ maxConcurrency: 1 }, node), customers(2), {
			executionId: '100',
		});

		const run = await bench.retry(workflow({}, node), failed, { executionId: '200' });

		expect(jsonOf(run, 'Send').map((json) => json.request_id)).toEqual(['100-c1', '200-c2']);
	});

	it('tells the runs of a loop apart', async () => {
		const loop = (node: VoucherNodeOptions): WorkflowDefinition => ({
			nodes: [
				helperNode('test.start', 'Start'),
				helperNode('test.repeat', 'Loop', { times: 3 }),
				voucherNode({
					parameters: {
						customerId: '={{ $json.customer }}-{{ $runIndex }}',
						options: { maxAttempts: 1 },
					},
					...node,
				}),
				helperNode('test.collect', 'Done'),
			],
			connections: {
				Start: connect(['Loop']),
				Loop: connect(['Send'], ['Done']),
				Send: connect(['Loop']),
			},
		});
		const looping = loop({});
		strike('c2-1', QUOTA_USED_UP, { times: 1 });

		const failed = await bench.run(looping, customers(2));
		expect(failed.status).toBe('error');
		const run = await bench.retry(looping, failed);

		expect(run.status).toBe('success');
		expect(bench.gateway.executed).toHaveLength(6);
		expect(new Set(bench.gateway.executed.map(({ request_id }) => request_id)).size).toBe(6);
		expect(ledgerOf(run.data)?.open).toEqual([]);

		// Another retry from the same point does not send the rounds behind it either.
		const again = await bench.retry(
			loop({ onError: 'continueRegularOutput', parameters: looping.nodes[2].parameters }),
			failed,
		);
		expect(again.status).toBe('success');
		expect(bench.gateway.executed).toHaveLength(6);
	});

	it('tells two of our nodes in one workflow apart', async () => {
		const both: WorkflowDefinition = {
			nodes: [
				helperNode('test.start', 'Start'),
				voucherNode({ name: 'First' }),
				voucherNode({
					name: 'Second',
					parameters: { customerId: '={{ $json.customer_id }}', options: { maxAttempts: 1 } },
				}),
				helperNode('test.collect', 'Done'),
			],
			connections: {
				Start: connect(['First']),
				First: connect(['Second']),
				Second: connect(['Done']),
			},
		};
		strike('c1', QUOTA_USED_UP, { call: 2 });

		const failed = await bench.run(both, customers(2));
		expect(failed.status).toBe('error');
		expect(ledgerOf(failed.data, 'First')?.open).toEqual([]);
		const run = await bench.retry(both, failed);

		expect(run.status).toBe('success');
		expect(names(2).map((name) => bench.gateway.executedOf(name, '3243421').length)).toEqual([
			2, 2,
		]);
		expect(new Set(bench.gateway.executed.map(({ request_id }) => request_id)).size).toBe(4);
	});

	it('keeps hardly more than the keys once the node has succeeded, and is small until then', async () => {
		const succeeded = await bench.run(workflow(), customers(200));
		expect(ledgerOf(succeeded.data)?.open).toEqual([]);
		expect(endedItems(succeeded.data)).toBe(200);
		expect(ledgerSize(succeeded.data)).toBeLessThan(200 * 17 + 200);

		const sizes: number[] = [];
		for (const count of [500, 1000]) {
			bench.reset();
			strike(`c${count}`, DECLINED);
			const failed = await bench.run(workflow(), customers(count));
			expect(entriesOfKind(failed.data, 'A')).toBe(count - 1);
			sizes.push(ledgerSize(failed.data));
		}
		const [small, large] = sizes;
		const perItem = (large - small) / 500;
		process.stdout.write(
			`ledger: ${large} characters for 1,000 items, ${Math.round(perItem * 100_000)} for each 100,000 more\n`,
		);
		expect(large).toBeLessThan(2 * small);
		expect(perItem).toBeLessThan(60);
	});

	function inputOf(failed: IRun, items: IDataObject[]): void {
		const [entry] = failed.data.executionData?.nodeExecutionStack ?? [];
		entry.data.main = [items.map((json) => ({ json }))];
	}

	function stillTrueFor(run: IRun, order: string[]): void {
		expect(liesOf(bench.gateway, reportOf(run), { customers: order })).toEqual([]);
	}
});
