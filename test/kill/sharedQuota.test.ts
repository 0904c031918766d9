import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { spawnGateway, type Execution, type SpawnedGateway } from '../gateway';
import { createTestDatabase, type TestDatabase } from '../support/postgres/database';
import { hasPostgres } from '../support/postgres/platform';
import type { Ending } from './support/engineProcess';
import { spawnEngine } from './support/spawnEngine';

const QUOTA = 50;
const ITEMS_EACH = 1_000;

let gateway: SpawnedGateway;
let folder: string;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'alsc-quota-'));
	gateway = await spawnGateway({
		https: false,
		latencyMs: 20,
		latencyJitterMs: 20,
		quotas: [{ calls: QUOTA, ban: 1 }],
	});
});
afterEach(async () => {
	await gateway.close();
	rmSync(folder, { recursive: true, force: true });
});

const engine = (process: number, register?: TestDatabase) =>
	spawnEngine({
		gatewayUrl: gateway.url,
		file: join(folder, `processed-${process}.json`),
		customers: Array.from({ length: ITEMS_EACH }, (_, at) => `p${process}-c${at + 1}`),
		options: register ? { register: 'postgres' } : {},
		timings: {},
		register: register && { ...register.settings },
	});

function expectComplete(ending: Ending | undefined): void {
	const kinds = Object.values(ending?.kinds ?? {});
	expect(kinds.filter((kind) => kind === 'sent')).toHaveLength(ITEMS_EACH);
}

function expectOnceEach(executed: readonly Execution[]): void {
	expect(new Set(executed.map(({ customer_id }) => customer_id)).size).toBe(executed.length);
}

/** Two n8n processes share one app key, and its quota, without talking to each other. */
it('two processes share a quota of calls per second, and every voucher arrives once', async () => {
	const engines = [1, 2].map((process) => engine(process));
	const endings = await Promise.all(engines.map(async ({ ending }) => await ending));

	const executed = await gateway.control.executed();
	const { bans, refused } = await gateway.control.stats();
	const whole = stretch(executed);
	const together = stretch(whileBothSend(executed));
	process.stdout.write(
		`two processes, one quota of ${QUOTA}/s: ${executed.length} vouchers in ${whole.seconds.toFixed(1)} s, ` +
			`${percent(whole.rate)} % of the quota, ${percent(together.rate)} % while both had something to send; ` +
			`${bans.length} bans, ${refused[7] ?? 0} calls refused\n`,
	);
	expectOnceEach(executed);
	expect(executed).toHaveLength(2 * ITEMS_EACH);
	endings.forEach(expectComplete);
});

const withPostgres = hasPostgres() ? it : it.skip;
withPostgres(
	'a process that is killed leaves its part of the shared pace to the other',
	async () => {
		const database = await createTestDatabase();
		try {
			const [killed, other] = [engine(1, database), engine(2, database)];
			while ((await gateway.control.stats()).executed < 5 * QUOTA) await pause(20);
			killed.kill();
			const killedAtMs = Date.now();
			expectComplete(await other.ending);

			const executed = await gateway.control.executed();
			expectOnceEach(executed);
			// Its last part was for half a second, and after another second and a half the other no longer counts it.
			const alone = stretch(executed.filter(({ at }) => at > killedAtMs + 3_000));
			process.stdout.write(`after the kill the other used ${percent(alone.rate)} % of the quota\n`);
			expect(alone.rate).toBeGreaterThan(0.75 * QUOTA);
		} finally {
			await database.drop();
		}
	},
);

function percent(rate: number): string {
	return ((100 * rate) / QUOTA).toFixed(0);
}

/** How long these executions took, in seconds, and how many there were in a second. */
function stretch(executed: readonly Execution[]): { seconds: number; rate: number } {
	const seconds = (timeOf(executed.at(-1)) - timeOf(executed[0])) / 1000;
	return { seconds, rate: executed.length / seconds };
}

/** The executions from when both processes had begun until one of them was done. */
function whileBothSend(executed: readonly Execution[]): Execution[] {
	const each = ['p1', 'p2'].map((process) =>
		executed.filter(({ customer_id }) => customer_id.startsWith(process)),
	);
	const begin = Math.max(...each.map((own) => timeOf(own[0])));
	const end = Math.min(...each.map((own) => timeOf(own.at(-1))));
	return executed.filter(({ at }) => at >= begin && at <= end);
}

function timeOf(execution: Execution | undefined): number {
	if (!execution) throw new Error('One of the processes sent nothing.');
	return execution.at;
}
