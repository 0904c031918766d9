import 'reflect-metadata';
import { once } from 'node:events';
import { join } from 'node:path';
import { startExecution } from '../../test/support/engine/engine';
import { loadPackage, REPOSITORY } from '../../test/support/engine/package';
import { jsonOf } from '../../test/support/engine/results';
import { sendingWorkflow } from '../../test/support/engine/workflows';
import { REGISTER } from '../register/database';

/** One worker: says when it is ready, waits for the word, runs its share of the items. */
async function main(): Promise<void> {
	const [gatewayUrl, worker, countText, memory] = process.argv.slice(2);
	const count = Number(countText);
	const loaded = await loadPackage();
	if (memory === 'register') sharePace(new URL(gatewayUrl).origin);
	process.stdout.write('ready\n');
	await once(process.stdin, 'data');
	const items = Array.from({ length: count }, (_, n) => ({
		json: { customer: `worker${worker}-${n}` },
	}));
	const run = await startExecution(
		loaded,
		sendingWorkflow({
			onError: 'continueRegularOutput',
			parameters: { options: { maxThrottleWait: 600 } },
		}),
		{
			pinned: { Start: items },
			credentials: {
				appKey: '12345678',
				appSecret: 'helloworld',
				environment: 'custom',
				gatewayUrl,
				signMethod: 'hmac-sha256',
			},
		},
	).finished;
	const sent = jsonOf(run, 'Send').filter(({ biz_success }) => biz_success === true).length;
	if (sent !== count) throw new Error(`${sent} of ${count} were sent`);
	process.exit(0);
}

type Registry = typeof import('../../top/pacing/registry');
type Database = typeof import('../../nodes/shared/registerDatabase/database');
type Store = typeof import('../../nodes/shared/registerDatabase/paceStore');

/** As a run does whose register is PostgreSQL; without a key nothing else goes there. */
function sharePace(origin: string): void {
	const register = 'dist/nodes/shared/registerDatabase';
	const { pacerFor } = built<Registry>('dist/top/pacing/registry');
	const { RegisterDatabase } = built<Database>(`${register}/database`);
	const { PostgresPaceStore } = built<Store>(`${register}/paceStore`);
	pacerFor(origin, '12345678', PostgresPaceStore.of(RegisterDatabase.of(REGISTER)));
}

function built<T>(path: string): T {
	return require(join(REPOSITORY, path)) as T;
}

void main();
