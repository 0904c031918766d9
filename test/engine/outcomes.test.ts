import {
	createRunExecutionData,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IRun,
	type IRunExecutionData,
} from 'n8n-workflow';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import {
	BUSINESS_FAULTS,
	PLATFORM_FAULTS,
	WIRE_FAULTS,
	type KnownFault,
	type Proof,
} from '../support/engine/faultCatalogue';
import { errorOf, jsonOf, outputOf } from '../support/engine/results';
import { kindOf, liesOf, reportOf, reportsOf, type OutcomeKind } from '../support/engine/truth';
import { sendingWorkflow } from '../support/engine/workflows';

const SEND = 'alibaba.alsc.crm.voucher.send';
const MAX_ATTEMPTS = 3;

/** How an item ends whose every attempt meets a fault of this kind, and after how many attempts. */
const ENDINGS: Record<Exclude<Proof, 'throttled'>, { kind: OutcomeKind; attempts: number }> = {
	sent: { kind: 'sent', attempts: 1 },
	refused: { kind: 'rejected', attempts: 1 },
	lost: { kind: 'unknown', attempts: 1 },
};

describe('an item that meets a fault at every attempt', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => bench.reset());
	afterAll(async () => await bench.close());

	const strike = ({ fault }: KnownFault, customerId: string) =>
		bench.gateway.fault({ fault, when: { method: SEND, customerId } });
	const parameters = (known: KnownFault) => ({
		options: {
			maxAttempts: MAX_ATTEMPTS,
			// In order, so that a run that ends early has sent what came before and nothing after.
			maxConcurrency: 1,
			timeout: isSilent(known) ? 200 : 20_000,
		},
	});
	const faults = Object.entries({ ...PLATFORM_FAULTS, ...BUSINESS_FAULTS, ...WIRE_FAULTS });

	it.each(faults)('is reported for what it is: %s', async (_name, known) => {
		strike(known, 'c2');
		const { kind, attempts } = ENDINGS[known.proof as keyof typeof ENDINGS];

		const run = await bench.run(
			sendingWorkflow({ onError: 'continueRegularOutput', parameters: parameters(known) }),
			customers(3),
		);

		expect(run.status).toBe('success');
		expect(liesOf(bench.gateway, reportOf(run), { customers: ['c1', 'c2', 'c3'] })).toEqual([]);
		const reports = reportsOf(run);
		expect(reports.map((report) => report.kind)).toEqual([
			'sent',
			kind,
			known.endsRun ? 'not_sent' : 'sent',
		]);
		expect(outputOf(run, 'Send').map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		const { json } = reports[1];
		const [call] = bench.gateway.calls.filter(({ customerId }) => customerId === 'c2');
		if (kind === 'sent') {
			expect(json).toMatchObject({ attempts, request_id: call.requestId });
			return;
		}
		expect(Object.keys(json).sort()).toEqual(['details', 'error']);
		const details = json.details as IDataObject;
		expect(details).toMatchObject({
			outcome: kind,
			attempts,
			customer_id: 'c2',
			voucher_id: '3243421',
			voucher_num: 1,
			request_id: call.requestId,
			...(known.code === undefined ? {} : { code: known.code }),
			...(known.subCode === undefined ? {} : { sub_code: known.subCode }),
		});
		expect(String(json.error).trim()).not.toBe('');
		expect(String(details.hint).trim()).not.toBe('');
		if (kind === 'unknown')
			expect(json.error).toMatch(/^The voucher may or may not have been sent/);
		if (known.fault.do === 'platform-error' || known.fault.do === 'business-answer') {
			expect(details.gateway_request_id).toMatch(/^10/);
		}
		expect(bench.gateway.calls.filter(({ customerId }) => customerId === 'c2')).toHaveLength(
			attempts,
		);
		if (known.endsRun) {
			const rest = reports[2].json.details as IDataObject;
			expect(bench.gateway.calls.some(({ customerId }) => customerId === 'c3')).toBe(false);
			expect(rest).toMatchObject({ outcome: 'not_sent', attempts: 0 });
			expect(rest).not.toHaveProperty('gateway_request_id');
		}
	});

	const oneOfEach: Array<[string, KnownFault]> = [
		['refused', BUSINESS_FAULTS['CRM declines']],
		['refused by the platform', PLATFORM_FAULTS['isv refusal']],
		['refused for all items', PLATFORM_FAULTS['no permission']],
		['lost', WIRE_FAULTS['reset, executed']],
		['unreadable', WIRE_FAULTS['502 page, executed']],
	];

	it('does not advise to execute again when the only voucher may have been sent', async () => {
		bench.gateway.fault({ fault: { do: 'cut', moment: 'after' } });

		const run = await bench.run(sendingWorkflow(), customers(1));

		expect(errorOf(run)?.description).toMatch(/Of 1 item: 1 unknown\. To go on, press 'Retry'/);
		expect(errorOf(run)?.description).not.toMatch(/execute again/);
	});

	it.each(oneOfEach)('ends the node in stop mode, with the counts: %s', async (_name, known) => {
		strike(known, 'c2');
		const { kind } = ENDINGS[known.proof as keyof typeof ENDINGS];

		const run = await bench.run(sendingWorkflow({ parameters: parameters(known) }), customers(4));

		expect(run.status).toBe('error');
		const error = errorOf(run);
		const word = kind.replace('_', ' ');
		const counted = `Of 4 items: 1 sent, 1 ${word}, 2 not sent.`;
		// "1 sent, 2 not sent, 1 unknown": kinds are named in their fixed order.
		const ordered = kind === 'unknown' ? 'Of 4 items: 1 sent, 2 not sent, 1 unknown.' : counted;
		expect(error?.description).toContain(ordered);
		expect(error?.description).toContain('what was sent is not sent again');
		expect(error?.description).toContain('Executing the node anew would send it again');
		expect(error?.context?.itemIndex).toBe(1);
		expect(liesOf(bench.gateway, reportOf(run), { customers: ['c1', 'c2', 'c3', 'c4'] })).toEqual(
			[],
		);
		const [failure] = (error?.context?.data as { items: IDataObject[] }).items;
		expect(failure).toMatchObject({ item: 1, details: { outcome: kind, customer_id: 'c2' } });
		expect(jsonOf(run, 'Sent')).toEqual([]);
	});

	it.each(oneOfEach)('goes to the error output: %s', async (_name, known) => {
		strike(known, 'c2');
		const { kind } = ENDINGS[known.proof as keyof typeof ENDINGS];
		const workflow = sendingWorkflow({
			onError: 'continueErrorOutput',
			parameters: parameters(known),
		});
		const items = customers(4).map((item) => ({ ...item, name: `name of ${item.customer}` }));

		const run = await bench.run(workflow, items);

		const failed = known.endsRun ? [1, 2, 3] : [1];
		const sent = [0, 1, 2, 3].filter((item) => !failed.includes(item));
		expect(outputOf(run, 'Sent').map(({ json }) => json.customer_id)).toEqual(
			sent.map((item) => `c${item + 1}`),
		);
		expect(outputOf(run, 'Sent').every(({ json }) => kindOf(json) === 'sent')).toBe(true);
		const errors = outputOf(run, 'Failed');
		expect(errors.map(({ json }) => json.customer)).toEqual(failed.map((item) => `c${item + 1}`));
		const [{ json }] = errors;
		expect(Object.keys(json).sort()).toEqual(['customer', 'details', 'error', 'name']);
		expect(json).toMatchObject({ name: 'name of c2', details: { outcome: kind } });
	});

	it.each([
		['longer', ['c1', 'c2', 'c3']],
		['another one', ['c1', 'c3']],
	])(
		'is not taken for an older row after the list was edited and the step executed alone: %s',
		async (_name, list) => {
			strike(PLATFORM_FAULTS['isv refusal'], 'c3');
			const workflow = sendingWorkflow({ onError: 'continueErrorOutput' });
			const before = await bench.run(workflow, customers(2), { mode: 'manual' });
			const edited = list.map((customer) => ({ json: { customer } }));

			const run = await bench.retry(
				workflow,
				{ ...before, data: executionOfOneStep('Send', 'Start', edited, before) },
				{ mode: 'manual' },
			);

			expect(run.data.resultData.error).toBeUndefined();
			expect(jsonOf(run, 'Sent').map(({ customer_id }) => customer_id)).toEqual(list.slice(0, -1));
			const [failed] = jsonOf(run, 'Failed');
			expect(failed).toMatchObject({ details: { outcome: 'rejected', customer_id: 'c3' } });
			expect(failed.customer).toBeUndefined();
		},
	);
});

