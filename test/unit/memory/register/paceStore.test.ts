import { RegisterDatabase } from '../../../../nodes/shared/registerDatabase/database';
import { PostgresPaceStore } from '../../../../nodes/shared/registerDatabase/paceStore';
import {
	createTestDatabase,
	describeWithPostgres,
	type TestDatabase,
} from '../../../support/postgres/database';

describeWithPostgres('the pace in PostgreSQL', () => {
	let server: TestDatabase;
	let database: RegisterDatabase;
	let store: PostgresPaceStore;

	beforeEach(async () => {
		server = await createTestDatabase();
		database = RegisterDatabase.of(server.settings);
		store = PostgresPaceStore.of(database);
	});
	afterEach(async () => {
		await database.close();
		await server.drop();
	});

	it('is one store for each database, so that it is attached once', () => {
		expect(PostgresPaceStore.of(database)).toBe(store);
	});

	it('of an app is nothing at first', async () => {
		expect(await store.read('app')).toMatchObject({ version: 0, text: undefined });
	});

	it('is written only by a process that has read the newest', async () => {
		expect(await store.write('app', 0, '{"a":1}')).toBe(true);
		expect(await store.write('app', 0, '{"a":2}')).toBe(false);
		const { version, text = '' } = await store.read('app');
		expect(JSON.parse(text)).toEqual({ a: 1 });
		expect(await store.write('app', version, '{"a":3}')).toBe(true);
		expect(await store.write('app', version, '{"a":4}')).toBe(false);
		expect(await store.write('other', 0, '{}')).toBe(true);
	});

	it('goes by the clock of the server', async () => {
		const [{ ms }] = await server.query<{ ms: number }>(
			'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
		);
		const { nowMs } = await store.read('app');
		expect(nowMs).toBeGreaterThanOrEqual(ms);
	});
});
