import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleApp, startGateway, type Gateway } from '../gateway';
import { REPOSITORY } from '../support/engine/package';

const LIST = '用户ID;数量\nc1;1\nc2;2\n';

describe('the demo', () => {
	let folder: string;
	let gateway: Gateway;

	beforeAll(async () => {
		gateway = await startGateway({
			https: false,
			templates: [{ voucher_template_id: '77', name: 'Tea' }],
		});
	});
	beforeEach(() => {
		gateway.reset();
		folder = mkdtempSync(join(tmpdir(), 'alsc-demo-'));
		writeFileSync(join(folder, 'list.csv'), LIST);
	});
	afterEach(() => rmSync(folder, { recursive: true }));
	afterAll(async () => await gateway.close());

	function start(args: string[]) {
		const child = spawn(process.execPath, ['--import', 'tsx', 'demo/demo.ts', ...args], {
			cwd: REPOSITORY,
			env: { ...process.env, INIT_CWD: folder, ALSC_APP_SECRET: exampleApp.secret },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		const keep = (chunk: Buffer) => void (output += chunk.toString());
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		const ended = once(child, 'close').then(([code]) => ({ code: code as number, output }));
		return { child, ended };
	}

	async function run(...args: string[]) {
		return await start(args).ended;
	}

	const report = () => readFileSync(join(folder, 'report.csv'), 'utf8');

	const sent = () =>
		gateway.executed
			.map(
				({ customer_id, voucher_id, voucher_num }) =>
					`${voucher_num} of ${voucher_id} for ${customer_id}`,
			)
			.sort();

	const sending = () => [
		...['--items', 'list.csv', '--template', '77', '--report', 'report.csv'],
		...['--gateway', gateway.url, '--app-key', exampleApp.key],
	];

	it('sends nothing to a real gateway before somebody agrees', async () => {
		const { code, output } = await run(...sending());

		expect(output).toContain('3 vouchers to 2 customers');
		expect(output).toContain('--confirm 3');
		expect(code).toBe(2);
		expect(gateway.executed).toEqual([]);
	});

	it('sends once somebody agrees, reports every row, and remembers it', async () => {
		const agreed = [...sending(), '--confirm', '3', '--once', 'sent.json'];
		const first = await run(...agreed);

		expect(first.output).not.toContain(exampleApp.secret);
		expect(first.code).toBe(0);
		expect(sent()).toEqual(['1 of 77 for c1', '2 of 77 for c2']);
		expect(report()).toMatch(/^\ufeff用户ID,数量,outcome,.*\nc1,1,sent,.*\nc2,2,sent,/);

		// The report of the first run is all that says what was sent: it is not written over.
		expect((await run(...agreed)).code).toBe(2);
		expect(report()).toMatch(/c1,1,sent,Sent,/);

		rmSync(join(folder, 'report.csv'));
		expect((await run(...agreed)).code).toBe(0);
		expect(report()).toMatch(/c1,1,sent,Sent by an earlier run,/);
		expect(sent()).toHaveLength(2);
	});

	it('reports what is under way when it is interrupted', async () => {
		gateway.fault({ when: { customerId: 'c2' }, fault: { do: 'silence', moment: 'after' } });
		const { child, ended } = start([...sending(), '--confirm', '3', '--concurrency', '1']);
		await until(() => gateway.executed.length === 2);
		child.kill('SIGINT');

		const { code } = await ended;

		expect(code).toBe(1);
		expect(report()).toMatch(/c1,1,sent,/);
		expect(report()).toMatch(/c2,2,unknown,/);
	});

	it('only looks in a dry run', async () => {
		const { code, output } = await run(...sending(), '--dry-run');

		expect(output).toContain('"customer_id":"c1"');
		expect(code).toBe(0);
		expect(gateway.executed).toEqual([]);
		expect(existsSync(join(folder, 'report.csv'))).toBe(false);
	});
});

async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
