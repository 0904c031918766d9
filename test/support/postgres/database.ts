import { randomBytes } from 'node:crypto';
import { Client, type QueryResultRow } from 'pg';
import type { RegisterSettings } from '../../../nodes/shared/registerDatabase/settings';
import { offeredPostgres } from './sharedCluster';
import { hasPostgres } from './platform';

/** An empty database of a test's own. */
export interface TestDatabase {
	/** What the register's credential would say. */
	settings: RegisterSettings;
	query<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
	drop(): Promise<void>;
}

/** `describe` where there is a PostgreSQL. */
export const describeWithPostgres = hasPostgres() ? describe : describe.skip;

export async function createTestDatabase(): Promise<TestDatabase> {
	const { port, user, password } = await offeredPostgres();
	const database = `test_${randomBytes(6).toString('hex')}`;
	const server = { host: '127.0.0.1', port, user, password };
	const run = async <Row extends QueryResultRow>(
		name: string,
		sql: string,
		values?: unknown[],
	): Promise<Row[]> => {
		const client = new Client({ ...server, database: name });
		await client.connect();
		try {
			return (await client.query<Row>(sql, values)).rows;
		} finally {
			await client.end();
		}
	};
	await run('postgres', `create database ${database}`);
	return {
		settings: { ...server, database, ssl: 'disable', caCertificate: '' },
		query: async (sql, values) => await run(database, sql, values),
		drop: async () => {
			await run('postgres', `drop database if exists ${database} with (force)`);
		},
	};
}
