import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../gateway';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import { inThePast } from '../support/engine/past';
import { jsonOf } from '../support/engine/results';
import { kindOf, reportOf, reportsOf } from '../support/engine/truth';
import { LATE_MS, scaled } from '../support/engine/timeScale';
import { sendingWorkflow, type VoucherNodeOptions } from '../support/engine/workflows';

const SEND = 'alibaba.alsc.crm.voucher.send';
const LIST = 'alibaba.alsc.crm.customer.voucher.list';
const TEMPLATE = '3243421';

const EXECUTED: Fault = { do: 'cut', moment: 'after' };
const NOT_EXECUTED: Fault = { do: 'cut', moment: 'before' };

describe('verify', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => {
		bench.reset();
		Object.assign(bench.gateway.settings, {
			voucherLagMs: 0,
			clockOffsetMs: 0,
			voucherOrder: 'newest-first',
			idsAs: 'documented',
		});
	});
	afterAll(async () => await bench.close());

	const workflow = (
		options: Record<string, unknown> = {},
		node: Pick<VoucherNodeOptions, 'onError' | 'name'> & { parameters?: object } = {},
	) =>
		sendingWorkflow({
			onError: 'continueRegularOutput',
			...node,
			parameters: { ...node.parameters, options: { unknownOutcome: 'verify', ...options } },
		});
	const strike = (fault: Fault, when: object = { attempt: 1 }, times?: number) =>
		bench.gateway.fault({ fault, when: { method: SEND, ...when }, times });
	const one = customers(1);
	const detailsOf = (json: IDataObject) => json.details as IDataObject;

	it('finds the voucher, says so, and gives its id', async () => {
		strike(EXECUTED);

		const [json] = jsonOf(await bench.run(workflow(), one), 'Send');

		expect(json).toMatchObject({
			customer_id: 'c1',
			result: true,
			attempts: 1,
			result_desc: 'The answer got lost, and the voucher was found at the customer',
			verified_voucher_ids: ['7104300007405429232'],
		});
		expect(bench.gateway.executed).toHaveLength(1);
	});

	it('does not say that it may have been sent when it is not there and no attempt is left', async () => {
		strike(NOT_EXECUTED);

		const [json] = jsonOf(await bench.run(workflow({ maxAttempts: 1 }), one), 'Send');

		expect(kindOf(json)).toBe('not_sent');
		expect(detailsOf(json).hint).toMatch(/not among them: it was not sent/);
		expect(detailsOf(json).hint).not.toMatch(/may have been sent/);
	});

	it('sends again, under the same request id, what is not there', async () => {
		strike(NOT_EXECUTED);

		const [json] = jsonOf(await bench.run(workflow(), one), 'Send');

		expect(json).toMatchObject({ customer_id: 'c1', attempts: 2 });
		expect(json).not.toHaveProperty('verified_voucher_ids');
		expect(bench.gateway.executed).toHaveLength(1);
		expect(bench.gateway.executed[0].attempt).toBe(2);
	});

	it.each([2_000, 9_000, 30_000, 50_000])(
		'does not send again what is executed %i ms after the answer was lost',
		async (lateMs) => {
			strike({ do: 'cut', moment: 'before', actsLaterMs: scaled(lateMs) });

			const [json] = jsonOf(await bench.run(workflow(), one), 'Send');

			expect(json).toMatchObject({ customer_id: 'c1', attempts: 1 });
			expect(json.verified_voucher_ids).toHaveLength(1);
			expect(bench.gateway.executed).toHaveLength(1);
		},
	);

	it('does not wait until it is certain when the voucher is found before', async () => {
		bench.timings.executableForMs = 600_000;
		strike(EXECUTED);

		const [json] = jsonOf(await bench.run(workflow(), one), 'Send');

		expect(json.verified_voucher_ids).toHaveLength(1);
	});

	it('sets aside what is lost: the others go on, and all wait together', async () => {
		const lost = ['c1', 'c2', 'c5'];
		strike(NOT_EXECUTED, { customerId: lost, attempt: 1 });

		const run = await bench.run(workflow({ maxConcurrency: 1 }), customers(6));

		expect(reportOf(run).counts.sent).toBe(6);
		const sends = bench.gateway.calls.filter(({ method }) => method === SEND);
		const order = sends.map(({ customerId }) => customerId);
		expect(order.slice(0, 6)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5', 'c6']);
		expect(order.slice(6).sort()).toEqual(lost);
	});

	it('keeps another gift of the same voucher for the same customer back until it is known', async () => {
		const items = [
			{ customer: 'c1', gift: 'birthday' },
			{ customer: 'c1', gift: 'order' },
			{ customer: 'c2', gift: 'birthday' },
		];
		const keyed = workflow(
			{ maxConcurrency: 1 },
			{ parameters: { sendOnceKey: '={{ $json.gift }}' } },
		);
		strike({ do: 'cut', moment: 'before', actsLaterMs: LATE_MS }, { attempt: 1 }, 1);

		const run = await bench.run({ ...keyed, id: 'kept back' }, items);

		expect(reportOf(run).counts.sent).toBe(3);
		const [birthday, order] = bench.gateway.executedOf('c1', TEMPLATE);
		const [lost, held] = reportsOf(run).map(({ json }) => json.request_id);
		expect([birthday.request_id, order.request_id]).toEqual([lost, held]);
		expect(bench.gateway.executed).toHaveLength(3);
	});

	it('leaves it unknown when the run stops while it is set aside', async () => {
		bench.timings.executableForMs = 600_000;
		strike(NOT_EXECUTED, { customerId: 'c1' });
		strike({ do: 'business-answer', moment: 'before' }, { customerId: 'c3' });

		const run = await bench.run(
			workflow({ maxConcurrency: 1 }, { onError: 'stopWorkflow' }),
			customers(5),
		);

		expect(reportOf(run).counts).toEqual({ sent: 1, rejected: 1, not_sent: 2, unknown: 1 });
	});

	it('waits for a voucher that shows up late, at every attempt', async () => {
		bench.gateway.settings.voucherLagMs = scaled(6_000);
		strike(NOT_EXECUTED);
		strike(EXECUTED, { attempt: 2 });

		const [json] = jsonOf(await bench.run(workflow(), one), 'Send');

		expect(kindOf(json)).toBe('sent');
		expect(bench.gateway.executed).toHaveLength(1);
	});

	it('waits for a late voucher even if the item was first tried long ago', async () => {
		// The first attempt is reported as unknown; the retry finds nothing, sends, and loses that answer too.
		strike(NOT_EXECUTED);
		strike(EXECUTED, { attempt: 2 });
		const longAgoMs = bench.timings.executableForMs + bench.timings.showsAfterMs;
		const failed = await inThePast(
			longAgoMs,
			async () =>
				await bench.run(workflow({ unknownOutcome: 'report' }, { onError: 'stopWorkflow' }), one),
		);
		expect(reportOf(failed).counts.unknown).toBe(1);
		bench.gateway.settings.voucherLagMs = scaled(6_000);

		const retried = await bench.retry(
			sendingWorkflow({ parameters: { options: { unknownOutcome: 'verify' } } }),
			failed,
		);

		expect(reportOf(retried).counts).toMatchObject({ sent: 1, unknown: 0 });
		expect(bench.gateway.executed).toHaveLength(1);
	});

	it.each(['newest-first', 'oldest-first'] as const)(
		'reads all pages, %s',
		async (voucherOrder) => {
			bench.gateway.settings.voucherOrder = voucherOrder;
			bench.gateway.grant('c1', 'another template', 120, Date.now() - 60_000);
			bench.gateway.grant('c1', TEMPLATE, 40, Date.now() - 60_000);
			strike(EXECUTED);

			const [json] = jsonOf(await bench.run(workflow(), one), 'Send');

			expect(json.verified_voucher_ids).toHaveLength(1);
			const pages = bench.gateway.calls.filter(({ method }) => method === LIST).length;
			expect(pages).toBeGreaterThanOrEqual(4);
		},
	);

	it.each(['ISUSED', 'DELETED'] as const)('counts a voucher that is %s by now', async (status) => {
		const answered = strike({ ...EXECUTED, delayMs: 0 });
		bench.timings.earlyLooksMs = [];
		const execution = bench.start(workflow(), one);
		while (bench.gateway.executed.length === 0) await new Promise((go) => setImmediate(go));
		bench.gateway.setVoucherStatus('7104300007405429232', status);

		const [json] = jsonOf(await execution.finished, 'Send');

		expect(answered.struck).toBe(1);
		expect(json.verified_voucher_ids).toEqual(['7104300007405429232']);
	});

	it.each([
		['executed', EXECUTED, 'unknown'],
		// A voucher does not say who gave it: what somebody else gives in the same second is taken for ours.
		['not executed', NOT_EXECUTED, 'sent'],
	] as const)('counts what others give in the same seconds: %s', async (_name, fault, kind) => {
		strike(fault);
		bench.timings.earlyLooksMs = [];
		const execution = bench.start(workflow(), one);
		bench.gateway.grant('c1', TEMPLATE);

		const [json] = jsonOf(await execution.finished, 'Send');

		expect(kindOf(json)).toBe(kind);
		if (kind === 'unknown') expect(detailsOf(json).hint).toMatch(/2 of the vouchers.*asked for 1/);
		expect(bench.gateway.executed.length).toBeLessThanOrEqual(1);
	});

	it('is not misled by what the customer got before', async () => {
		bench.gateway.grant('c1', TEMPLATE, 3, Date.now() - 10_000);
		strike(NOT_EXECUTED);

		const [json] = jsonOf(await bench.run(workflow(), one), 'Send');

		expect(json).toMatchObject({ attempts: 2 });
		expect(bench.gateway.executed).toHaveLength(1);
	});

	it.each([2, 5])('counts %i vouchers as one request', async (quantity) => {
		strike(EXECUTED);

		const [json] = jsonOf(await bench.run(workflow({}, { parameters: { quantity } }), one), 'Send');

		expect(json.verified_voucher_ids).toHaveLength(quantity);
		expect(bench.gateway.executed).toHaveLength(1);
	});

	it('proves nothing by a part of what was asked for', async () => {
		strike(NOT_EXECUTED);
		bench.timings.earlyLooksMs = [];
		const execution = bench.start(workflow({}, { parameters: { quantity: 3 } }), one);
		bench.gateway.grant('c1', TEMPLATE, 2);

		const [json] = jsonOf(await execution.finished, 'Send');

		expect(kindOf(json)).toBe('unknown');
		expect(detailsOf(json).hint).toMatch(/Checked, but 2 of the vouchers.*asked for 3/);
		expect(bench.gateway.executed).toEqual([]);
	});

	it('leaves the item unknown when the app may not list vouchers', async () => {
		bench.gateway.addApp({ key: '12345678', secret: 'helloworld', permissions: [SEND] });
		strike(EXECUTED);

		const run = await bench.run(workflow(), customers(2));

		expect(reportsOf(run).map(({ kind }) => kind)).toEqual(['unknown', 'unknown']);
		expect(detailsOf(reportsOf(run)[0].json).hint).toMatch(
			/Checked, but the customer's vouchers could not be listed: .*permission/i,
		);
		expect(bench.gateway.executed).toHaveLength(2);
	});

	it.each([
		['declines to list', { do: 'business-answer', moment: 'before' }],
		['sends a page of HTML', { do: 'html', moment: 'before' }],
	] as Array<[string, Fault]>)(
		'leaves the item unknown when the platform %s',
		async (_name, fault) => {
			strike(EXECUTED);
			bench.gateway.fault({ fault, when: { method: LIST } });

			const [json] = jsonOf(await bench.run(workflow(), one), 'Send');

			expect(kindOf(json)).toBe('unknown');
			expect(detailsOf(json).hint).toMatch(/could not be listed/);
		},
	);

	it('leaves the item unknown when the list is not whole', async () => {
		bench.gateway.fault({
			fault: {
				do: 'text',
				contentType: 'application/json',
				body: JSON.stringify({
					alibaba_alsc_crm_customer_voucher_list_response: {
						result: { biz_success: true, has_next_page: false, total_size: 3, result_list: {} },
					},
				}),
				moment: 'before',
			},
			when: { method: LIST },
		});
		strike(NOT_EXECUTED);

		const [json] = jsonOf(await bench.run(workflow(), one), 'Send');

		expect(kindOf(json)).toBe('unknown');
		expect(detailsOf(json).hint).toMatch(/of 3 vouchers only 0 came/);
		expect(bench.gateway.calls.filter(({ method }) => method === SEND)).toHaveLength(1);
	});

	it.each([
		['without a template', { gmt_created: '2036-01-01 00:00:00' }],
		['without a time', { voucher_template_id: TEMPLATE }],
	])('proves nothing by a voucher %s', async (_name, fields) => {
		bench.gateway.fault({
			fault: {
				do: 'text',
				contentType: 'application/json',
				body: JSON.stringify({
					alibaba_alsc_crm_customer_voucher_list_response: {
						result: {
							biz_success: true,
							has_next_page: false,
							result_list: { info: [{ voucher_id: '1', status: 'NORMAL', ...fields }] },
						},
					},
				}),
				moment: 'before',
			},
			when: { method: LIST },
		});
		strike(NOT_EXECUTED);

		const [json] = jsonOf(await bench.run(workflow(), one), 'Send');

		expect(kindOf(json)).toBe('unknown');
		expect(bench.gateway.calls.filter(({ method }) => method === SEND)).toHaveLength(1);
	});

	it('lists again when the answer to a listing gets lost', async () => {
		strike(EXECUTED);
		bench.gateway.fault({
			fault: { do: 'cut', moment: 'before' },
			when: { method: LIST },
			times: 2,
		});

		const [json] = jsonOf(await bench.run(workflow(), one), 'Send');

		expect(json.verified_voucher_ids).toHaveLength(1);
	});

	it.each([-4 * 60_000, 4 * 60_000])('knows the clocks differ by %i ms', async (clockOffsetMs) => {
		bench.gateway.settings.clockOffsetMs = clockOffsetMs;
		bench.gateway.grant('c1', TEMPLATE, 1, Date.now() + clockOffsetMs - 10_000);
		strike(EXECUTED, { customerId: 'c1', attempt: 1 });
		strike(NOT_EXECUTED, { customerId: 'c2', attempt: 1 });

		const run = await bench.run(workflow(), customers(2));

		expect(jsonOf(run, 'Send').map(({ attempts }) => attempts)).toEqual([1, 2]);
		expect(bench.gateway.executed).toHaveLength(2);
	});

	it('allows for a clock that took long to read', async () => {
		// Read at the end of six seconds, it looks three seconds ahead of what it was halfway.
		bench.gateway.fault({
			fault: { do: 'nothing', delayMs: 6_000 },
			when: { method: 'taobao.time.get' },
		});
		strike(EXECUTED);

		const [json] = jsonOf(await bench.run(workflow(), one), 'Send');

		expect(json.verified_voucher_ids).toHaveLength(1);
		expect(bench.gateway.executed).toHaveLength(1);
	});

	it('does not take an earlier answer for granted when an attempt is refused later', async () => {
		// Lost, found missing, tried again: refused. It was never executed, so it is rejected.
		strike(NOT_EXECUTED);
		strike({ do: 'business-answer', moment: 'before' }, { attempt: 2 });

		const [json] = jsonOf(await bench.run(workflow(), one), 'Send');

		expect(kindOf(json)).toBe('rejected');
		expect(bench.gateway.executed).toEqual([]);
	});
});
