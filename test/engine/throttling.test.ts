import type { IDataObject } from 'n8n-workflow';
import { dailyQuota } from '../gateway';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import { until } from '../support/engine/conditions';
import { THROTTLING_FAULTS } from '../support/engine/faultCatalogue';
import { errorOf, jsonOf } from '../support/engine/results';
import { liesOf, reportOf, reportsOf } from '../support/engine/truth';
import { sendingWorkflow } from '../support/engine/workflows';

const SEND = 'alibaba.alsc.crm.voucher.send';

describe('throttling', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => {
		bench.gateway.setQuotas([]);
		bench.reset();
	});
	afterAll(async () => await bench.close());

	const workflow = (options: Record<string, unknown> = {}, onError?: 'continueRegularOutput') =>
		sendingWorkflow({ onError, parameters: { options } as never });
	const names = (count: number) => customers(count).map(({ customer }) => String(customer));

	it.each(Object.entries(THROTTLING_FAULTS))(
		'waits, does not count the try, and sends: %s',
		async (_name, { fault }) => {
			bench.gateway.fault({ fault, when: { method: SEND }, call: 1 });

			const run = await bench.run(workflow({ maxAttempts: 1 }), customers(2));

			expect(jsonOf(run, 'Send').map(({ attempts }) => attempts)).toEqual([1, 1]);
			expect(liesOf(bench.gateway, reportOf(run), { customers: names(2) })).toEqual([]);
		},
	);

	it('sends everything through a quota of calls per second', async () => {
		bench.gateway.setQuotas([{ calls: 25, ban: 1 }]);

		const run = await bench.run(workflow({ maxAttempts: 1 }), customers(60));

		expect(run.status).toBe('success');
		expect(liesOf(bench.gateway, reportOf(run), { customers: names(60) })).toEqual([]);
		expect(bench.gateway.stats().refused[7]).toBeGreaterThan(0);
		expect(jsonOf(run, 'Send').every(({ attempts }) => attempts === 1)).toBe(true);
	});

	it('sends nothing while a ban lasts', async () => {
		bench.gateway.setQuotas([{ calls: 10, ban: 2 }]);

		await bench.run(workflow({ maxConcurrency: 4 }), customers(20));

		const { bans } = bench.gateway.stats();
		for (const { from, until, refused } of bans) {
			// Calls that were in flight when the ban began run into it, and nothing else.
			expect(refused).toBeLessThanOrEqual(4);
			const answered = bench.gateway.calls.find(({ at, code }) => code === 7 && at >= from);
			const late = bench.gateway.calls.filter(
				({ n, at }) => n > (answered?.n ?? 0) + 4 && at > from && at < until,
			);
			expect(late).toEqual([]);
		}
	});

	it('keeps to the rate the user set', async () => {
		bench.gateway.setQuotas([{ calls: 12, ban: 5 }]);

		const run = await bench.run(workflow({ maxRequestsPerSecond: 10 }), customers(25));

		expect(run.status).toBe('success');
		expect(bench.gateway.stats().bans).toEqual([]);
	});

	it("holds up nobody else with one run's own rate", async () => {
		const campaign = bench.start(workflow({ maxRequestsPerSecond: 0.4 }), customers(3));
		await until(() => bench.gateway.executed.length === 1);

		await bench.run(workflow(), [{ customer: 'webhook' }]);
		await campaign.finished;

		const order = bench.gateway.executed.map(({ customer_id }) => customer_id);
		expect(order).toHaveLength(4);
		expect(order[1]).toBe('webhook');
	});

	describe.each([
		['the quota of the day', () => bench.gateway.setQuotas([dailyQuota(10)]), {}],
		[
			'a ban longer than the user wants to wait',
			() => bench.gateway.setQuotas([{ calls: 10, windowMs: 60_000, ban: 50 }]),
			{ maxThrottleWait: 5 },
		],
	] as Array<[string, () => void, Record<string, unknown>]>)('%s', (_name, limit, options) => {
		it('ends the run with one reason, without a useless call', async () => {
			limit();

			const run = await bench.run(
				workflow({ maxConcurrency: 4, ...options }, 'continueRegularOutput'),
				customers(100),
			);

			const reports = reportsOf(run);
			expect(liesOf(bench.gateway, reportOf(run), { customers: names(100) })).toEqual([]);
			expect(reportOf(run).counts).toEqual({ sent: 10, not_sent: 90, rejected: 0, unknown: 0 });
			const messages = new Set(
				reports.filter(({ kind }) => kind === 'not_sent').map(({ json }) => json.error),
			);
			expect(messages.size).toBe(1);
			const refused = bench.gateway.calls.filter(({ code }) => code !== 0);
			expect(refused.length).toBeLessThanOrEqual(4);
		});

		it('ends other executions of the app too, and lets a new one look once', async () => {
			limit();
			const options4 = { maxConcurrency: 4, ...options };
			const both = await Promise.all(
				[1, 2].map(
					async (n) =>
						await bench.run(
							workflow(options4, 'continueRegularOutput'),
							names(30).map((customer) => ({ customer: `${n}-${customer}` })),
						),
				),
			);
			const sent = both.map((run) => reportOf(run).counts.sent);
			expect(sent[0] + sent[1]).toBe(10);
			const calls = bench.gateway.calls.length;

			const late = await bench.run(workflow(options4, 'continueRegularOutput'), customers(30));

			expect(reportOf(late).counts).toMatchObject({ not_sent: 30 });
			expect(bench.gateway.calls.length - calls).toBe(1);

			bench.gateway.reset();
			bench.gateway.setQuotas([]);
			const raised = await bench.run(workflow(options4), customers(30));
			expect(reportOf(raised).counts).toMatchObject({ sent: 30 });
		});

		it('fails the node in stop mode, counting what was sent', async () => {
			limit();

			const run = await bench.run(workflow({ maxConcurrency: 4, ...options }), customers(30));

			expect(errorOf(run)?.description).toContain('Of 30 items: 10 sent, 20 not sent.');
			expect(liesOf(bench.gateway, reportOf(run), { customers: names(30) })).toEqual([]);
		});
	});

	it("ends the run at the day's quota, however soon it is given anew", async () => {
		bench.gateway.fault({ fault: { do: 'ban', seconds: 1 }, when: { method: SEND }, call: 3 });

		const run = await bench.run(
			workflow({ maxConcurrency: 1 }, 'continueRegularOutput'),
			customers(10),
		);

		expect(reportOf(run).counts).toEqual({ sent: 2, not_sent: 8, rejected: 0, unknown: 0 });
		expect(bench.gateway.calls).toHaveLength(3);
	});

	it.each([
		['a missing permission', 'permission'],
		['a wrong signature', 'signature'],
	])('ends the run at %s', async (_name, kind) => {
		const credentials =
			kind === 'signature'
				? { ...bench.credentials, appSecret: 'wrong secret' }
				: bench.credentials;
		if (kind === 'permission') {
			bench.gateway.addApp({ key: '12345678', secret: 'helloworld', permissions: [] });
		}

		const run = await bench.run(
			workflow({ maxConcurrency: 4 }, 'continueRegularOutput'),
			customers(50),
			{ credentials },
		);

		const { counts, items } = reportOf(run);
		expect(counts.sent + counts.unknown).toBe(0);
		expect(counts.rejected).toBeLessThanOrEqual(4);
		expect(bench.gateway.calls.length).toBeLessThanOrEqual(4);
		expect(items.every(({ json }) => (json.details as IDataObject).hint !== undefined)).toBe(true);
	});
});
