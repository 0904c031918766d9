import type { IDataObject } from 'n8n-workflow';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import { jsonOf } from '../support/engine/results';
import { reportOf, reportsOf } from '../support/engine/truth';
import { sendingWorkflow } from '../support/engine/workflows';

const WRAPPER = 'alibaba_alsc_crm_voucher_send_response';
const SESSION = '6100e2a9f0b2c3d4e5f60718293a4b5c';
const SUCCESS = { result: { result: true, biz_success: true, result_code: '0' } };

describe('an answer that lies', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench({
			apps: [{ key: '12345678', secret: 'helloworld', sessions: [SESSION] }],
		});
	});
	beforeEach(() => bench.reset());
	afterAll(async () => await bench.close());

	/** What the gateway says for c2, once it has given the voucher. */
	const answerForTheSecond = (body: string) =>
		bench.gateway.fault({
			when: { customerId: 'c2' },
			fault: { do: 'text', moment: 'after', status: 200, contentType: 'application/json', body },
		});
	const carryOn = (simplify = true) =>
		sendingWorkflow({ onError: 'continueRegularOutput', parameters: { simplify } });

	it.each([
		['a throttle', { code: 7, msg: 'App Call Limited', sub_code: 'accesscontrol.limited' }],
		['a refusal', { code: 41, msg: 'Invalid Arguments', sub_code: 'isv.invalid-parameter' }],
	])('by %s beside a success is unknown, and nothing is sent again', async (_name, failure) => {
		answerForTheSecond(JSON.stringify({ error_response: failure, [WRAPPER]: SUCCESS }));

		const run = await bench.run(carryOn(), customers(3));

		expect(reportOf(run).counts).toMatchObject({ sent: 2, unknown: 1 });
		expect(bench.gateway.executed).toHaveLength(3);
		expect(bench.gateway.calls).toHaveLength(3);
	});

	it('by a depth that no platform has is unknown, and the rest is sent', async () => {
		const ignored = `${'{"a":'.repeat(4150)}1${'}'.repeat(4150)}`;
		answerForTheSecond(
			`{"${WRAPPER}":{"result":{"result":true,"biz_success":true},"x":${ignored}}}`,
		);

		const run = await bench.run(carryOn(), customers(3));

		expect(reportOf(run).counts).toMatchObject({ sent: 2, unknown: 1 });
		expect(bench.gateway.calls).toHaveLength(3);
	});

	it.each([true, false])('shows no secret it echoes, simplified: %s', async (simplify) => {
		const credentials = { ...bench.credentials, sessionToken: SESSION };
		const echoes = ['helloworld', SESSION, SESSION.toUpperCase(), SESSION.slice(0, 20)];
		const fields = (echo: string) => ({
			result_code: echo,
			result_view: `会话 ${echo}`,
			result_desc: echo,
			more: { again: [echo] },
		});
		const answers = echoes.flatMap((echo) => [
			{ [WRAPPER]: { result: { ...SUCCESS.result, ...fields(echo) }, request_id: echo } },
			{ [WRAPPER]: { result: { biz_success: false, ...fields(echo) }, request_id: echo } },
			{ [WRAPPER]: { result: fields(echo), request_id: echo } },
			{ error_response: { code: 15, msg: echo, sub_code: echo, sub_msg: echo, request_id: echo } },
		]);
		answers.forEach((answer, at) =>
			bench.gateway.fault({
				when: { customerId: `c${at + 1}` },
				fault: {
					do: 'text',
					moment: 'after',
					status: 200,
					contentType: 'application/json',
					body: JSON.stringify(answer),
				},
			}),
		);

		const run = await bench.run(carryOn(simplify), customers(answers.length), { credentials });

		expect(reportsOf(run)).toHaveLength(answers.length);
		expect(
			jsonOf(run, 'Sent').filter((json: IDataObject) => json.error === undefined),
		).toHaveLength(echoes.length);
		const stored = JSON.stringify(run);
		expect(stored).toContain('***');
		expect(stored).not.toMatch(/helloworld|6100e2a9/i);
	});
});