/** What n8n runs when a person executes one step: what the node before has output is remembered. */
function executionOfOneStep(
	name: string,
	before: string,
	pinned: INodeExecutionData[],
	remembered: IRun,
): IRunExecutionData {
	return createRunExecutionData({
		startData: {},
		resultData: {
			runData: { [before]: remembered.data.resultData.runData[before] },
			pinData: { [before]: pinned },
		},
		executionData: {
			contextData: {},
			nodeExecutionStack: [
				{
					node: { name } as INode,
					data: { main: [pinned] },
					source: { main: [{ previousNode: before }] },
				},
			],
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	});
}

describe('a gateway that is not there', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench({ https: true });
	});
	afterAll(async () => await bench.close());

	it('is tried again, and nothing is called sent or unknown', async () => {
		bench.reset();
		await bench.gateway.stopListening();
		const workflow = sendingWorkflow({
			onError: 'continueRegularOutput',
			parameters: { options: { maxAttempts: 2 } },
		});

		const [{ kind, json }] = reportsOf(await bench.run(workflow, customers(1)));

		expect(kind).toBe('not_sent');
		expect(json.details).toMatchObject({ attempts: 2, code: 'ECONNREFUSED' });

		await bench.gateway.listenAgain();
		const again = await bench.run(workflow, customers(3));
		expect(reportOf(again).counts.sent).toBe(3);
	});

	it('sends when it comes back in time', async () => {
		bench.reset();
		Object.assign(bench.timings, { backoffBaseMs: 50, backoffMostMs: 200 });
		await bench.gateway.stopListening();
		// A pool of its own: an idle connection that was just cut would make the answer a lost one.
		const options = { maxAttempts: 20, maxConcurrency: 3 };

		const execution = bench.start(sendingWorkflow({ parameters: { options } }), customers(2));
		await bench.gateway.listenAgain();
		const run = await execution.finished;

		expect(run.status).toBe('success');
		expect(liesOf(bench.gateway, reportOf(run), { customers: ['c1', 'c2'] })).toEqual([]);
	});

	it.each([
		['whose certificate nobody vouches for', () => bench.gateway.httpsUrl, /secure connection/],
		['whose name nobody knows', () => 'https://gateway.invalid/router/rest', /name/],
	])('and one %s get nothing', async (_name, gatewayUrl, message) => {
		bench.reset();
		const credentials = { ...bench.credentials, gatewayUrl: gatewayUrl() ?? '' };
		const workflow = sendingWorkflow({
			onError: 'continueRegularOutput',
			parameters: { options: { maxAttempts: 2 } },
		});

		const run = await bench.run(workflow, customers(1), { credentials });

		const [report] = reportsOf(run);
		expect(report.kind).toBe('not_sent');
		expect(report.json.error).toMatch(message);
		expect(bench.gateway.calls).toEqual([]);
	});
});

function isSilent({ fault }: KnownFault): boolean {
	return fault.do === 'silence' || (fault.do === 'drip' && fault.everyMs > 50);
}
