import { Container } from '@n8n/di';
import { Logger } from '@n8n/backend-common';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import { sendingWorkflow } from '../support/engine/workflows';

describe('the progress of a run', () => {
	let bench: TestBench;
	let info: jest.SpyInstance;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => {
		bench.reset();
		info = jest.spyOn(Container.get(Logger), 'info').mockImplementation();
	});
	afterEach(() => jest.restoreAllMocks());
	afterAll(async () => await bench.close());

	const workflow = sendingWorkflow({ parameters: { options: { maxConcurrency: 1 } } });

	/** Runs three items, of which the last is answered once two others have been told of. */
	async function slowRun(mode: 'manual' | 'trigger') {
		const console: unknown[] = [];
		bench.progressTimings.everyMs = 5;
		bench.gateway.fault({ when: { customerId: 'c3' }, fault: { do: 'silence', moment: 'after' } });
		const running = bench.start(workflow, customers(3), {
			mode,
			executionId: '77',
			toEditor: (type, data) => console.push({ type, data }),
		});
		await new Promise<void>((resolve) => {
			info.mockImplementation((line: string) => {
				if (line.includes('2 of 3 items')) resolve();
			});
		});
		running.finished.cancel();
		await running.finished;
		return console;
	}

	it('is told in the log and, in a manual execution, in the browser', async () => {
		const console = await slowRun('manual');
		const line = expect.stringMatching(/^2 of 3 items · 2 sent · .+ calls a second/);
		expect(info).toHaveBeenCalledWith(expect.stringMatching(/^Send, execution 77: 2 of 3 items/));
		expect(console).toContainEqual({
			type: 'sendConsoleMessage',
			data: { source: '[Node: "Send"]', messages: [line] },
		});
	});

	it('is told in the log only when nobody does', async () => {
		expect(await slowRun('trigger')).toEqual([]);
	});

	it.each(['success', 'failure'] as const)('ends with a run that ends in %s', async (ending) => {
		bench.progressTimings.everyMs = 123_456;
		const [set, clear] = [jest.spyOn(global, 'setInterval'), jest.spyOn(global, 'clearInterval')];
		if (ending === 'failure') {
			bench.gateway.fault({ fault: { do: 'business-answer', moment: 'before' } });
		}
		await bench.run(workflow, customers(2));

		const started = set.mock.results.filter((_, at) => set.mock.calls[at][1] === 123_456);
		expect(started).toHaveLength(1);
		const [timer] = started.map(({ value }) => value as NodeJS.Timeout);
		expect(timer.hasRef()).toBe(false);
		expect(clear).toHaveBeenCalledWith(timer);
	});
});
