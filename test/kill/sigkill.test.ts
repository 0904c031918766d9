import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { spawnGateway, type SpawnedGateway } from '../gateway';
import { seededRandom } from '../gateway/random';
import { scaled } from '../support/engine/timeScale';
import type { Ending } from './support/engineProcess';
import { createTestDatabase, type TestDatabase } from '../support/postgres/database';
import { hasPostgres } from '../support/postgres/platform';
import { CREATE_TABLES } from '../../nodes/shared/registerDatabase/schema';
import { insertGifts } from '../support/register/fill';
import { spawnEngine } from './support/spawnEngine';

const STORES = ["n8n's store", ...(hasPostgres() ? ['PostgreSQL'] : [])];
const KILLS = 20;
/** The runs take turns in what they do about the keys that the killed ones left behind. */
const POLICIES = ['report', 'verify'];
/** The most vouchers sent between the beginning of a run and the moment it is to be killed. */
const MOST_SENT_BEFORE_KILL = 80;
/**
 * More than all runs before the last kill can have claimed: what each has sent, two windows of keys and
 * what is in flight. A run that finds no free key has nothing to send, and would not live to be killed.
 */
const CUSTOMERS = Array.from({ length: KILLS * 700 }, (_, at) => `c${at + 1}`);

const TIMINGS = {
	executableForMs: scaled(60_000),
	showsAfterMs: scaled(7_000),
	earlyLooksMs: [1_000, 4_000, 12_000, 30_000].map(scaled),
	backoffBaseMs: 2,
	backoffMostMs: 10,
};

/** A run waits for what a killed one held until that has lapsed; the lease is shortened. */
const REGISTER_TIMINGS = { leaseMs: 30_000, mayLeaveMs: 20_000, renewEveryMs: 5_000 };

/** Gifts of another time that the register holds already. */
const ROWS = 1_000_000;
/** The processes take turns in this; the platform takes no request that is more than ten minutes off. */
const CLOCKS_OFF_MS = [0, 590_000, 0, -590_000];

/** n8n dies in mid-run, without a chance to write anything down, and the same list is run again. */
describe.each(STORES)('killed with SIGKILL, with keys in %s', (store) => {
	let gateway: SpawnedGateway;
	let folder: string;
	let database: TestDatabase | undefined;

	beforeEach(async () => {
		gateway = await spawnGateway({ https: false, latencyMs: 4, latencyJitterMs: 8 });
		folder = mkdtempSync(join(tmpdir(), 'alsc-kill-'));
		database = store === 'PostgreSQL' ? await createFullDatabase() : undefined;
	});
	afterEach(async () => {
		await gateway.close();
		await database?.drop();
		rmSync(folder, { recursive: true, force: true });
	});

	const engine = (unknownOutcome: string, run = 0) =>
		spawnEngine({
			gatewayUrl: gateway.url,
			file: join(folder, 'processed.json'),
			customers: CUSTOMERS,
			options: {
				sendOnceKey: '={{ $json.customer }}',
				unknownOutcome,
				maxConcurrency: 16,
				...(database && { register: 'postgres' }),
			},
			timings: TIMINGS,
			register: database && { ...database.settings },
			registerTimings: REGISTER_TIMINGS,
			clockOffMs: database && CLOCKS_OFF_MS[run % CLOCKS_OFF_MS.length],
		});
	const executed = async () => (await gateway.control.stats()).executed;

	it('20 times, and run again: nothing is sent twice, nothing is called sent that was not', async () => {
		const seed = Date.now() % 1_000_000;
		process.stdout.write(`kill test: seed ${seed}\n`);
		const random = seededRandom(seed);
		for (let kill = 1; kill <= KILLS; kill++) {
			const before = await executed();
			const run = engine(POLICIES[kill % POLICIES.length], kill);
			await run.ready;
			const enough = before + Math.floor(random() * MOST_SENT_BEFORE_KILL);
			await Promise.race([run.ending, sentMoreThan(enough)]);
			// Some time later, so that requests, claims and settlements are under way.
			await Promise.race([run.ending, pause(random() * 30)]);
			run.kill();
			const report = await run.ending;
			expect({ kill, hasReport: report !== undefined }).toEqual({ kill, hasReport: false });
			await sayNothingTwice();
		}

		const reported = await engine('report').ending;
		await isTrue(reported);
		const inDoubt = Object.values(reported?.kinds ?? {}).filter((kind) => kind === 'unknown');
		process.stdout.write(
			`kill test: ${inDoubt.length} of ${CUSTOMERS.length} in doubt after ${KILLS} kills\n`,
		);

		const verified = await engine('verify', 1).ending;
		await isTrue(verified);
		expect(await executed()).toBe(CUSTOMERS.length);
	});

	async function sentMoreThan(count: number): Promise<void> {
		while ((await executed()) <= count) await pause(1);
	}

	async function timesOf(): Promise<Map<string, number>> {
		const times = new Map<string, number>();
		for (const { customer_id } of await gateway.control.executed()) {
			times.set(customer_id, (times.get(customer_id) ?? 0) + 1);
		}
		return times;
	}

	async function sayNothingTwice(): Promise<void> {
		const twice = [...(await timesOf())].filter(([, times]) => times > 1);
		expect(twice).toEqual([]);
	}

	async function isTrue(ending: Ending | undefined): Promise<void> {
		const times = await timesOf();
		const lies = Object.entries(ending?.kinds ?? { 'no report': 'sent' }).filter(
			([customer, kind]) => {
				const given = times.get(customer) ?? 0;
				return given > 1 || (kind === 'sent' && given === 0) || (isNo(kind) && given > 0);
			},
		);
		expect(lies).toEqual([]);
	}
});

async function createFullDatabase(): Promise<TestDatabase> {
	const database = await createTestDatabase();
	await database.query(CREATE_TABLES);
	await database.query(insertGifts(ROWS));
	return database;
}

function isNo(kind: string): boolean {
	return kind === 'not_sent' || kind === 'rejected';
}
