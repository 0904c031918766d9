import type { Pool } from 'pg';
import { say } from '../../../wording/say';
import { patiently } from './patience';
import { RegisterProblem } from './registerProblem';
import { CREATE_TABLES, MAY_USE_TABLES, SCHEMA_VERSION } from './schema';
import { describeProblem } from './problem';
import { poolConfig, type RegisterSettings } from './settings';

const INSUFFICIENT_PRIVILEGE = '42501';
/** The key of the advisory lock under which tables are created; any number that no other program uses. */
const LOCK_OF_CREATION = 7_027_365_937;

/**
 * The register's database, with one small pool of connections per credential and process. The client is
 * loaded when the first connection is made.
 */
export class RegisterDatabase {
	private pool?: Promise<Pool>;
	private ready?: Promise<void>;

	constructor(readonly settings: RegisterSettings) {}

	/** This process's database for these settings. */
	static of(settings: RegisterSettings): RegisterDatabase {
		const name = JSON.stringify(settings);
		let database = databases.get(name);
		if (!database) {
			database = new RegisterDatabase(settings);
			databases.set(name, database);
		}
		return database;
	}

	/**
	 * Runs one statement, after the tables have been made; tries again while the database is away.
	 *
	 * @param sql a statement that may be run twice: an answer can get lost
	 * @param values made anew for each try
	 * @throws RegisterProblem
	 */
	async query<Row>(sql: string, values: () => readonly unknown[]): Promise<Row[]> {
		return await patiently(
			async () => await this.queryOnce<Row>(sql, values()),
			(error) => error instanceof RegisterProblem && error.mayPass,
		);
	}

	/**
	 * Runs one statement without trying again.
	 *
	 * @throws RegisterProblem
	 */
	async queryOnce<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
		try {
			this.ready ??= this.prepare();
			await this.ready;
			const { rows } = await (await this.connect()).query(sql, [...values]);
			return rows as Row[];
		} catch (error) {
			// The database may have been replaced: the next statement checks the tables again.
			this.ready = undefined;
			throw describeProblem(error, this.settings);
		}
	}

	/**
	 * Checks, without trying again, whether runs could use the tables.
	 *
	 * @throws RegisterProblem
	 */
	async check(): Promise<void> {
		const [{ may }] = await this.queryOnce<{ may: boolean }>(MAY_USE_TABLES, []);
		if (!may) throw describeProblem({ code: INSUFFICIENT_PRIVILEGE }, this.settings);
	}

	/** Ends all connections. */
	async close(): Promise<void> {
		const pool = this.pool;
		this.pool = undefined;
		this.ready = undefined;
		await (await pool)?.end();
	}

	private async prepare(): Promise<void> {
		const version = await this.version();
		if (version === undefined) await this.createTables();
		else if (version > SCHEMA_VERSION) {
			throw new RegisterProblem(say('registerNewer'), false);
		}
	}

	/** `undefined` where there are no tables yet. */
	private async version(): Promise<number | undefined> {
		const pool = await this.connect();
		const { rows: found } = await pool.query<{ version_table: string | null }>(
			"select to_regclass('alsc_register')::text as version_table",
		);
		if (found[0].version_table === null) return undefined;
		const { rows } = await pool.query<{ version: number | null }>(
			'select max(version) as version from alsc_register',
		);
		return rows[0].version ?? undefined;
	}

	/** Sent without values, all statements run in one transaction; the lock makes a second process wait. */
	private async createTables(): Promise<void> {
		const pool = await this.connect();
		await pool.query(`select pg_advisory_xact_lock(${LOCK_OF_CREATION});\n${CREATE_TABLES}`);
	}

	private async connect(): Promise<Pool> {
		this.pool ??= open(this.settings);
		return await this.pool;
	}
}

const databases = new Map<string, RegisterDatabase>();

/** Ends the connections to all registers; for tests. */
export async function closeRegisterDatabases(): Promise<void> {
	const all = [...databases.values()];
	databases.clear();
	await Promise.all(all.map(async (database) => await database.close()));
}

async function open(settings: RegisterSettings): Promise<Pool> {
	const { default: pg } = await import('pg');
	const pool = new pg.Pool(poolConfig(settings));
	// Without a listener, an idle connection that breaks would end the process; the pool replaces it.
	pool.on('error', () => undefined);
	return pool;
}
