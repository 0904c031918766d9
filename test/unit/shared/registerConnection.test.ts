import type { ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import type { RegisterSettings } from '../../../nodes/shared/registerDatabase/settings';
import { statementsForOwner } from '../../../nodes/shared/registerDatabase/schema';
import { registerConnection } from '../../../nodes/shared/registerDatabase/testConnection';
import { freePort } from '../../support/postgres/cluster';
import {
	createTestDatabase,
	describeWithPostgres,
	type TestDatabase,
} from '../../support/postgres/database';
import { Authority, type ServerCertificate } from '../top/support/certificates';

const USER = 'shop "north"';
const QUOTED_USER = '"shop ""north"""';
const PASSWORD = ' päss word ';
const AWAY_MS = 10 * 24 * 3600_000;

describeWithPostgres("the test of the register's credential", () => {
	let server: TestDatabase;
	let settings: RegisterSettings;
	const ask = async (sql: string) => await server.query<{ text: string }>(sql);

	beforeAll(async () => {
		server = await createTestDatabase();
		await ask(`create user ${QUOTED_USER} password '${PASSWORD}'`);
		// As in PostgreSQL 15 and later: only the owner makes tables in "public".
		await ask('revoke create on schema public from public');
		settings = { ...server.settings, user: USER, password: PASSWORD };
	});
	afterAll(async () => {
		await ask(`drop owned by ${QUOTED_USER}; drop user ${QUOTED_USER}`);
		await server.drop();
	});

	async function press(changes: Partial<RegisterSettings>): Promise<INodeCredentialTestResult> {
		const credential = { id: '1', name: 'Register', type: 'alibabaAlscRegister' };
		return await registerConnection.call({} as ICredentialTestFunctions, {
			...credential,
			data: { ...settings, ...changes },
		});
	}

	/** Writes a file into the server's own folder, as the user that it runs as. */
	async function writeFile(name: string, text: string): Promise<void> {
		const tag = '$file$';
		await ask(
			`copy (select unnest(string_to_array(${tag}${text.replaceAll('\r', '').trim()}${tag}, chr(10))))
				to program 'cat > ${name} && chmod 600 ${name}'`,
		);
	}

	/** Makes new connections go by the server's files as they are now. */
	async function reload(): Promise<void> {
		const readAt = async () => (await ask('select pg_conf_load_time()::text as text'))[0].text;
		const before = await readAt();
		await ask('select pg_reload_conf()');
		while ((await readAt()) === before);
	}

	async function encryptWith({ key, cert }: ServerCertificate): Promise<void> {
		await writeFile('server.key', key);
		await writeFile('server.crt', cert);
		await ask('alter system set ssl = on');
		await reload();
	}

	it.each([
		[
			'a host that nobody knows',
			// RFC 6761 promises that this name never resolves.
			{ host: 'register.invalid' },
			/^The register's host "register.invalid" (is not known|could not be looked up)\. Check 'Host'/,
		],
		[
			'a wrong password',
			{ password: 'wrong' },
			/^The register's database does not accept the password of user "shop "north""\. Check 'User' and 'Password'/,
		],
		[
			'a user who is not there',
			{ user: 'nobody' },
			/^The register's database does not accept the password of user "nobody"\. Check 'User'/,
		],
		[
			'a database that is not there',
			{ database: 'coupons' },
			/^There is no database "coupons" on the register's server\. Check 'Database'/,
		],
		[
			'TLS that the server does not offer',
			{ ssl: 'require' },
			/^The register's server does not encrypt connections\. Switch TLS on there.*Disable$/,
		],
		['an empty host', { host: ' ' }, /^Fill in 'Host'$/],
		['an empty database', { database: '' }, /^Fill in 'Database'$/],
		['an empty user', { user: '' }, /^Fill in 'User'$/],
	] as Array<[string, Partial<RegisterSettings>, RegExp]>)(
		'is red for %s',
		async (_name, changes, words) => {
			const { status, message } = await press(changes);
			expect(message).toMatch(words);
			expect(status).toBe('Error');
			expect(message).not.toContain(PASSWORD.trim());
		},
	);

	it('is red when nothing listens there', async () => {
		const port = await freePort();
		expect(await press({ port })).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				new RegExp(`^Nothing answers at 127\\.0\\.0\\.1:${port}\\. Check 'Host' and 'Port'`),
			) as string,
		});
	});

	it('is red without the right to make tables, with the statement for the owner, and green after it', async () => {
		const refused = await press({});
		const statements = statementsForOwner(USER);
		expect(refused).toEqual({
			status: 'Error',
			message: `User "${USER}" may not create or use the register's tables. Have the database's owner run this once: ${statements}`,
		});

		await ask(statements);
		expect(await press({})).toEqual({ status: 'OK', message: 'Connection successful' });

		await ask(`revoke update on alsc_gifts from ${QUOTED_USER}`);
		expect(await press({})).toEqual(refused);
		await ask(`grant update on alsc_gifts to ${QUOTED_USER}`);
	});

	it('is red for tables that a newer version made', async () => {
		await ask('insert into alsc_register (version) values (99)');
		const { status, message } = await press({});
		await ask('delete from alsc_register where version = 99');
		expect({ status, message }).toEqual({
			status: 'Error',
			message:
				"The register's tables were made by a newer version of this package. Update the package on this n8n process",
		});
	});

	describe('where the server encrypts', () => {
		const authority = new Authority();
		const words = async (changes: Partial<RegisterSettings>) => (await press(changes)).message;

		beforeAll(async () => await encryptWith(authority.issue({ host: 'localhost' })));

		it('is green with its authority in one line, too, and red for another one or none', async () => {
			const full = { ssl: 'verify-full', host: 'localhost' } as const;
			const untrusted =
				/^The certificate of the register's server is not trusted\. Paste the certificate/;
			const caCertificate = authority.cert;
			expect(await words({ ...full, caCertificate })).toBe('Connection successful');
			const oneLine = caCertificate.replace(/\r?\n/g, ' ');
			expect(await words({ ...full, caCertificate: oneLine })).toBe('Connection successful');
			expect(await words(full)).toMatch(untrusted);
			expect(await words({ ...full, caCertificate: new Authority().cert })).toMatch(untrusted);
			expect(await words({ ssl: 'require', caCertificate: new Authority().cert })).toMatch(
				untrusted,
			);
		});

		it('asks for the name in the certificate only where it is to', async () => {
			const caCertificate = authority.cert;
			expect(await words({ ssl: 'verify-full', caCertificate })).toMatch(
				/^The certificate of the register's server is not for "127\.0\.0\.1"\. Give the name/,
			);
			expect(await words({ ssl: 'require', caCertificate })).toBe('Connection successful');
			expect(await words({ ssl: 'require' })).toBe('Connection successful');
		});

		it('is red for a certificate that has expired, or that vouches for itself', async () => {
			const full = {
				ssl: 'verify-full',
				host: 'localhost',
				caCertificate: authority.cert,
			} as const;
			const [from, until] = [2 * AWAY_MS, AWAY_MS].map((ago) => new Date(Date.now() - ago));
			await encryptWith(authority.issue({ host: 'localhost', from, until }));
			expect(await words(full)).toMatch(/^The certificate of the register's server has expired/);
			await encryptWith(authority.selfSigned('localhost'));
			expect(await words(full)).toMatch(/is not trusted/);
		});

		it('is red without TLS where the server wants it', async () => {
			const [{ text }] = await ask("select pg_read_file('pg_hba.conf') as text");
			const { database } = settings;
			await writeFile('pg_hba.conf', `hostnossl ${database} ${QUOTED_USER} all reject\n${text}`);
			await reload();
			expect(await words({})).toMatch(
				/^The register's database does not let user "shop "north"" in\. Check 'User' and 'SSL'/,
			);
			expect(await words({ ssl: 'require' })).toBe('Connection successful');
		});
	});
});
