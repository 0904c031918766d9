import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { measureClients } from './client/run';
import { measureEngine } from './engine/run';
import { measureLedger } from './ledger/run';
import { writePage } from './page';
import { measureRegister } from './register/run';
import { storeResult } from './results';
import { measureScale } from './scale/run';
import { measureStartUp } from './startUp/run';

const HELP = `npm run bench [-- TABLE…] [--rounds 3] [--most-items 100000]

Tables: client, engine, ledger, startUp, register, pace; all of them unless named. "page" only writes
docs/benchmarks.md anew from the stored results. All together take about an hour; engine alone with
--most-items 10000 about 15 minutes. The engine table installs n8n into a cache folder the first time.`;

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
		register: async () => await measureRegister(),
		pace: async () => await measureScale(),
	};
	const chosen = positionals.length > 0 ? positionals : Object.keys(tables);
	for (const name of chosen) {
		if (name === 'page') continue;
		const measure = tables[name];
		if (!measure) throw new Error(`There is no table "${name}".\n\n${HELP}`);
		console.log(`— ${name}`);
		storeResult(name, await measure());
	}
	writePage();
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	},
);
