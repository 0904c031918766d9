import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import { connect, customerNode, helperNode, sendingWorkflow } from '../support/engine/workflows';

let bench: TestBench;

beforeAll(async () => {
	bench = await openTestBench();
});
beforeEach(() => {
	bench.reset();
	bench.gateway.settings.latencyMs = 500;
});
afterAll(async () => await bench.close());

const mostInFlight = () => bench.gateway.stats().requests.peak;

describe('how many requests are in flight', () => {
	it('grows from 32 to 128 at most where the gateway is far away', async () => {
		await bench.run(sendingWorkflow({}), customers(400));
		expect(bench.gateway.executed).toHaveLength(400);
		expect(mostInFlight()).toBeGreaterThan(32);
		expect(mostInFlight()).toBeLessThanOrEqual(128);
	});

	it('grows in Customer Get, too', async () => {
		const workflow = {
			nodes: [
				helperNode('test.start', 'Start'),
				customerNode({ onError: 'continueRegularOutput' }),
			],
			connections: { Start: connect(['Find']) },
		};
		const mobiles = Array.from({ length: 400 }, (_, n) => ({ mobile: String(13_800_000_000 + n) }));
		await bench.run(workflow, mobiles);
		expect(bench.gateway.calls).toHaveLength(400);
		expect(mostInFlight()).toBeGreaterThan(32);
		expect(mostInFlight()).toBeLessThanOrEqual(128);
	});

	it("stays the user's number, even where that is the default", async () => {
		const parameters = { options: { maxConcurrency: 32 } };
		await bench.run(sendingWorkflow({ parameters }), customers(400));
		expect(mostInFlight()).toBeLessThanOrEqual(32);
	});
});
