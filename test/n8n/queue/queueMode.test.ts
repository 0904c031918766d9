import { setTimeout as pause } from 'node:timers/promises';
import { CURRENT, LEGACY } from '../support/releases';
import { waitUntil } from '../support/waitUntil';
import {
	Crm,
	loopCampaign,
	orders,
	scheduledCampaign,
	untilEnded,
	untilSomeEnded,
	type Order,
} from './campaign';
import { openQueueBench, type QueueBench } from './queueBench';
import { countKinds, liesAbout, linesOf, notExactlyOnce } from './report';

/** What both workers together may send. */
const QUOTA = { calls: 200, ban: 1 };
const NOT_NOW = { code: 15, msg: 'Remote service error', sub_code: 'isv.not-now' };
/** As far off as the platform bears: it takes no request that is more than ten minutes off. */
const CLOCK_OFF_MS = 590_000;
const ROWS = 1_000_000;
const EXECUTIONS = 20;
const ORDERS_EACH = 200;

/** Orders of customers that no other test has. */
let customersGiven = 0;
function newOrders(count: number): Order[] {
	const first = customersGiven;
	customersGiven += count;
	return orders(first, count);
}

let bench: QueueBench;

async function executed(): Promise<number> {
	return (await bench.gateway.control.stats()).executed;
}

/** How far the clocks were off by which requests were signed, at most. */
async function clocksOffMs(): Promise<number> {
	const calls = await bench.gateway.control.calls();
	const signedAt = (timestamp: string) => Date.parse(`${timestamp.replace(' ', 'T')}+08:00`);
	return Math.max(...calls.map(({ at, timestamp }) => Math.abs(signedAt(timestamp) - at)));
}

/** Every order was sent once, and whatever executions say about them is true. */
async function expectTruth(all: Order[], executions: Parameters<typeof liesAbout>[1]) {
	const sendings = await bench.gateway.control.executed();
	expect(liesAbout(all, executions, sendings)).toEqual([]);
	expect(notExactlyOnce(all, sendings)).toEqual([]);
}

