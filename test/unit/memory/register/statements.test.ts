import {
	CLAIM,
	RENEW,
	SETTLE,
} from '../../../../nodes/AlibabaAlscVoucherSend/memory/register/postgres/statements';
import { CREATE_TABLES } from '../../../../nodes/shared/registerDatabase/schema';
import {
	createTestDatabase,
	describeWithPostgres,
	type TestDatabase,
} from '../../../support/postgres/database';

const ROWS = 100_000;
const WINDOW = 500;
const APP = '12345678@gw.api.taobao.com';

describeWithPostgres('the statements of the register', () => {
	let server: TestDatabase;

	beforeAll(async () => {
		server = await createTestDatabase();
		await server.query(CREATE_TABLES);
		await server.query(
			`insert into alsc_gifts (app, key, template, customer, quantity, request_id, state,
				held_until, claimed_at, ended_at)
			select '${APP}', 'spring-' || n % 50, '3243421', n::text, 1, 'request-' || n, 'sent',
				now(), now(), now()
			from generate_series(1, ${ROWS}) n`,
		);
		await server.query('analyze alsc_gifts');
	});
	afterAll(async () => await server.drop());

	const numbers = Array.from({ length: WINDOW }, (_, at) => 7 * at + 1);
	const all = (value: string | number) => numbers.map(() => value);
	const keys = numbers.map((n) => `spring-${n % 50}`);
	const names = [keys, all('3243421'), numbers.map(String), all(APP)];
	const requests = [all(1), all('request')];

	// Among few rows the planner may read all of them; the more there are, the worse that would be.
	it.each([
		['claim', CLAIM, [...names, ...requests, 'holder', 90_000, 'workflow', '1']],
		['renew', RENEW, [...names, 'holder', 90_000]],
		['settle', SETTLE, [...names, ...requests, all('gateway'), all('sent'), 'holder']],
	])('%s looks gifts up by the index, however many there are', async (_name, sql, values) => {
		const lines = await server.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, values);
		const plan = lines.map((line) => line['QUERY PLAN']).join('\n');
		expect(plan).toMatch(/Index Scan using alsc_gifts_pkey/);
		expect(plan).not.toMatch(/Seq Scan on alsc_gifts/);
	});
});
