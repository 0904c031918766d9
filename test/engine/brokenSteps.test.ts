import type { IRun } from 'n8n-workflow';
import { builtModule, customers, openTestBench, type TestBench } from '../support/engine/bench';
import { errorOf } from '../support/engine/results';
import { liesOf, reportOf } from '../support/engine/truth';
import { sendingWorkflow, settingsOf } from '../support/engine/workflows';

const SEND = 'alibaba.alsc.crm.voucher.send';
const NODE = 'nodes/AlibabaAlscVoucherSend';
const ITEMS = 40;
const CONCURRENCY = 8;

/** A step after a request has left, in the built package: the module, the class if any, the name. */
const STEPS: Record<string, [path: string, ...names: string[]]> = {
	'reading the answer': ['top/protocol/response', 'readAnswer'],
	"reading the CRM's decision": ['top/calls/commonResult', 'readCommonResult'],
	'telling the pacer': ['top/pacing/pacer', 'Pacer', 'accepted'],
	'telling the pacer of a lost answer': ['top/pacing/pacer', 'Pacer', 'unanswered'],
	'judging a lost answer': ['top/evidence', 'judge'],
	'putting a lost answer into words': ['wording/describeFailure', 'describeFailure'],
	'remembering it for those who count': [`${NODE}/delivery/lookUp/voucherHistory`, 'recordRequest'],
	'writing it into the ledger': [`${NODE}/memory/ledger/ledger`, 'Ledger', 'record'],
	'noting how the key ended': [`${NODE}/run/claims`, 'Claims', 'recordEnding'],
	'putting it into the report': [`${NODE}/reporting/runReport`, 'RunReport', 'add'],
	'making the output item': [`${NODE}/reporting/outcomeItem`, 'outcomeJson'],
};

/** Steps that only happen when an answer gets lost. */
const ON_LOSS = /lost answer/;

const MODES = [
	{ onError: 'stopWorkflow', retryOnFail: false },
	{ onError: 'stopWorkflow', retryOnFail: true },
	{ onError: 'continueRegularOutput', retryOnFail: false },
	{ onError: 'continueRegularOutput', retryOnFail: true },
	{ onError: 'continueErrorOutput', retryOnFail: false },
] as const;

describe.each(MODES)('$onError, retry on fail: $retryOnFail', ({ onError, retryOnFail }) => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => bench.reset());
	afterEach(() => void jest.restoreAllMocks());
	afterAll(async () => await bench.close());

	const workflow = (key?: string) =>
		sendingWorkflow({
			onError,
			retryOnFail,
			maxTries: 3,
			parameters: settingsOf({
				maxConcurrency: CONCURRENCY,
				...(key === undefined ? {} : { sendOnceKey: key }),
			}),
		});

	/** Retry On Fail looks at the first item only. */
	const brokenCall = retryOnFail ? 1 : 5;

	it.each(Object.entries(STEPS))(
		'%s fails: one item is unknown, nothing more leaves, the report comes out',
		async (name, step) => {
			breakOnce(step, brokenCall);
			if (ON_LOSS.test(name)) {
				bench.gateway.fault({ fault: { do: 'cut', moment: 'after' }, when: { method: SEND } });
			}

			const run = await bench.run(workflow(`={{ $json.customer + "-${name}" }}`), customers(ITEMS));

			const { counts, items } = reportOf(run);
			expect(lies(run)).toEqual([]);
			// The engine runs the node again, and what the ledger has by then is known.
			if (retryOnFail) return;
			expect(items.some(({ kind }) => kind === 'unknown')).toBe(true);
			expect(counts.not_sent).toBeGreaterThan(ITEMS - brokenCall - 2 * CONCURRENCY);
			expect(bench.gateway.calls.length).toBeLessThanOrEqual(ITEMS - counts.not_sent);
		},
	);

	it.each([
		['cleaning up behind the keys', [`${NODE}/run/sendOnceWindow`, 'SendOnceWindow', 'finish']],
		['showing the counts', [`${NODE}/reporting/summary`, 'summaryHint']],
	] as Array<[string, [string, ...string[]]]>)(
		'%s fails: the report comes out',
		async (name, step) => {
			breakOnce(step, 1);
			const run = await bench.run(workflow(`={{ $json.customer + "-${name}" }}`), customers(3));
			expect(errorOf(run)).toBeUndefined();
			expect(reportOf(run).counts.sent).toBe(3);
		},
	);

	function lies(run: IRun): string[] {
		const names = customers(ITEMS).map(({ customer }) => String(customer));
		return liesOf(bench.gateway, reportOf(run), { customers: names });
	}
});

/** Lets one call of a function in the built package throw. */
function breakOnce([path, ...names]: [string, ...string[]], call: number): void {
	const module = builtModule<Record<string, unknown>>(path);
	const owner =
		names.length === 1
			? module
			: (module[names[0]] as { prototype: Record<string, unknown> }).prototype;
	const name = names[names.length - 1];
	const original = owner[name] as (...values: unknown[]) => unknown;
	let calls = 0;
	jest.spyOn(owner as Record<string, () => unknown>, name).mockImplementation(function (
		this: unknown,
		...values: unknown[]
	) {
		if (++calls === call) throw new RangeError('Maximum call stack size exceeded');
		return original.apply(this, values);
	});
}
