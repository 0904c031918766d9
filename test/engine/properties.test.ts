import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import type { IDataObject, IRun } from 'n8n-workflow';
import { exampleApp, type Fault } from '../gateway';
import { openTestBench, type TestBench } from '../support/engine/bench';
import { MEMORIES, type TestMemory } from '../support/engine/memory';
import { errorOf } from '../support/engine/results';
import { faultScript } from '../support/engine/shuffledFaults';
import { liesOf, reportOf, togetherOf } from '../support/engine/truth';
import { sendingWorkflow } from '../support/engine/workflows';

const SEND = 'alibaba.alsc.crm.voucher.send';
const POLICIES = ['report', 'verify', 'resend'] as const;
type Policy = (typeof POLICIES)[number];

const RUNS = 24;
/** Scenarios that are played at the same time, each with an app of its own; they mostly wait. */
const TOGETHER = 6;
const GIFT_RUNS = 3;

/** How the node is run and run again. */
interface Scenario {
	/** The faults of each customer's calls. */
	scripts: Fault[][];
	/** The policy of the first execution and of each retry. */
	policies: Policy[];
	stops: boolean;
	retryOnFail: boolean;
	maxConcurrency: number;
	maxAttempts: number;
	withKey: boolean;
	honours: boolean;
	/** Retries run with the items in the opposite order and one more at the end. */
	changesInput: boolean;
	/** When the first execution is cancelled, in milliseconds; not at all if undefined. */
	cancelAfterMs: number | undefined;
	/** Two executions of the same items run at the same time; only with keys. */
	twice: boolean;
}

const scenario: fc.Arbitrary<Scenario> = fc.record({
	scripts: fc.array(faultScript, { minLength: 1, maxLength: 6 }),
	policies: fc.array(fc.constantFrom(...POLICIES), { minLength: 1, maxLength: 4 }),
	stops: fc.boolean(),
	retryOnFail: fc.boolean(),
	maxConcurrency: fc.constantFrom(1, 2, 16),
	maxAttempts: fc.integer({ min: 1, max: 3 }),
	withKey: fc.boolean(),
	honours: fc.boolean(),
	changesInput: fc.boolean(),
	cancelAfterMs: fc.option(fc.integer({ min: 0, max: 60 }), { freq: 4, nil: undefined }),
	twice: fc.boolean(),
});

/** Several gifts for one customer, each with a key of its own, in executions one after the other. */
interface Gifts {
	/** The faults of the customer's calls, in the order in which they arrive. */
	calls: Fault[];
	items: number;
	/** One execution for each. */
	policies: Policy[];
	maxConcurrency: number;
}

const gifts: fc.Arbitrary<Gifts> = fc.record({
	calls: fc.array(faultScript, { maxLength: 4 }).map((scripts) => scripts.flat()),
	items: fc.integer({ min: 1, max: 3 }),
	policies: fc.array(fc.constantFrom(...POLICIES), { minLength: 1, maxLength: 3 }),
	maxConcurrency: fc.constantFrom(1, 16),
});

