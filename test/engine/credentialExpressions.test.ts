import type { IRun } from 'n8n-workflow';
import { exampleApp } from '../gateway';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import type { CredentialRead } from '../support/engine/credentials';
import { errorOf, jsonOf } from '../support/engine/results';
import { kindOf } from '../support/engine/truth';
import { connect, helperNode, sendingWorkflow, voucherNode } from '../support/engine/workflows';

const OTHER_APP = { key: '87654321', secret: 'goodbyeworld', sessions: ['session of A'] };

describe('a credential whose fields are expressions', () => {
	let bench: TestBench;
	let reads: CredentialRead[];

	beforeAll(async () => {
		bench = await openTestBench({
			apps: [{ ...exampleApp, sessions: ['session of A', 'session of B'] }, OTHER_APP],
		});
	});
	beforeEach(() => {
		bench.reset();
		reads = [];
	});
	afterAll(async () => await bench.close());

	const goOn = sendingWorkflow({ onError: 'continueRegularOutput' });
	const withFields = (fields: Record<string, string>) => ({
		credentials: { ...bench.credentials, ...fields },
		credentialReads: reads,
	});
	const sentBy = (name: 'session' | 'appKey') =>
		Object.fromEntries(bench.gateway.calls.map((call) => [call.customerId, call[name]]));
	const kinds = (run: IRun) => jsonOf(run, 'Send').map(kindOf);

	it('sends each item under the session of its own merchant', async () => {
		const items = ['A', 'B', 'B', 'A'].map((merchant, at) => ({
			customer: `c${at}`,
			session: `session of ${merchant}`,
		}));

		const run = await bench.run(goOn, items, withFields({ sessionToken: '={{ $json.session }}' }));

		expect(kinds(run)).toEqual(['sent', 'sent', 'sent', 'sent']);
		expect(sentBy('session')).toEqual({
			c0: 'session of A',
			c1: 'session of B',
			c2: 'session of B',
			c3: 'session of A',
		});
	});

	it('is not fooled by first items that look alike, nor by what does not name the item', async () => {
		const items = customers(4).map((item, at) => ({
			...item,
			session: `session of ${at < 3 ? 'A' : 'B'}`,
		}));
		const sessionToken = '={{ $input.item.json.session }}';

		await bench.run(goOn, items, withFields({ sessionToken }));

		expect(sentBy('session')).toMatchObject({ c3: 'session of A', c4: 'session of B' });
	});

	it('sends by the app of each item, and tells the same customer of two apps apart', async () => {
		const items = [
			{ customer: 'c1', ...exampleApp },
			{ customer: 'c2', ...OTHER_APP },
			{ customer: 'c1', ...OTHER_APP },
			{ customer: 'c1', ...exampleApp },
		].map(({ customer, key, secret }) => ({ customer, key, secret }));
		const fields = { appKey: '={{ $json.key }}', appSecret: '={{ $json.secret }}' };

		const run = await bench.run(goOn, items, withFields(fields));

		expect(kinds(run)).toEqual(['sent', 'sent', 'sent', 'not_sent']);
		expect(bench.gateway.calls.map(({ customerId, appKey }) => [customerId, appKey])).toEqual(
			expect.arrayContaining([
				['c1', exampleApp.key],
				['c2', OTHER_APP.key],
				['c1', OTHER_APP.key],
			]),
		);
	});

	it('claims keys for each app by itself', async () => {
		const items = [exampleApp, OTHER_APP].map(({ key, secret }) => ({
			customer: 'c1',
			key,
			secret,
		}));
		const fields = withFields({ appKey: '={{ $json.key }}', appSecret: '={{ $json.secret }}' });
		const keyed = sendingWorkflow({ parameters: { sendOnceKey: 'spring' } });

		await bench.run(keyed, items, fields);
		const again = await bench.run(keyed, items, fields);

		expect(bench.gateway.executed).toHaveLength(2);
		expect(jsonOf(again, 'Send').map((json) => json.already_sent)).toEqual([true, true]);
	});

	it('does not send an item whose credential cannot be made, and sends the others', async () => {
		const items = [
			{ customer: 'c1', ...exampleApp },
			{ customer: 'c2', key: '', secret: '' },
			{ customer: 'c3', ...exampleApp },
		].map(({ customer, key, secret }) => ({ customer, key, secret }));
		const fields = { appKey: '={{ $json.key }}', appSecret: '={{ $json.secret }}' };

		const run = await bench.run(goOn, items, withFields(fields));

		expect(kinds(run)).toEqual(['sent', 'not_sent', 'sent']);
		expect(jsonOf(run, 'Send')[1].error).toMatch(/no app key/);
	});

	it('goes on under the right session when a failed execution is retried', async () => {
		const items = ['A', 'B', 'B'].map((merchant, at) => ({
			customer: `c${at}`,
			session: `session of ${merchant}`,
		}));
		const options = withFields({ sessionToken: '={{ $json.session }}' });
		const workflow = sendingWorkflow({ parameters: { options: { maxConcurrency: 1 } } });
		bench.gateway.fault({
			when: { customerId: 'c1' },
			fault: { do: 'business-answer', result_desc: 'no', moment: 'before' },
			times: 1,
		});
		const failed = await bench.run(workflow, items, options);
		expect(errorOf(failed)).toBeDefined();

		const run = await bench.retry(workflow, failed, options);

		expect(run.status).toBe('success');
		expect(sentBy('session')).toEqual({
			c0: 'session of A',
			c1: 'session of B',
			c2: 'session of B',
		});
		expect(bench.gateway.executed).toHaveLength(3);
	});

	it.each([
		['no expression', {}, 2],
		['only what is the same for all', { sessionToken: '={{ $vars.session }}' }, 2],
		['one for each item', { sessionToken: '={{ $json.session }}' }, 2 + 20],
	])('costs a query for each item only where it must: %s', async (_, fields, queries) => {
		await bench.run(goOn, customers(20), withFields(fields));

		expect(reads).toHaveLength(queries);
		expect(bench.gateway.executed).toHaveLength(20);
	});

	it('costs a single query for a single item', async () => {
		await bench.run(goOn, customers(1), withFields({ sessionToken: '={{ $json.session }}' }));

		expect(reads).toHaveLength(1);
	});

	it('is read for each item where n8n does not tell what is stored', async () => {
		const items = ['A', 'B'].map((merchant, at) => ({
			customer: `c${at}`,
			session: `session of ${merchant}`,
		}));
		const options = {
			...withFields({ sessionToken: '={{ $json.session }}' }),
			hidesStoredCredential: true,
		};

		await bench.run(goOn, items, options);

		expect(sentBy('session')).toEqual({ c0: 'session of A', c1: 'session of B' });
	});

	it('is another one in each run of a loop', async () => {
		const loop = {
			nodes: [
				helperNode('test.start', 'Start'),
				helperNode('test.repeat', 'Loop', { times: 2 }),
				voucherNode({ parameters: { customerId: '={{ $json.customer }}-{{ $runIndex }}' } }),
			],
			connections: {
				Start: connect(['Loop']),
				Loop: connect(['Send']),
				Send: connect(['Loop']),
			},
		};
		const sessionToken = '={{ "session of " + ($runIndex === 0 ? "A" : "B") }}';

		await bench.run(loop, customers(1), withFields({ sessionToken }));

		expect(sentBy('session')).toEqual({ 'c1-0': 'session of A', 'c1-1': 'session of B' });
	});
});
