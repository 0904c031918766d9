import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { createTestDatabase, type TestDatabase } from '../postgres/database';
import { hasPostgres } from '../postgres/platform';
import { startRelay } from '../postgres/relay';
import { builtModule, type TestBench } from './bench';

/** A register behind the node, as a test of the engine uses it. */
export interface TestMemory {
	/** What the node's options say of it. */
	options: IDataObject;
	credential?: ICredentialDataDecryptedObject;
	/** Cuts the way to it, or opens it again. */
	setAway(isAway: boolean): void;
	/** What is said of it then. */
	awayWords: RegExp;
	/** The processes that hold anything die, and long after another one comes. */
	holdersDie(): Promise<void>;
	/** Forgets everything. */
	clear(): Promise<void>;
	close(): Promise<void>;
}

/** The registers there are, by name. */
export const MEMORIES: Array<[string, (bench: TestBench) => Promise<TestMemory>]> = [
	["n8n's store", openN8nMemory],
];
if (hasPostgres()) MEMORIES.push(['PostgreSQL', openPostgresMemory]);

export async function openN8nMemory({ processedData }: TestBench): Promise<TestMemory> {
	return {
		options: {},
		setAway: (isAway) => {
			processedData.failWith = isAway ? new Error('database is locked') : undefined;
		},
		awayWords: /database is locked/,
		holdersDie: async () => undefined,
		clear: async () => undefined,
		close: async () => undefined,
	};
}

/** A database of its own, with a way to it that can be cut. */
export interface PostgresMemory extends TestMemory {
	credential: ICredentialDataDecryptedObject;
	database: TestDatabase;
	/** How many apps are banned as far as the register knows. */
	bannedApps(): Promise<number>;
}

export async function openPostgresMemory(): Promise<PostgresMemory> {
	const database = await createTestDatabase();
	const relay = await startRelay(database.settings.port);
	const hasTables = async () => {
		const [{ made }] = await database.query<{ made: boolean }>(
			"select to_regclass('alsc_register') is not null as made",
		);
		return made;
	};
	return {
		database,
		bannedApps: async () => {
			if (!(await hasTables())) return 0;
			const [{ count }] = await database.query<{ count: number }>(
				"select count(*)::int as count from alsc_pace where (pace->>'bannedUntilMs')::float8 > 0",
			);
			return count;
		},
		options: { register: 'postgres' },
		credential: { ...database.settings, port: relay.port },
		setAway: (isAway) => relay.setAway(isAway),
		awayWords: /database does not answer as it should/,
		holdersDie: async () => {
			await database.query('update alsc_gifts set held_until = now() where holder is not null');
		},
		clear: async () => {
			if (await hasTables()) await database.query('truncate alsc_gifts, alsc_retries, alsc_pace');
		},
		close: async () => {
			await builtModule<{ closeRegisterDatabases: () => Promise<void> }>(
				'nodes/shared/registerDatabase/database',
			).closeRegisterDatabases();
			await relay.close();
			await database.drop();
		},
	};
}
