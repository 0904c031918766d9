import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../gateway';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import { until } from '../support/engine/conditions';
import {
	MEMORIES,
	openPostgresMemory,
	type PostgresMemory,
	type TestMemory,
} from '../support/engine/memory';
import { describeWithPostgres } from '../support/postgres/database';
import { errorOf, jsonOf } from '../support/engine/results';
import { kindOf, liesOf, reportOf } from '../support/engine/truth';
import { sendingWorkflow, settingsOf, type VoucherNodeOptions } from '../support/engine/workflows';

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

describe.each(MEMORIES)('Send Once Key, remembered in %s', (name, openMemory) => {
	let bench: TestBench;
	let memory: TestMemory;

	beforeAll(async () => {
		bench = await openTestBench();
		memory = await openMemory(bench);
		bench.register = memory.credential;
	});
	beforeEach(async () => {
		memory.setAway(false);
		await memory.clear();
		bench.reset();
		bench.gateway.settings.latencyMs = 0;
	});
	afterAll(async () => {
		await memory.close();
		await bench.close();
	});

	const workflow = (options: IDataObject = {}, node: VoucherNodeOptions = {}) =>
		sendingWorkflow({
			onError: 'continueRegularOutput',
			...node,
			parameters: {
				...node.parameters,
				...settingsOf({ maxAttempts: 1, sendOnceKey: KEY, ...memory.options, ...options }),
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
			const { customer_id, voucher_id, request_id, gateway_request_id } = json[0];
			expect(json[150]).toEqual({
				already_sent: true,
				customer_id,
				voucher_id,
				request_id,
				result: true,
				biz_success: true,
				result_desc: "Nothing was sent this time: sent before with this 'Send Once Key'",
				gateway_request_id,
				attempts: 1,
			});
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

			expect(jsonOf(run, 'Send').map((json) => json.voucher_num)).toEqual([1, undefined]);
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
			expect(jsonOf(run, 'Send')[2].error).toMatch(
				/same voucher for the same customer is asked for by the 1st item \(\[item 0\] in n8n\)/,
			);
			expect(bench.gateway.executed).toHaveLength(2);
		});
	});

	it('does not claim what the first execution may not have sent', async () => {
		const first = await bench.run(workflow(), customers(1));
		const requestId = jsonOf(first, 'Send')[0].request_id;

		const more = { parameters: { quantity: 5 } };
		const [again] = jsonOf(await bench.run(workflow({}, more), customers(1)), 'Send');
		expect(again).toMatchObject({ already_sent: true, request_id: requestId });
		expect(again).not.toHaveProperty('voucher_num');

		const own = { parameters: { additionalFields: { requestId: 'mine' } } };
		const [mine] = jsonOf(await bench.run(workflow({}, own), customers(1)), 'Send');
		// PostgreSQL has written down which one was sent, and the platform's id of it.
		const known = name === 'PostgreSQL';
		expect([mine.request_id, Boolean(mine.gateway_request_id)]).toEqual([
			known ? requestId : undefined,
			known,
		]);
		expect(Object.values(mine)).not.toContain(null);
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

	describe('when the register is away', () => {
		it('nothing is sent, and the reason is told', async () => {
			memory.setAway(true);

			const run = await bench.run(workflow({}, { onError: 'stopWorkflow' }), customers(30));

			expect(bench.gateway.calls).toEqual([]);
			const error = errorOf(run);
			expect(error?.message).toMatch(/could not be looked up/);
			expect(error?.message).toMatch(memory.awayWords);
			expect(error?.description).toContain('all 30 items: 30 not sent.');
		});

		it('before sending under "continue", every item says so', async () => {
			memory.setAway(true);

			const run = await bench.run(workflow(), customers(30));

			expect(kinds(run)).toEqual(customers(30).map(() => 'not_sent'));
			expect(bench.gateway.calls).toEqual([]);
		});

		it('after sending, nothing is lost: the keys stay claimed', async () => {
			bench.gateway.settings.latencyMs = 40;
			const execution = bench.start(workflow(), customers(5));
			await until(() => bench.gateway.calls.length > 0);
			memory.setAway(true);
			const run = await execution.finished;
			expect(kinds(run)).toEqual(['sent', 'sent', 'sent', 'sent', 'sent']);
			const hints = JSON.stringify(run.data.resultData.runData.Send.at(-1)?.hints ?? []);
			expect(hints).toMatch(/could not be written down/);
			expect(hints).toMatch(memory.awayWords);
			memory.setAway(false);
			await memory.holdersDie();

			const again = await bench.run(workflow(), customers(5));

			expect(kinds(again)).toEqual(customers(5).map(() => 'unknown'));
			const verified = await bench.run(workflow({ unknownOutcome: 'verify' }), customers(5));
			expect(kinds(verified)).toEqual(customers(5).map(() => 'sent'));
			expect(bench.gateway.executed).toHaveLength(5);
		});

		it('in mid-run, what was sent is told, and the rest is not sent', async () => {
			// More than can be claimed before the first ten have been sent.
			const many = customers(1_500);
			bench.gateway.settings.latencyMs = 5;
			const execution = bench.start(workflow({ maxConcurrency: 2 }), many);
			await until(() => bench.gateway.executed.length >= 10);
			memory.setAway(true);

			const run = await execution.finished;

			const { counts } = reportOf(run);
			expect(counts.sent).toBe(bench.gateway.executed.length);
			expect(counts.not_sent).toBe(many.length - counts.sent);
			expect(counts.not_sent).toBeGreaterThan(0);
			expect(
				liesOf(bench.gateway, reportOf(run), {
					customers: many.map(({ customer }) => String(customer)),
				}),
			).toEqual([]);
		});
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

describeWithPostgres('Send Once Key, shared by several processes', () => {
	let bench: TestBench;
	let memory: PostgresMemory;
	beforeAll(async () => {
		bench = await openTestBench();
		memory = await openPostgresMemory();
		bench.register = memory.credential;
	});
	beforeEach(async () => {
		process.env.EXECUTIONS_MODE = 'queue';
		await memory.clear();
		bench.reset();
	});
	afterEach(() => void delete process.env.EXECUTIONS_MODE);
	afterAll(async () => {
		await memory.close();
		await bench.close();
	});

	const workflow = (settings: IDataObject = {}) =>
		sendingWorkflow({
			onError: 'continueRegularOutput',
			parameters: settingsOf({ sendOnceKey: KEY, register: 'postgres', ...settings }),
		});
	const kinds = (run: Parameters<typeof jsonOf>[0]) => jsonOf(run, 'Send').map(kindOf);

	it('writes down what a person asks for', async () => {
		await bench.run(workflow(), customers(2));

		const rows = await memory.database.query('select * from alsc_gifts order by customer');

		const [{ requestId }] = bench.gateway.calls;
		expect(rows).toMatchObject([
			{
				app: expect.stringMatching(/^12345678@127\.0\.0\.1:\d+$/),
				key: 'spring-c1',
				template: '3243421',
				customer: 'c1',
				quantity: '1',
				request_id: requestId,
				gateway_request_id: expect.stringMatching(/^\w+$/),
				state: 'sent',
				holder: null,
				workflow: 'Test',
			},
			{ customer: 'c2', state: 'sent' },
		]);
	});

	it('once per app, whatever the workflow and the node', async () => {
		await bench.run(workflow(), customers(2));
		const copy = { ...workflow(), id: 'workflow-2' };
		copy.nodes[1].id = 'another node';

		const run = await bench.run(copy, customers(3));

		expect(jsonOf(run, 'Send').map((json) => json.already_sent === true)).toEqual([
			true,
			true,
			false,
		]);
		expect(bench.gateway.executed).toHaveLength(3);
	});

	it('sends nothing once another process may have taken its keys over', async () => {
		bench.registerTimings.mayLeaveMs = 0;

		const run = await bench.run(workflow(), customers(3));

		expect(kinds(run)).toEqual(['not_sent', 'not_sent', 'not_sent']);
		expect(jsonOf(run, 'Send')[0].error).toMatch(/another process may have taken over/);
		expect(bench.gateway.calls).toEqual([]);
	});

	it('waits for what another process has under way, and takes over what that leaves behind', async () => {
		await bench.run(workflow(), [{ customer: 'c0' }]);
		bench.gateway.reset();
		await memory.database.query(CLAIMED_ELSEWHERE, [appOf(bench)]);
		const execution = bench.start(workflow({ unknownOutcome: 'report' }), customers(2));
		await until(() => bench.gateway.executed.length === 1);
		expect(bench.gateway.executedOf('c1', '3243421')).toEqual([]);
		await memory.holdersDie();

		expect(kinds(await execution.finished)).toEqual(['unknown', 'sent']);
	});

	it('a database without it makes the node say what to run, and nothing is sent', async () => {
		await memory.database.query("create role guest login password 'guest'");
		await memory.database.query('drop table if exists alsc_gifts, alsc_retries, alsc_register');
		bench.register = { ...memory.credential, user: 'guest', password: 'guest' };
		const run = await bench.run(workflow(), customers(1));
		bench.register = memory.credential;
		await memory.database.query('drop role guest');

		expect(jsonOf(run, 'Send')[0].error).toMatch(/may not create or use the register's tables/);
		expect((jsonOf(run, 'Send')[0].details as IDataObject).hint).toMatch(/create table.*grant/s);
		expect(bench.gateway.calls).toEqual([]);
	});
});

const CLAIMED_ELSEWHERE = `
insert into alsc_gifts
	(app, key, template, customer, quantity, request_id, state, holder, held_until, claimed_at)
values ($1, 'spring-c1', '3243421', 'c1', 1, 'r', 'claimed', 'somebody', now() + interval '1 hour', now())`;

function appOf({ gateway }: TestBench): string {
	return `12345678@${new URL(gateway.url).host}`;
}

describe('Send Once Key in n8n of several processes', () => {
	let bench: TestBench;
	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => bench.reset());
	afterAll(async () => await bench.close());
	afterEach(() => {
		delete process.env.EXECUTIONS_MODE;
		delete process.env.EXECUTIONS_MODE_FILE;
	});

	const workflow = (settings: IDataObject = {}, onError: 'stopWorkflow' | undefined = undefined) =>
		sendingWorkflow({
			onError: onError ?? 'continueRegularOutput',
			parameters: settingsOf({ sendOnceKey: KEY, ...settings }),
		});
	const kinds = (run: Parameters<typeof jsonOf>[0]) => jsonOf(run, 'Send').map(kindOf);

	it.each([
		['EXECUTIONS_MODE', 'queue'],
		['EXECUTIONS_MODE_FILE', '/run/secrets/mode'],
	])('nothing is sent without a register in PostgreSQL, told by %s', async (name, value) => {
		process.env[name] = value;

		const run = await bench.run(workflow({}, 'stopWorkflow'), customers(3));
		const continued = await bench.run(workflow(), customers(3));

		expect(errorOf(run)?.message).toMatch(/needs a register/);
		expect(errorOf(run)?.description).toMatch(/Set 'Register' in the options to PostgreSQL/);
		expect(kinds(continued)).toEqual(['not_sent', 'not_sent', 'not_sent']);
		expect(bench.gateway.calls).toEqual([]);
	});

	it('without a key it sends as ever, and a dry run shows what it would send', async () => {
		process.env.EXECUTIONS_MODE = 'queue';

		const plain = await bench.run(workflow({ sendOnceKey: undefined }), customers(3));
		bench.gateway.addTemplate({ voucher_template_id: '3243421', name: 'Tea' });
		const dry = await bench.run(workflow({ dryRun: true }), customers(3));

		expect(kinds(plain)).toEqual(['sent', 'sent', 'sent']);
		expect(jsonOf(dry, 'Send').every((json) => json.dry_run === true)).toBe(true);
		expect(bench.gateway.executed).toHaveLength(3);
	});

	it('a second process on the same store is noticed, and then nothing more is sent', async () => {
		await bench.run(workflow(), customers(3));
		// Another process adds to the list; this one has not looked at it for a while.
		await bench.processedData.checkProcessedAndRecord(
			['somebody else was here'],
			'node',
			{ workflow: { id: 'workflow-1' }, node: { id: 'node-Send' } } as never,
			{ mode: 'entries' },
		);
		bench.registerTimings.trustListMs = 0;
		const run = await bench.run(workflow(), customers(6));

		expect(jsonOf(run, 'Send')[0].error).toMatch(/Another n8n process uses the same keys/);
		expect(bench.gateway.executed).toHaveLength(3);
	});

	it('a second process that overwrites the list is noticed, and then nothing more is sent', async () => {
		await bench.run(workflow(), customers(3));
		await bench.processedData.clearAllProcessedItems('node', {
			workflow: { id: 'workflow-1' },
			node: { id: 'node-Send' },
		} as never);

		const run = await bench.run(workflow(), customers(6));

		expect(kinds(run)).toEqual(customers(6).map(() => 'not_sent'));
		expect(bench.gateway.executed).toHaveLength(3);
	});

	it('costs few accesses to the store for many items', async () => {
		bench.registerTimings.gatherMs = 100;
		const before = bench.processedData.calls;

		await bench.run(workflow(), customers(1000));

		const calls = bench.processedData.calls - before;
		// Two for each of six windows, and the last endings.
		expect(calls).toBeLessThan(20);
		const again = bench.processedData.calls;
		await bench.run(workflow(), customers(1000));
		expect(bench.processedData.calls - again).toBeLessThan(30);
		expect(bench.gateway.executed).toHaveLength(1000);
	});
});
