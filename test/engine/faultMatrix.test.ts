import type { IRun } from 'n8n-workflow';
import { exampleApp, type Fault } from '../gateway';
import { openTestBench, type TestBench } from '../support/engine/bench';
import {
	BUSINESS_FAULTS,
	PLATFORM_FAULTS,
	WIRE_FAULTS,
	type KnownFault,
} from '../support/engine/faultCatalogue';
import { errorOf } from '../support/engine/results';
import { liesOf, reportOf, type OutcomeKind, type RunReport } from '../support/engine/truth';
import { sendingWorkflow } from '../support/engine/workflows';

/** What to do when an answer gets lost, and whether the gateway knows a repeated request id. */
const POLICIES = [
	{ policy: 'report', honours: false },
	{ policy: 'verify', honours: false },
	{ policy: 'resend', honours: true },
	{ policy: 'resend', honours: false },
] as const;

/** How the node meets a failing item, how often the fault strikes. */
const VARIANTS = ['stop', 'continue'].flatMap((mode) =>
	[false, true].flatMap((retryOnFail) =>
		['once', 'always'].map((strikes) => ({ mode, retryOnFail, strikes })),
	),
);

/** One of each kind that is treated differently; outcomes.test.ts has every code. */
const PLATFORM_KINDS = [
	'isp.top-remote-connection-timeout, executed',
	'isp.top-remote-connection-timeout, executed as late as can be',
	'isp.top-remote-service-unavailable, not executed',
	'isp.top-remote-service-unavailable, executed',
	'isv refusal',
	'no permission',
];

const FAULTS: Record<string, KnownFault> = {
	...WIRE_FAULTS,
	...BUSINESS_FAULTS,
	...Object.fromEntries(PLATFORM_KINDS.map((name) => [name, PLATFORM_FAULTS[name]])),
};

const BAN: KnownFault = {
	fault: {
		do: 'ban',
		seconds: 1,
		scope: 'app-api',
		subCode: 'accesscontrol.limited-by-api-access-count',
	},
	proof: 'throttled',
};

const SEND = 'alibaba.alsc.crm.voucher.send';
const MAX_ATTEMPTS = 2;
const AT_A_TIME = 4;

describe.each(POLICIES)('under $policy (request ids honoured: $honours)', ({ policy, honours }) => {
	let bench: TestBench;
	let checks = 0;

	const played = new Map<string, Promise<void>>();

	beforeAll(async () => {
		bench = await openTestBench({ apps: [{ ...exampleApp, honoursRequestId: honours }] });
		bench.reset();
		// Several at a time, each with customers of its own: they mostly wait.
		const names = Object.keys(FAULTS);
		for (let at = 0; at < AT_A_TIME; at++) {
			let before = Promise.resolve();
			for (const name of names.filter((_, n) => n % AT_A_TIME === at)) {
				const play = before.then(async () => await checkAll(FAULTS[name], VARIANTS));
				played.set(name, play);
				before = play.catch(() => {});
			}
		}
	});
	afterAll(async () => await bench.close());

	it.each(Object.keys(FAULTS))('tells the truth about: %s', async (name) => await played.get(name));

	it('tells the truth about: a ban of a second', async () => {
		// A ban that always strikes only makes the test long.
		await checkAll(
			BAN,
			VARIANTS.filter(({ strikes }) => strikes === 'once'),
		);
	});

	async function checkAll(known: KnownFault, variants: typeof VARIANTS): Promise<void> {
		await Promise.all(variants.map(async (variant) => await check(known, variant)));
	}

	async function check(known: KnownFault, variant: (typeof VARIANTS)[number]): Promise<void> {
		const { mode, retryOnFail, strikes } = variant;
		const where = `${mode}, ${retryOnFail ? 'retry on fail' : 'no retry'}, ${strikes}`;
		const prefix = `${++checks}-${where.replace(/\W+/g, '-')}`;
		const customers = ['a', 'b', 'c'].map((letter) => `${prefix}-${letter}`);
		const workflow = sendingWorkflow({
			onError: mode === 'stop' ? 'stopWorkflow' : 'continueRegularOutput',
			retryOnFail,
			parameters: {
				options: {
					unknownOutcome: policy,
					maxAttempts: MAX_ATTEMPTS,
					timeout: staysSilent(known.fault) ? 2_000 : 20_000,
				},
			},
		});
		const active = bench.gateway.fault({
			fault: known.fault,
			when: {
				method: SEND,
				customerId: customers[1],
				...(strikes === 'once' ? { attempt: 1 } : {}),
			},
		});
		const items = customers.map((customer) => ({ customer }));
		const lies = (run: IRun) =>
			liesOf(bench.gateway, reportOf(run), {
				customers,
				mayRepeat: policy === 'resend' && !honours,
			});

		const run = await bench.run(workflow, items);

		const expected = expectedKind(known, strikes === 'once');
		expect({ where, lies: lies(run) }).toEqual({ where, lies: [] });
		expect({ where, kind: kindOfFaulty(run) }).toEqual({ where, kind: expected });
		if (known.proof === 'refused') expect(callsFor(customers[1])).toBe(1);
		active.remove();
		if (mode === 'continue' || run.status === 'success') return;

		const retried = await bench.retry(workflow, run);

		const inTheEnd = expected === 'unknown' && policy === 'report' ? 'unknown' : 'sent';
		expect({ where, lies: lies(retried) }).toEqual({ where, lies: [] });
		expect({ where, kind: kindOfFaulty(retried) }).toEqual({ where, kind: inTheEnd });
		expect(reportOf(retried).counts.sent).toBe(inTheEnd === 'sent' ? 3 : 2);
		if (inTheEnd === 'unknown') {
			expect(errorOf(retried)?.message).toMatch(/may or may not have been sent/);
		}
	}

	/** How the struck item ends. */
	function expectedKind({ proof, fault }: KnownFault, once: boolean): OutcomeKind {
		switch (proof) {
			case 'sent':
				return 'sent';
			case 'throttled':
				return 'sent';
			case 'refused':
				return 'rejected';
			case 'lost':
				if (policy === 'report') return 'unknown';
				if (policy === 'resend') return once ? 'sent' : 'unknown';
				return once || isExecuted(fault) ? 'sent' : 'not_sent';
		}
	}

	function callsFor(customer: string): number {
		return bench.gateway.calls.filter(({ customerId }) => customerId === customer).length;
	}
});

function kindOfFaulty(run: IRun): OutcomeKind {
	const { items, complete }: RunReport = reportOf(run);
	const report = items.find(({ item }) => item === 1);
	if (report) return report.kind;
	return complete ? 'not_sent' : 'sent';
}

function isExecuted(fault: Fault): boolean {
	if (fault.do === 'truncate' || fault.do === 'drip') return true;
	if ('actsLaterMs' in fault) return true;
	return 'moment' in fault && fault.moment !== 'before';
}

function staysSilent(fault: Fault): boolean {
	return fault.do === 'silence' || (fault.do === 'drip' && fault.everyMs > 50);
}