describe('two workers of n8n 2 that share a quota, in queue mode', () => {
	beforeAll(async () => {
		bench = await openQueueBench(CURRENT, {
			gateway: { latencyMs: 20, quotas: [QUOTA] },
			clockOffMs: CLOCK_OFF_MS,
			rows: ROWS,
		});
	});
	afterAll(async () => {
		expect(await bench.gateway.control.violations()).toEqual([]);
		await bench.close();
	});

	test('a webhook delivered twice, one after the other, sends once', async () => {
		const crm = await Crm.connect(bench.n8n, 'twice', bench.credential);
		const all = newOrders(30);
		await crm.deliver(all);
		await crm.untilEnded(1);
		await crm.deliver(all);
		const executions = await crm.untilEnded(2);
		expect(executions.map((execution) => countKinds(linesOf(execution)))).toEqual([
			{ sent: 30 },
			{ 'already sent': 30 },
		]);
		await expectTruth(all, executions);
	});

	test('a webhook delivered six times at once, to both workers, sends once', async () => {
		const crm = await Crm.connect(bench.n8n, 'at-once', bench.credential);
		const all = newOrders(30);
		await Promise.all(Array.from({ length: 6 }, async () => await crm.deliver(all)));
		const executions = await crm.untilEnded(6);
		expect(countKinds(executions.flatMap(linesOf))).toEqual({ sent: 30, 'already sent': 150 });
		await expectTruth(all, executions);
	});

	test('nothing is forgotten when both workers write to the register all the time', async () => {
		const crm = await Crm.connect(bench.n8n, 'hammer', bench.credential);
		const deliveries = Array.from({ length: 40 }, () => newOrders(8));
		const all = deliveries.flat();
		await Promise.all(deliveries.map(async (delivery) => await crm.deliver(delivery)));
		const first = await crm.untilEnded(40);
		expect(countKinds(first.flatMap(linesOf))).toEqual({ sent: 320 });

		await Promise.all(deliveries.map(async (delivery) => await crm.deliver(delivery)));
		const both = await crm.untilEnded(80);
		expect(countKinds(both.slice(40).flatMap(linesOf))).toEqual({ 'already sent': 320 });
		await expectTruth(all, both);
		expect(Math.abs((await clocksOffMs()) - CLOCK_OFF_MS)).toBeLessThan(60_000);
	});

	test('without a register nothing is sent, and the words say what to set', async () => {
		const { register: _none, ...api } = bench.credential;
		const crm = await Crm.connect(bench.n8n, 'no-register', api);
		const before = await executed();
		await crm.deliver(newOrders(3));
		const [execution] = await crm.untilEnded(1);
		const lines = linesOf(execution);
		expect(countKinds(lines)).toEqual({ not_sent: 3 });
		expect(lines[0].json.error).toMatch(/needs a register/);
		expect(await executed()).toBe(before);
	});

	test('a loop of 200 rounds with one order each sends each once, and again none', async () => {
		const crm = await Crm.activate(bench.n8n, 'loop', loopCampaign('loop', bench.credential));
		const all = newOrders(200);
		await crm.deliver(all);
		const [first] = await crm.untilEnded(1);
		expect(first.status).toBe('success');
		expect(notExactlyOnce(all, await bench.gateway.control.executed())).toEqual([]);
		const before = await executed();
		await crm.deliver(all);
		const [, second] = await crm.untilEnded(2);
		expect(second.status).toBe('success');
		expect(await executed()).toBe(before);
	});

	test('a register that goes away in mid-run and comes back costs nothing but time', async () => {
		const crm = await Crm.connect(bench.n8n, 'away', bench.credential);
		const deliveries = Array.from({ length: 6 }, () => newOrders(200));
		const before = await executed();
		await Promise.all(deliveries.map(async (delivery) => await crm.deliver(delivery)));
		await waitUntil('some of it to be sent', async () => (await executed()) > before + 200);
		await bench.register.setAllowed(false);
		await pause(5_000);
		await bench.register.setAllowed(true);
		const executions = await crm.untilEnded(6);
		expect(countKinds(executions.flatMap(linesOf))).toEqual({ sent: 1_200 });
		await expectTruth(deliveries.flat(), executions);
		const left = await bench.register.query(
			"select count(*)::int as count from alsc_gifts where state <> 'sent'",
		);
		expect(left).toEqual([{ count: 0 }]);
	});

	test('a schedule whose runs overlap sends the orders of the day once', async () => {
		const today = newOrders(40);
		const workflow = await bench.n8n.createWorkflow(
			scheduledCampaign('Every second', today, bench.credential),
		);
		await bench.n8n.activateWorkflow(workflow);
		await untilSomeEnded(bench.n8n, workflow, 5);
		await bench.n8n.deactivateWorkflow(workflow.id);
		const executions = await untilEnded(bench.n8n, workflow, 5);
		expect(new Set(executions.map(({ mode, status }) => `${mode} ${status}`))).toEqual(
			new Set(['trigger success']),
		);
		const { sent, ...others } = countKinds(executions.flatMap(linesOf));
		expect(sent).toBe(40);
		expect(others).toEqual({ 'already sent': 40 * (executions.length - 1) });
		await expectTruth(today, executions);
	});

	test('Retry of a failed execution sends the rest, whichever worker gets it', async () => {
		const crm = await Crm.connect(bench.n8n, 'retried', bench.credential, {
			onError: 'stopWorkflow',
			parameters: { sendOnceKey: '', options: { maxConcurrency: 4, maxAttempts: 1 } },
		});
		const all = newOrders(60);
		const refused = all[25].customer_id;
		const fault = await bench.gateway.control.fault({
			when: { customerId: refused },
			fault: { do: 'platform-error', moment: 'before', ...NOT_NOW },
		});
		await crm.deliver(all);
		const [failed] = await crm.untilEnded(1);
		expect(failed.status).toBe('error');
		expect(failed.data.resultData.error?.description).toMatch(/Of 60 items: \d+ sent, 1 rejected/);
		const before = await executed();

		await bench.gateway.control.removeFault(fault);
		const retried = await bench.n8n.retryExecution(failed.id);
		expect(retried.status).toBe('success');
		expect(countKinds(linesOf(retried))).toEqual({ sent: 60 });
		expect((await executed()) - before).toBeLessThan(60);
		await expectTruth(all, [retried]);
	});

	test('what a stopped execution did not send is sent by the next delivery', async () => {
		const crm = await Crm.connect(bench.n8n, 'stopped', bench.credential, {
			parameters: { options: { maxRequestsPerSecond: 20 } },
		});
		const all = newOrders(120);
		const before = await executed();
		await crm.deliver(all);
		await waitUntil('it to send', async () => (await executed()) > before + 10);
		const [running] = await crm.executions();
		await bench.n8n.stopExecution(running.id);
		const [stopped] = await crm.untilEnded(1);
		expect(stopped.status).toBe('canceled');

		await crm.deliver(all);
		const executions = await crm.untilEnded(2);
		const counts = countKinds(linesOf(executions[1]));
		expect(counts['already sent']).toBeGreaterThan(0);
		expect((counts.sent ?? 0) + counts['already sent']).toBe(120);
		await expectTruth(all, executions);
	});

	test('a worker that is told to end finishes what it runs, and the other goes on', async () => {
		const crm = await Crm.connect(bench.n8n, 'sigterm', bench.credential);
		const deliveries = Array.from({ length: 14 }, () => newOrders(60));
		const before = await executed();
		await Promise.all(deliveries.map(async (delivery) => await crm.deliver(delivery)));
		await waitUntil('half of it to be sent', async () => (await executed()) > before + 300);
		await bench.cluster.workers[1].stop();
		const executions = await crm.untilEnded(14);
		expect(new Set(executions.map(({ status }) => status))).toEqual(new Set(['success']));
		expect(countKinds(executions.flatMap(linesOf))).toEqual({ sent: 840 });
		await expectTruth(deliveries.flat(), executions);
		await bench.cluster.addWorker();
	});

	test('what a killed worker left is sent once when it is delivered again', async () => {
		const crm = await Crm.connect(bench.n8n, 'killed', bench.credential);
		const deliveries = Array.from({ length: EXECUTIONS }, () => newOrders(ORDERS_EACH));
		const before = await executed();
		await Promise.all(deliveries.map(async (delivery) => await crm.deliver(delivery)));
		await waitUntil('half of it to be sent', async () => (await executed()) - before > 2_000);
		await bench.cluster.workers[0].kill();
		await bench.cluster.addWorker();

		const first = await crm.untilEnded(EXECUTIONS);
		const reported = new Set(first.flatMap(linesOf).map(({ order }) => order.key));
		const lost = deliveries.filter(([order]) => !reported.has(order.key));
		expect(lost.length).toBeGreaterThan(0);
		expect(first.filter(({ status }) => status === 'error')).toHaveLength(lost.length);

		await Promise.all(lost.map(async (delivery) => await crm.deliver(delivery)));
		const executions = await crm.untilEnded(EXECUTIONS + lost.length);
		const lines = executions.slice(EXECUTIONS).flatMap(linesOf);
		expect(lines.filter(({ kind }) => kind !== 'sent').slice(0, 3)).toEqual([]);
		expect(lines).toHaveLength(lost.flat().length);
		await expectTruth(deliveries.flat(), executions);
	});
});

describe('two workers of n8n 1, which runs the jobs of a killed worker again by itself', () => {
	beforeAll(async () => {
		bench = await openQueueBench(LEGACY, { gateway: { latencyMs: 20, quotas: [QUOTA] } });
	});
	afterAll(() => bench.close());

	test('what a killed worker left is sent once', async () => {
		const crm = await Crm.connect(bench.n8n, 'killed', bench.credential);
		const deliveries = Array.from({ length: 8 }, () => newOrders(100));
		const before = await executed();
		await Promise.all(deliveries.map(async (delivery) => await crm.deliver(delivery)));
		await waitUntil('half of it to be sent', async () => (await executed()) - before > 400);
		await bench.cluster.workers[0].kill();

		const executions = await crm.untilEnded(8);
		expect(new Set(executions.map(({ status }) => status))).toEqual(new Set(['success']));
		const lines = executions.flatMap(linesOf);
		expect(lines.filter(({ kind }) => kind !== 'sent').slice(0, 3)).toEqual([]);
		expect(lines).toHaveLength(800);
		expect(lines.some(({ already }) => already)).toBe(true);
		await expectTruth(deliveries.flat(), executions);
	});
});
