import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { measureClients } from './client/run';
import { measureEngine } from './engine/run';
import { measureFar } from './far/run';
import { measureFirstByte } from './firstByte/run';
import { measureLedger } from './ledger/run';
import { writePage } from './page';
import { measureQueueMode } from './register/queueMode';
import { measureRegister } from './register/run';
import { storeResult } from './results';
import { measureScale } from './scale/run';
import { measureStartUp } from './startUp/run';

const HELP = `npm run bench [-- TABLE…] [--rounds 3] [--most-items 100000]

Tables: client, engine, ledger, startUp, firstByte, register, queue, far, pace; all of them unless named. "page" only writes
docs/benchmarks.md anew from the stored results. Each table is stored as soon as it is measured; one that fails leaves
the others be. All together take about three quarters of an hour on a quiet machine. The engine table installs n8n
into a cache folder the first time; firstByte, register, queue and pace want PostgreSQL (PGHOST, PGPORT, PGUSER,
PGPASSWORD), queue Redis, too.`;

async function main(): Promise<void> {
	const { positionals, values } = parseArgs({
		allowPositionals: true,
		options: {
			rounds: { type: 'string', default: '3' },
			'most-items': { type: 'string', default: '100000' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	const tables: Record<string, () => Promise<unknown>> = {
		client: async () => await measureClients(Number(values.rounds)),
		engine: async () => await measureEngine(Number(values['most-items'])),
		ledger: async () => measureLedger(),
		startUp: async () => measureStartUp(),
		firstByte: async () => await measureFirstByte(),
		register: async () => await measureRegister(),
		queue: async () => await measureQueueMode(),
		far: async () => await measureFar(),
		pace: async () => await measureScale(),
	};
	const chosen = positionals.length > 0 ? positionals : Object.keys(tables);
	const wanted = chosen.filter((name) => name !== 'page');
	const unknown = wanted.find((name) => !(name in tables));
	if (unknown) throw new Error(`There is no table "${unknown}".\n\n${HELP}`);
	const failed: string[] = [];
	for (const name of wanted) {
		console.log(`— ${name}`);
		try {
			storeResult(name, await tables[name]());
		} catch (error) {
			console.error(error);
			failed.push(name);
		}
		writePage();
	}
	if (wanted.length === 0) writePage();
	if (failed.length > 0) throw new Error(`Not measured: ${failed.join(', ')}`);
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	},
);
