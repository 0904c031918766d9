import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { spawnGateway, type SpawnedGateway } from '../../test/gateway';
import { startExecution, useProcessedData } from '../../test/support/engine/engine';
import {
	loadPackage,
	VOUCHER_NODE_TYPE,
	type LoadedPackage,
} from '../../test/support/engine/package';
import { FileProcessedData } from '../../test/support/engine/processedData';
import { sendingWorkflow } from '../../test/support/engine/workflows';
import { emptyDatabase, REGISTER } from '../register/database';
import { median } from '../statistics';

/** How long a run takes from the node's start until its first request is at the gateway. */
export interface FirstByteResult {
	items: number;
	memory: Memory;
	ms: number;
}

/** Where keys are remembered, if items have any. */
type Memory = 'no key' | "key, n8n's store" | 'key, PostgreSQL';

const SIZES = [1, 1_000, 100_000];
const ROUNDS = 5;
const KEY = '={{ $json.customer }}';
const PARAMETERS: Record<Memory, INodeParameters> = {
	'no key': {},
	"key, n8n's store": { sendOnceKey: KEY },
	'key, PostgreSQL': { sendOnceKey: KEY, options: { register: 'postgres' } },
};

export async function measureFirstByte(): Promise<FirstByteResult[]> {
	const folder = mkdtempSync(join(tmpdir(), 'alsc-bench-'));
	await useProcessedData(new FileProcessedData(join(folder, 'processed.json')));
	await emptyDatabase();
	const loaded = await loadPackage();
	const gateway = await spawnGateway({ latencyMs: 20, https: false });
	const results: FirstByteResult[] = [];
	try {
		for (const memory of Object.keys(PARAMETERS) as Memory[]) {
			// The first run loads what is loaded when it is first needed.
			await measureOne(loaded, gateway, memory, 1);
			for (const items of SIZES) {
				const rounds: number[] = [];
				for (let round = 0; round < ROUNDS; round++) {
					rounds.push(await measureOne(loaded, gateway, memory, items));
				}
				const result = { items, memory, ms: median(rounds) };
				console.log(JSON.stringify(result));
				results.push(result);
			}
		}
	} finally {
		await gateway.close();
		rmSync(folder, { recursive: true, force: true });
	}
	return results;
}

let runs = 0;

async function measureOne(
	loaded: LoadedPackage,
	gateway: SpawnedGateway,
	memory: Memory,
	items: number,
): Promise<number> {
	await gateway.control.reset();
	const run = ++runs;
	const node = loaded.nodeTypes.getByNameAndVersion(VOUCHER_NODE_TYPE);
	const { execute } = node;
	let startedAtMs = 0;
	node.execute = async function (this: IExecuteFunctions) {
		startedAtMs = Date.now();
		return (await execute?.call(this)) ?? [];
	};
	const input = Array.from({ length: items }, (_, n) => ({ json: { customer: `r${run}c${n}` } }));
	const { finished } = startExecution(
		loaded,
		sendingWorkflow({ onError: 'continueRegularOutput', parameters: PARAMETERS[memory] }),
		{
			pinned: { Start: input },
			credentials: {
				appKey: '12345678',
				appSecret: 'helloworld',
				environment: 'custom',
				gatewayUrl: gateway.url,
				signMethod: 'hmac-sha256',
			},
			register: { ...REGISTER },
		},
	);
	const ended = finished.then(
		() => undefined,
		() => undefined,
	);
	for (;;) {
		const [first] = await gateway.control.calls(0, 1);
		if (!first) continue;
		if (items > 1) finished.cancel();
		await ended;
		node.execute = execute;
		return first.at - startedAtMs;
	}
}
