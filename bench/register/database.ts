import pg from 'pg';
import { CREATE_TABLES } from '../../nodes/shared/registerDatabase/schema';
import { insertGifts } from '../../test/support/register/fill';
import type { RegisterSettings } from '../../nodes/shared/registerDatabase/settings';

/** Where the register lies; PostgreSQL's own variables, as for the tests of queue mode. */
export const REGISTER: RegisterSettings = {
	host: process.env.PGHOST ?? '127.0.0.1',
	port: Number(process.env.PGPORT ?? 5432),
	database: 'alsc_bench',
	user: process.env.PGUSER ?? 'postgres',
	password: process.env.PGPASSWORD ?? '',
	ssl: 'disable',
	caCertificate: '',
};

/** Makes the register's database anew. */
export async function emptyDatabase(): Promise<void> {
	const { database } = REGISTER;
	await run('postgres', `drop database if exists ${database} with (force)`);
	await run('postgres', `create database ${database}`);
}

/** Makes so many gifts of another campaign known to the register. */
export async function fillRegister(count: number): Promise<void> {
	const { database } = REGISTER;
	await run(database, CREATE_TABLES);
	await run(database, insertGifts(count));
}

async function run(database: string, sql: string): Promise<void> {
	const { host, port, user, password } = REGISTER;
	const client = new pg.Client({ host, port, user, password, database });
	await client.connect();
	try {
		await client.query(sql);
	} finally {
		await client.end();
	}
}
