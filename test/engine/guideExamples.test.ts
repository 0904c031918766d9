import { sampleTemplates } from '../gateway';
import { read, sectionsOf } from '../unit/docs/markdown';
import { openTestBench, type TestBench } from '../support/engine/bench';
import { jsonOf } from '../support/engine/results';
import { sendingWorkflow } from '../support/engine/workflows';

const CUSTOMER = '7027365937982563912';
const TEMPLATE = { __rl: true, mode: 'id', value: '7104300007405429001' };

/** The items that the guide shows, in its order. */
const SHOWN = sectionsOf(read('docs/guide.md'))
	.flatMap(({ blocks }) => blocks)
	.filter((block) => block.startsWith('json\n'))
	.map((block) => JSON.parse(block.slice('json\n'.length)) as Record<string, unknown>);

describe('the items that the guide shows', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench({ templates: [...sampleTemplates] });
	});
	afterAll(async () => await bench.close());

	const send = async (customer: string, options = {}) => {
		const parameters = { voucherId: TEMPLATE, options };
		const workflow = sendingWorkflow({ onError: 'continueErrorOutput', parameters });
		const run = await bench.run(workflow, [{ customer }]);
		return [jsonOf(run, 'Send'), jsonOf(run, 'Send', 1)];
	};
	/** IDs are new every time. */
	const withAnyIds = (item: Record<string, unknown>) =>
		Object.fromEntries(
			Object.entries(item).map(([name, value]) => [
				name,
				name.endsWith('request_id') ? expect.any(String) : value,
			]),
		);

	test('there are three', () => {
		expect(SHOWN).toHaveLength(3);
	});

	test('a dry run', async () => {
		const [items] = await send(CUSTOMER, { dryRun: true });
		expect(items).toEqual([withAnyIds(SHOWN[0])]);
	});

	test('a voucher that was sent', async () => {
		const [items] = await send(CUSTOMER);
		expect(items).toEqual([withAnyIds(SHOWN[1])]);
	});

	test('an item that failed', async () => {
		const [, items] = await send('7.02737E+18');
		expect(items).toEqual([{ customer: '7.02737E+18', ...SHOWN[2] }]);
	});
});
