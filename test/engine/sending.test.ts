import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import { jsonOf, outputOf } from '../support/engine/results';
import { sendingWorkflow } from '../support/engine/workflows';

describe('sending', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => bench.reset());
	afterAll(async () => await bench.close());

	it.each([1, 2, 1000])('sends one signed request for each of %i items', async (count) => {
		const run = await bench.run(sendingWorkflow(), customers(count));

		expect(run.status).toBe('success');
		const sent = outputOf(run, 'Send');
		expect(sent).toHaveLength(count);
		expect(sent.map(({ json }) => json.customer_id)).toEqual(
			customers(count).map(({ customer }) => customer),
		);
		expect(sent.map(({ pairedItem }) => pairedItem)).toEqual(sent.map((_, item) => ({ item })));
		expect(bench.gateway.executed.map(({ customer_id }) => customer_id).sort()).toEqual(
			customers(count)
				.map(({ customer }) => String(customer))
				.sort(),
		);
		expect(bench.gateway.violations).toEqual([]);
		expect(bench.gateway.stats().connections.peak).toBeLessThanOrEqual(32);
		expect(jsonOf(run, 'Sent')).toHaveLength(count);
	});
});
