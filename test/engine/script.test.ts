import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exampleApp, startGateway, type Gateway } from '../gateway';
import { read, REPOSITORY, sectionsOf } from '../unit/docs/markdown';

const execute = promisify(execFile);

/** The script that docs/how-it-works.md shows. */
const SCRIPT = sectionsOf(read('docs/how-it-works.md'))
	.flatMap(({ blocks }) => blocks)
	.find((block) => block.startsWith('js\n'))
	?.slice('js\n'.length);

describe('the client in a script, without n8n', () => {
	let gateway: Gateway;
	let folder: string;

	beforeAll(async () => {
		gateway = await startGateway({ https: false });
		folder = mkdtempSync(join(tmpdir(), 'alsc-script-'));
		// As npm lays it out, with the package's own dependencies and without n8n-workflow.
		const modules = join(folder, 'node_modules');
		const installed = join(modules, 'n8n-nodes-alibaba-alsc');
		mkdirSync(installed, { recursive: true });
		for (const file of ['package.json', 'index.js', 'dist']) {
			symlinkSync(join(REPOSITORY, file), join(installed, file));
		}
		const { dependencies } = JSON.parse(read('package.json')) as {
			dependencies: Record<string, string>;
		};
		for (const name of Object.keys(dependencies)) {
			symlinkSync(join(REPOSITORY, 'node_modules', name), join(modules, name));
		}
		writeFileSync(join(folder, 'send.js'), SCRIPT ?? '');
	});
	afterAll(async () => {
		await gateway.close();
		rmSync(folder, { recursive: true, force: true });
	});

	const run = async (): Promise<string> => {
		const { stdout } = await execute(
			process.execPath,
			['--preserve-symlinks', '--preserve-symlinks-main', 'send.js'],
			{
				cwd: folder,
				env: { APP_KEY: exampleApp.key, APP_SECRET: exampleApp.secret, GATEWAY_URL: gateway.url },
			},
		);
		return stdout.trim();
	};

	test('sends, and the process ends by itself', async () => {
		expect(await run()).toBe('sent');
		expect(gateway.executedFor('order-1001')).toHaveLength(1);
	});

	test('says what a failure proves', async () => {
		gateway.fault({ times: 1, fault: { do: 'cut', moment: 'after' } });
		expect(await run()).toMatch(/^lost /);
	});
});
