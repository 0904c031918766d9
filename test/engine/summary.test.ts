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

	describe('in the data of the execution', () => {
		const dataOf = (run: IRun) => run.data.resultData.metadata;

		it('stands what was sent in vouchers and customers, and the rest in items', async () => {
			bench.gateway.fault({
				when: { customerId: 'c3' },
				fault: { do: 'business-answer', moment: 'before' },
			});
			bench.gateway.fault({ when: { customerId: 'c4' }, fault: { do: 'cut', moment: 'after' } });
			const keyed = workflow({ sendOnceKey: 'spring' });
			await bench.run(keyed, customers(1));
			const [first, second, ...others] = customers(4);
			const run = await bench.run(keyed, [
				first,
				{ ...second, quantity: 5 },
				...others,
				{ customer: '' },
				second,
			]);

			expect(dataOf(run)).toEqual({
				vouchers_sent: '5',
				customers_sent: '1',
				customers_already_sent: '1',
				items_rejected: '1',
				items_not_sent: '1',
				items_unknown: '1',
			});
		});

		it('is the sum of all tries, and of a failure what became of it', async () => {
			bench.gateway.fault({
				when: { customerId: 'c1' },
				times: 1,
				fault: { do: 'business-answer', moment: 'before' },
			});
			const stopping = sendingWorkflow({ parameters: { options: { maxConcurrency: 1 } } });
			const [one, ...others] = customers(3);
			const failed = await bench.run(stopping, [...others, one]);
			expect(dataOf(failed)).toEqual({
				vouchers_sent: '2',
				customers_sent: '2',
				items_rejected: '1',
			});

			const retried = await bench.retry(stopping, failed);
			expect(dataOf(retried)).toEqual({
				vouchers_sent: '3',
				customers_sent: '3',
				items_rejected: '0',
			});
		});
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
