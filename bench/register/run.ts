import { emptyDatabase, fillRegister } from './database';
import { openBenchN8n } from '../engine/n8n';
import type { Subject } from '../engine/workflows';

/** One run over new customers, after so many keys are remembered. */
export interface KeyedRun {
	subject: Subject;
	/** Keys that the store held before. */
	held: number;
	items: number;
	ms: number;
}

export interface RegisterResult {
	latencyMs: number;
	runs: KeyedRun[];
}

const LATENCY_MS = 20;
const ITEMS = 20_000;
const ROUNDS = 5;
const FULL = 1_000_000;

/** What a Send Once Key costs in one n8n, with either store. */
export async function measureRegister(): Promise<RegisterResult> {
	await emptyDatabase();
	return { latencyMs: LATENCY_MS, runs: await measureOneProcess() };
}

async function measureOneProcess(): Promise<KeyedRun[]> {
	const n8n = await openBenchN8n(LATENCY_MS);
	const runs: KeyedRun[] = [];
	const measure = async (subject: Subject, held: number) => {
		const { ms } = await n8n.run(subject, ITEMS);
		runs.push({ subject, held, items: ITEMS, ms });
		console.log(JSON.stringify(runs.at(-1)));
	};
	try {
		await n8n.run('voucher node', 500);
		for (let round = 0; round < ROUNDS; round++) {
			await measure('voucher node', 0);
			await measure('voucher node, key', round * ITEMS);
		}
		await n8n.run('voucher node, register', 500);
		await measure('voucher node, register', 500);
		await measure('voucher node, register', ITEMS + 500);
		await fillRegister(FULL);
		await measure('voucher node, register', FULL);
		await measure('voucher node, register', FULL + ITEMS);
		await measure('voucher node', 0);
		return runs;
	} finally {
		await n8n.close();
	}
}