describe.each(MEMORIES)('whatever happens, with keys in %s', (_name, openMemory) => {
	let bench: TestBench;
	let memory: TestMemory;

	beforeAll(async () => {
		bench = await openTestBench();
		memory = await openMemory(bench);
		bench.register = memory.credential;
	});
	afterAll(async () => {
		await memory.close();
		await bench.close();
	});

	it('the report is true, nothing is lost and nothing is sent twice', async () => {
		let runs = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.array(scenario, { minLength: TOGETHER, maxLength: TOGETHER }),
				async (many) => {
					bench.reset();
					await Promise.all(many.map(async (given) => await play(given, ++runs)));
				},
			),
			{ numRuns: RUNS, verbose: 1 },
		);
	}, 300_000);

	it('vouchers of one template for one customer are told apart, or left unknown', async () => {
		let runs = 0;
		await fc.assert(
			fc.asyncProperty(
				// Together, because they spend their time waiting for the platform's clock to go on.
				fc.array(gifts, { minLength: 1, maxLength: 12 }),
				async (many) => {
					bench.reset();
					await Promise.all(many.map(async (given) => await give(given, ++runs)));
				},
			),
			{ numRuns: GIFT_RUNS, verbose: 1 },
		);
	}, 300_000);

	async function give(
		{ calls, items, policies, maxConcurrency }: Gifts,
		run: number,
	): Promise<void> {
		const customer = `g${run}`;
		bench.gateway.fault({ script: calls, when: { method: SEND, customerId: customer } });
		const mayRepeat = policies.includes('resend');
		for (const unknownOutcome of policies) {
			const workflow = sendingWorkflow({
				onError: 'continueRegularOutput',
				parameters: {
					sendOnceKey: '={{ $json.gift }}',
					options: { ...memory.options, unknownOutcome, maxConcurrency },
				},
			});
			const result = await bench.run(
				{ ...workflow, id: `workflow-${run}` },
				Array.from({ length: items }, (_, gift) => ({ customer, gift: `${run}-${gift}` })),
			);
			for (const { kind, json } of reportOf(result).items) {
				const id = (json.request_id ?? (json.details as IDataObject).request_id) as string;
				const times = bench.gateway.executedFor(id).length;
				if (kind === 'sent') expect({ kind, times: Math.max(1, times) }).toEqual({ kind, times });
				if (kind === 'not_sent' || kind === 'rejected') {
					expect({ kind, times }).toEqual({ kind, times: 0 });
				}
				if (!mayRepeat) expect(times).toBeLessThanOrEqual(1);
			}
		}
	}

	async function play(given: Scenario, run: number): Promise<void> {
		const appKey = `app-${run}`;
		bench.gateway.addApp({ ...exampleApp, key: appKey, honoursRequestId: given.honours });
		const options = { credentials: { ...bench.credentials, appKey } };
		// Every scenario has customers of its own, so that what an earlier one left undone does not count.
		const customers = given.scripts.map((_, at) => `r${run}-c${at}`);
		for (const [at, script] of given.scripts.entries()) {
			bench.gateway.fault({ script, when: { method: SEND, customerId: customers[at] } });
		}
		const mayRepeat = given.policies.includes('resend') && !given.honours;
		const truth = (result: IRun, names: string[]) =>
			expect(liesOf(bench.gateway, reportOf(result), { customers: names, mayRepeat })).toEqual([]);
		const items = asItems(customers);
		if (given.twice && given.withKey) {
			const both = { ...given, stops: false };
			const results = await Promise.all(
				[1, 2].map(
					async () => await bench.run(workflowOf(both, memory, given.policies[0]), items, options),
				),
			);
			// What one of them did not send, the other one may have sent.
			const together = togetherOf(results.map((result) => reportOf(result)));
			expect(liesOf(bench.gateway, together, { customers, mayRepeat })).toEqual([]);
			return;
		}
		const execution = bench.start(workflowOf(given, memory, given.policies[0]), items, options);
		if (given.cancelAfterMs !== undefined) {
			await pause(given.cancelAfterMs);
			execution.finished.cancel();
		}
		let result = await execution.finished.catch(() => undefined);
		const cancelled = given.cancelAfterMs !== undefined && result?.status !== 'success';
		if (cancelled || !result) {
			noMoreThanOnce(customers, mayRepeat);
			return;
		}
		truth(result, customers);

		for (const policy of given.policies.slice(1)) {
			if (errorOf(result) === undefined) return;
			let names = customers;
			if (given.changesInput) {
				names = [...customers].reverse().concat(`r${run}-more`);
				const [entry] = result.data.executionData?.nodeExecutionStack ?? [];
				entry.data.main = [asItems(names).map((json) => ({ json }))];
			}
			result = await bench.retry(workflowOf(given, memory, policy), result, options);
			truth(result, names);
		}
	}

	function noMoreThanOnce(customers: string[], mayRepeat: boolean): void {
		if (mayRepeat) return;
		const times = customers.map((name) => bench.gateway.executedOf(name, '3243421').length);
		expect(Math.max(...times)).toBeLessThanOrEqual(1);
	}
});

function asItems(customers: readonly string[]): IDataObject[] {
	return customers.map((customer) => ({ customer }));
}

function workflowOf(given: Scenario, memory: TestMemory, unknownOutcome: Policy) {
	const { stops, retryOnFail, maxConcurrency, maxAttempts, withKey } = given;
	return sendingWorkflow({
		onError: stops ? 'stopWorkflow' : 'continueRegularOutput',
		retryOnFail,
		parameters: {
			...(withKey ? { sendOnceKey: '={{ $json.customer }}' } : {}),
			options: { ...memory.options, unknownOutcome, maxConcurrency, maxAttempts },
		},
	});
}
