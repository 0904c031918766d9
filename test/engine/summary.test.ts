import type { IDataObject, IRun } from 'n8n-workflow';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import { jsonOf } from '../support/engine/results';
import { sendingWorkflow } from '../support/engine/workflows';

describe('the line over the output', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => bench.reset());
	afterAll(async () => await bench.close());

	const workflow = (parameters: IDataObject = {}) =>
		sendingWorkflow({
			onError: 'continueRegularOutput',
			parameters: { quantity: '={{ $json.quantity ?? 1 }}', ...parameters },
		});
	const lineOf = (run: IRun) =>
		run.data.resultData.runData.Send.at(-1)?.hints?.map(({ message }) => message)[0];
	const vouchersGiven = () =>
		bench.gateway.executed.reduce((sum, { voucher_num }) => sum + voucher_num, 0);

	it('counts vouchers and customers, and items that were not sent', async () => {
		bench.gateway.fault({
			when: { customerId: 'c3' },
			fault: { do: 'business-answer', moment: 'before', result_desc: '库存不足' },
		});
		const [first, ...others] = customers(4);
		const run = await bench.run(workflow(), [
			{ ...first, quantity: 5 },
			...others,
			{ customer: '' },
		]);

		expect(lineOf(run)).toBe('7 vouchers sent to 3 customers · 1 item rejected · 1 item not sent');
		expect(vouchersGiven()).toBe(7);
	});

	it('tells what was sent before from what is sent now', async () => {
		const keyed = workflow({ sendOnceKey: 'spring' });
		await bench.run(keyed, customers(3));
		const again = await bench.run(keyed, customers(3));
		expect(lineOf(again)).toBe('0 sent now · 3 had it already (Send Once Key)');
		expect(Object.keys(jsonOf(again, 'Send')[0])[0]).toBe('already_sent');

		const more = await bench.run(keyed, [...customers(5), ...customers(1)]);
		expect(lineOf(more)).toBe('2 vouchers sent to 2 customers · 4 had it already (Send Once Key)');
		expect(vouchersGiven()).toBe(5);
	});

	it('leaves out of a retry what the failed execution had sent', async () => {
		const stopping = sendingWorkflow({ parameters: { options: { maxConcurrency: 1 } } });
		bench.gateway.fault({
			when: { customerId: 'c3' },
			times: 1,
			fault: { do: 'business-answer', moment: 'before' },
		});
		const failed = await bench.run(stopping, customers(4));
		const retried = await bench.retry(stopping, failed);

		expect(lineOf(retried)).toBe(
			'2 vouchers sent to 2 customers · 2 sent before in this execution',
		);
	});

	it('says the reason when it is one for all', async () => {
		const run = await bench.run(workflow({ maxVouchers: 2 }), customers(3));
		expect(lineOf(run)).toBe(
			"Nothing was sent: all items together ask for 3 vouchers, and 'Max Vouchers' allows 2",
		);
	});

	it('never says that nothing was sent while something may have been', async () => {
		bench.gateway.fault({ fault: { do: 'cut', moment: 'after' } });
		const run = await bench.run(workflow(), customers(2));
		expect(lineOf(run)).toBe('No voucher sent for certain · 2 items unknown');
	});
});
