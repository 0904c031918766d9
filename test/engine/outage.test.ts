import type { IDataObject, IRun } from 'n8n-workflow';
import type { Fault } from '../gateway';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import { liesOf, reportOf, reportsOf } from '../support/engine/truth';
import { sendingWorkflow } from '../support/engine/workflows';
import {
	connectProxy,
	type ConnectProxy,
	type ProxyManner,
} from '../unit/top/support/connectProxy';

const SEND = 'alibaba.alsc.crm.voucher.send';
const CONCURRENCY = 8;
const A_FEW = 3;

describe('a run of which nothing can come', () => {
	let bench: TestBench;
	let proxy: ConnectProxy | undefined;

	beforeAll(async () => {
		bench = await openTestBench({ https: true });
	});
	beforeEach(() => bench.reset());
	afterEach(async () => {
		delete process.env.HTTPS_PROXY;
		delete process.env.HTTP_PROXY;
		await proxy?.close();
		proxy = undefined;
	});
	afterAll(async () => await bench.close());

	const workflow = (options: IDataObject = {}) =>
		sendingWorkflow({
			onError: 'continueRegularOutput',
			parameters: { options: { maxConcurrency: CONCURRENCY, ...options } as never },
		});
	const names = (count: number) => customers(count).map(({ customer }) => String(customer));
	/** What stands in the items that were not sent. */
	const reasons = (run: IRun) => [
		...new Set(
			reportsOf(run)
				.filter(({ kind }) => kind === 'not_sent')
				.map(({ json }) => String(json.error)),
		),
	];

	it.each([
		[
			'JSON of a front end',
			{
				do: 'text',
				contentType: 'application/json',
				body: '{"status":1111,"wait":5,"source":"x5","punish":"deny"}',
				moment: 'before',
			},
		],
		['a block page, 405', { do: 'html', status: 405, moment: 'before' }],
		['a page, 503', { do: 'html', status: 503, moment: 'before' }],
		['a redirect to a login page', { do: 'redirect', moment: 'before' }],
	] as Array<[string, Fault]>)(
		'ends when everything is answered with %s: only what was under way is unknown',
		async (_name, fault) => {
			bench.gateway.fault({
				script: Array.from({ length: 400 }, (_, at): Fault =>
					at < 50 ? { do: 'nothing' } : fault,
				),
				when: { method: SEND },
			});

			const run = await bench.run(workflow(), customers(400));

			const { counts } = reportOf(run);
			expect(liesOf(bench.gateway, reportOf(run), { customers: names(400) })).toEqual([]);
			expect(counts.sent).toBe(50);
			expect(counts.unknown).toBeLessThanOrEqual(CONCURRENCY + A_FEW + 2);
			expect(reasons(run)).toEqual([
				expect.stringMatching(/^Something else than the platform has answered \d+ times in a row/),
			]);
			expect(bench.gateway.calls).toHaveLength(counts.sent + counts.unknown);
		},
	);

	it('goes on when a proper answer comes in between', async () => {
		bench.gateway.fault({
			script: Array.from({ length: 60 }, (_, at): Fault =>
				at % 3 === 2 ? { do: 'nothing' } : { do: 'html', status: 503, moment: 'before' },
			),
			when: { method: SEND },
		});

		const run = await bench.run(workflow({ maxConcurrency: 1 }), customers(80));

		expect(reportOf(run).counts).toMatchObject({ unknown: 40, sent: 40, not_sent: 0 });
	});

	it.each([407, 403] as ProxyManner[])(
		'ends at once when the proxy says %s: no login but those under way',
		async (manner) => {
			proxy = await connectProxy(manner);
			process.env.HTTPS_PROXY = proxy.url;
			process.env.HTTP_PROXY = proxy.url;

			const run = await bench.run(workflow(), customers(300), {
				credentials: { ...bench.credentials, gatewayUrl: 'https://gateway.invalid/router/rest' },
			});

			expect(reportOf(run).counts).toMatchObject({ not_sent: 300 });
			expect(reasons(run)).toEqual([expect.stringMatching(/^The proxy did not let/)]);
			expect(proxy.asked.length).toBeLessThanOrEqual(CONCURRENCY);
		},
	);

	it('ends at once when nobody vouches for the certificate', async () => {
		const opened = bench.gateway.stats().connections.opened;
		const run = await bench.run(workflow(), customers(300), {
			credentials: { ...bench.credentials, gatewayUrl: bench.gateway.httpsUrl ?? '' },
		});

		expect(reportOf(run).counts).toMatchObject({ not_sent: 300 });
		expect(reasons(run)).toEqual([expect.stringMatching(/^No secure connection/)]);
		const tried = bench.gateway.stats().connections.opened - opened;
		expect(tried).toBeLessThanOrEqual(CONCURRENCY);
	});

	it.each([
		['a name nobody knows', 'https://gateway.invalid/router/rest', /name/],
		['a port nobody listens on', 'http://127.0.0.1:1/router/rest', /^No connection/],
	])('ends after a few in a row: %s', async (_name, gatewayUrl, words) => {
		const run = await bench.run(workflow(), customers(300), {
			credentials: { ...bench.credentials, gatewayUrl },
		});

		expect(reportOf(run).counts).toMatchObject({ not_sent: 300 });
		expect(reasons(run)).toEqual([expect.stringMatching(words)]);
		const attempts = reportsOf(run).map(({ json }) =>
			Number((json.details as IDataObject).attempts),
		);
		const tried = attempts.reduce((sum, count) => sum + count, 0);
		expect(tried).toBeLessThanOrEqual(CONCURRENCY + A_FEW);
	});

	it('ends after a few in a row when the proxy itself is out of order', async () => {
		proxy = await connectProxy(503);
		process.env.HTTPS_PROXY = proxy.url;

		const run = await bench.run(workflow(), customers(300), {
			credentials: { ...bench.credentials, gatewayUrl: 'https://gateway.invalid/router/rest' },
		});

		expect(reportOf(run).counts).toMatchObject({ not_sent: 300 });
		expect(proxy.asked.length).toBeLessThanOrEqual(CONCURRENCY + A_FEW);
	});
});
