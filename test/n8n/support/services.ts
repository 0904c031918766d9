import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { N8nInstallation } from './installations';

/** Something a test borrows from a service of this machine, with the settings that point n8n at it. */
export interface BorrowedService {
	env: Record<string, string>;
	giveBack(): Promise<void>;
}

interface PostgresClient {
	connect(): Promise<void>;
	query(sql: string, values?: unknown[]): Promise<{ rows: Array<Record<string, unknown>> }>;
	end(): Promise<void>;
}

interface RedisClient {
	keys(pattern: string): Promise<string[]>;
	del(...keys: string[]): Promise<number>;
	quit(): Promise<unknown>;
}

export interface Database extends BorrowedService {
	name: string;
	query(sql: string, values?: unknown[]): Promise<Array<Record<string, unknown>>>;
	/** Cuts all connections and takes no new ones, as a server that restarts; or takes them again. */
	setAllowed(isAllowed: boolean): Promise<void>;
}

const POSTGRES = {
	host: process.env.PGHOST ?? '127.0.0.1',
	port: Number(process.env.PGPORT ?? 5432),
	user: process.env.PGUSER ?? 'postgres',
	password: process.env.PGPASSWORD ?? '',
};

const REDIS = {
	host: process.env.REDIS_HOST ?? '127.0.0.1',
	port: Number(process.env.REDIS_PORT ?? 6379),
};

/** Makes an empty database of its own in this machine's PostgreSQL. `giveBack()` drops it. */
export async function borrowDatabase(installation: N8nInstallation): Promise<Database> {
	const name = `n8n_test_${randomBytes(6).toString('hex')}`;
	await inDatabase(installation, 'postgres', `CREATE DATABASE ${name}`);
	return {
		name,
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: POSTGRES.host,
			DB_POSTGRESDB_PORT: String(POSTGRES.port),
			DB_POSTGRESDB_USER: POSTGRES.user,
			DB_POSTGRESDB_PASSWORD: POSTGRES.password,
			DB_POSTGRESDB_DATABASE: name,
		},
		query: async (sql, values) => await inDatabase(installation, name, sql, values),
		setAllowed: async (isAllowed) => {
			await inDatabase(
				installation,
				'postgres',
				`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${isAllowed}`,
			);
			if (isAllowed) return;
			await inDatabase(
				installation,
				'postgres',
				'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
				[name],
			);
		},
		giveBack: async () => {
			await inDatabase(installation, 'postgres', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
		},
	};
}

/** What the credential of a register in this database holds. */
export function registerData({ name, env }: Database): Record<string, unknown> {
	return {
		host: env.DB_POSTGRESDB_HOST,
		port: Number(env.DB_POSTGRESDB_PORT),
		database: name,
		user: env.DB_POSTGRESDB_USER,
		password: env.DB_POSTGRESDB_PASSWORD,
		ssl: 'disable',
	};
}

/** Takes key prefixes of its own in this machine's Redis. `giveBack()` deletes what is under them. */
export async function borrowQueue(installation: N8nInstallation): Promise<BorrowedService> {
	const prefix = `n8n_test_${randomBytes(6).toString('hex')}`;
	return {
		env: {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: REDIS.host,
			QUEUE_BULL_REDIS_PORT: String(REDIS.port),
			QUEUE_BULL_PREFIX: prefix,
			N8N_REDIS_KEY_PREFIX: prefix,
		},
		giveBack: async () => {
			const Redis = moduleOf<new (options: typeof REDIS) => RedisClient>(installation, 'ioredis');
			const redis = new Redis(REDIS);
			try {
				const keys = await redis.keys(`*${prefix}*`);
				if (keys.length > 0) await redis.del(...keys);
			} finally {
				await redis.quit();
			}
		},
	};
}

async function inDatabase(
	installation: N8nInstallation,
	database: string,
	sql: string,
	values?: unknown[],
): Promise<Array<Record<string, unknown>>> {
	const { Client } = moduleOf<{ Client: new (options: object) => PostgresClient }>(
		installation,
		'pg',
	);
	const client = new Client({ ...POSTGRES, database });
	await client.connect();
	try {
		return (await client.query(sql, values)).rows;
	} finally {
		await client.end();
	}
}

// n8n brings its own clients of both services: no need to depend on them a second time.
function moduleOf<T>(installation: N8nInstallation, name: string): T {
	const requireFromN8n = createRequire(
		join(installation.folder, 'node_modules', 'n8n', 'package.json'),
	);
	return requireFromN8n(name) as T;
}
