import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { sampleTemplates, startGateway, type Gateway } from '../gateway';
import { customerId } from './support/customers';
import { withCredential } from './support/examples';
import { ensureInstalled, type N8nInstallation } from './support/installations';
import { startMain, type Instance } from './support/instance';
import { installAsN8nDoes, packPackage } from './support/packageInstall';
import { publishedTarballs, savedWorkflows, underAnotherVersion } from './support/previousVersions';
import { CURRENT } from './support/releases';
import { N8nRest, type SavedWorkflow, type WorkflowDefinition } from './support/rest';
import { credentialFor, CREDENTIAL_TYPE, openWorkbench } from './support/workbench';
import {
	executeManually,
	itemsOf,
	manualWorkflow,
	TRIGGER,
	voucherNode,
} from './support/workflows';

const packed = async (): Promise<string> => process.env.PACKED_TARBALL ?? (await packPackage());

describe.each(savedWorkflows())('a workflow as it was saved: %s', (file) => {
	const saved = JSON.parse(readFileSync(file, 'utf8')) as WorkflowDefinition;

	test('runs with the current package, every field meaning what it meant', async () => {
		const bench = await openWorkbench(CURRENT);
		try {
			const execution = await executeManually(bench.n8n, withCredential(saved, bench.credential));
			expect(execution.status).toBe('success');
			const sent = bench.gateway.executed.map(({ customer_id, voucher_id, voucher_num }) => [
				customer_id,
				voucher_id,
				voucher_num,
			]);
			expect(sent.sort()).toEqual([
				['7027365937982563912', '7104300007405429001', 1],
				['7027365937982563912', '7104300007405429003', 1],
				['7027365937982563913', '7104300007405429001', 1],
				['7027365937982563913', '7104300007405429003', 1],
				['7027365937982564000', '7104300007405429001', 1],
			]);
			expect(itemsOf(execution, 'As Added').map(({ json }) => Object.keys(json))).toEqual([
				OUTPUT_KEYS,
				OUTPUT_KEYS,
			]);
			expect(itemsOf(execution, 'Everything Set')[0].json).toMatchObject({
				request_id: 'wf-7027365937982563912',
				biz_success: true,
			});
			// Two of a template of which a customer may hold one.
			expect(itemsOf(execution, 'Everything Set', 1)[0].json).toMatchObject({
				error: expect.stringMatching(/declined/),
				details: { outcome: 'rejected', request_id: 'wf-7027365937982563913' },
			});
			expect(itemsOf(execution, 'External IDs, Raw Answer')[0].json).toHaveProperty(
				'alibaba_alsc_crm_voucher_send_response.result.biz_success',
				true,
			);
			expect(itemsOf(execution, 'Dry Run')[0].json).toMatchObject({ dry_run: true });
			expect(bench.gateway.violations).toEqual([]);
		} finally {
			await bench.close();
		}
	});
});

const OUTPUT_KEYS = [
	'customer_id',
	'voucher_id',
	'voucher_num',
	'request_id',
	'result',
	'biz_success',
	'result_code',
	'result_view',
	'result_desc',
	'gateway_request_id',
	'attempts',
];

describe.each(['the current build under an older number', ...publishedTarballs()])(
	'upgrading from %s',
	(previous) => {
		const folder = mkdtempSync(join(tmpdir(), 'n8n-upgrade-'));
		const customers = [customerId(1), customerId(2), customerId(3)];
		let installation: N8nInstallation;
		let gateway: Gateway;
		let instance: Instance;
		let n8n: N8nRest;
		let workflow: SavedWorkflow;
		let failedId: string;

		const startWith = async (tarball: string): Promise<string> => {
			const packageFolder = await installAsN8nDoes(tarball, folder, installation);
			instance = await startMain({ installation, userFolder: folder });
			n8n = new N8nRest(instance.url);
			const manifest = readFileSync(join(packageFolder, 'package.json'), 'utf8');
			return (JSON.parse(manifest) as { version: string }).version;
		};
		const run = async () => await n8n.untilEnded(await n8n.runManually(workflow, TRIGGER));
		const sentTo = () => gateway.executed.map(({ customer_id }) => customer_id).sort();

		beforeAll(async () => {
			installation = await ensureInstalled(CURRENT);
			gateway = await startGateway({ templates: [...sampleTemplates], https: false });
		});
		afterAll(async () => {
			await instance.stop();
			await gateway.close();
			rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
		});

		test('before: a run stops in the middle, another has sent with a key', async () => {
			const tarball = basename(previous).endsWith('.tgz')
				? previous
				: await underAnotherVersion(await packed(), '0.0.9');
			const version = await startWith(tarball);
			expect(tarball).toContain(version);
			await n8n.setUpOwner();
			const credential = await n8n.createCredential('ALSC', CREDENTIAL_TYPE, {
				...credentialFor(gateway),
			});
			workflow = await n8n.createWorkflow(
				manualWorkflow(
					'Made before the upgrade',
					customers.map((customer_id) => ({ customer_id })),
					[voucherNode(credential, { parameters: { sendOnceKey: 'spring' } })],
				),
			);
			gateway.setCustomers(customers.slice(0, 2));
			const failed = await run();
			expect(failed.status).toBe('error');
			failedId = failed.id;
			expect(sentTo()).toEqual(customers.slice(0, 2));
			await instance.stop();
			if (tarball !== previous) rmSync(dirname(tarball), { recursive: true });
		});

		test('after: the failed execution goes on, and nothing is sent twice', async () => {
			await startWith(await packed());
			await n8n.logIn();
			gateway.setCustomers(null);

			const retried = await n8n.retryExecution(failedId);
			expect(retried.status).toBe('success');
			expect(sentTo()).toEqual(customers);

			const again = await run();
			expect(again.status).toBe('success');
			expect(itemsOf(again, 'Send').map(({ json }) => json.already_sent)).toEqual([
				true,
				true,
				true,
			]);
			expect(sentTo()).toEqual(customers);
			expect(gateway.violations).toEqual([]);
		});
	},
);
