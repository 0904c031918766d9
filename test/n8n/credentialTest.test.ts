import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './support/freePort';
import { CURRENT, LEGACY } from './support/releases';
import { ensureInstalled } from './support/installations';
import { REPOSITORY } from './support/repository';
import type { CredentialTestResult, SavedCredential } from './support/rest';
import { borrowDatabase, registerData, type Database } from './support/services';
import { openWorkbench, type Workbench } from './support/workbench';

const ELEVEN_MINUTES_MS = 11 * 60_000;
const FAILURES_PAGE = readFileSync(join(REPOSITORY, 'docs', 'failures.md'), 'utf8');

describe.each([CURRENT, LEGACY])('the test button of a credential in n8n $n8n', (release) => {
	let bench: Workbench;

	beforeAll(async () => {
		bench = await openWorkbench(release);
	});
	afterAll(() => bench.close());
	afterEach(() => {
		bench.gateway.reset();
		bench.gateway.settings.clockOffsetMs = 0;
	});

	const press = async (changes: Record<string, string> = {}): Promise<CredentialTestResult> =>
		await bench.n8n.testCredential(bench.credential, { ...bench.credentialData, ...changes });

	test.each(['hmac-sha256', 'hmac', 'md5'])('is green for the right keys, %s', async (method) => {
		expect(await press({ signMethod: method })).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		expect(bench.gateway.violations).toEqual([]);
	});

	test('is green for an app without any permission package', async () => {
		bench.gateway.addApp({ key: '23456789', secret: 'no permission yet', permissions: [] });
		const result = await press({ appKey: '23456789', appSecret: 'no permission yet' });
		expect(result.status).toBe('OK');
	});

	test('is green for keys pasted with blanks around them', async () => {
		const { appKey, appSecret } = bench.credentialData;
		const result = await press({ appKey: ` ${appKey}\n`, appSecret: `\t${appSecret} ` });
		expect(result.status).toBe('OK');
	});

	test('is red for a wrong app key', async () => {
		const { status, message } = await press({ appKey: '99999999' });
		expect(status).toBe('Error');
		expect(message).toMatch(/does not know this app key.*'App Key'.*'Environment'/);
	});

	test('is red for a wrong app secret', async () => {
		const { status, message } = await press({ appSecret: 'goodbyeworld' });
		expect(status).toBe('Error');
		expect(message).toMatch(/signature does not match the app secret.*Copy 'App Secret'/);
	});

	test('is red when a field was left empty', async () => {
		const { status, message } = await press({ appSecret: ' ' });
		expect(status).toBe('Error');
		expect(message).toMatch(/^'App Secret' is not set in the credential/);
	});

	test('is red when the clock of this machine is wrong', async () => {
		bench.gateway.settings.clockOffsetMs = ELEVEN_MINUTES_MS;
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toMatch(/clock/);
	});

	// The 2.x line shows only the system's code for these two and lets a credential say nothing more,
	// so the code must be found on the page about failures.
	test.each([
		['nothing listens at the gateway', closedGateway, 'ECONNREFUSED', /refused the connection/],
		['there is no such host', missingHost, 'ENOTFOUND', /incorrect host/],
	] as const)('is red when %s', async (_, gatewayUrl, code, words) => {
		const { status, message } = await press({ gatewayUrl: await gatewayUrl() });
		expect(status).toBe('Error');
		expect(message).toMatch(release === CURRENT ? code : words);
		expect(FAILURES_PAGE).toContain(code);
	});

	test('is red when the answer is the login page of a network', async () => {
		bench.gateway.fault({ fault: { do: 'captive-portal' } });
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toMatch(/answered at this address is not the Taobao Open Platform.*login page/);
	});

	test.each([
		['the error page of a proxy', { do: 'html', moment: 'before' }],
		['an empty answer', { do: 'empty', moment: 'before' }],
		['an answer that is no JSON', { do: 'text', moment: 'before' }],
	] as const)('is red for %s', async (_, fault) => {
		bench.gateway.fault({ fault });
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toMatch(/is not the Taobao Open Platform/);
	});

	test('is red, without a call, for a gateway on another machine that is not https', async () => {
		const { status, message } = await press({ gatewayUrl: 'http://192.0.2.1/router/rest' });
		expect(status).toBe('Error');
		expect(message).toMatch(/must start with https.*'Gateway URL'/);
	});
});

describe.each([CURRENT, LEGACY])('the test button of a register in n8n $n8n', (release) => {
	let bench: Workbench;
	let database: Database;
	let credential: SavedCredential;
	let data: Record<string, unknown>;

	beforeAll(async () => {
		bench = await openWorkbench(release);
		database = await borrowDatabase(await ensureInstalled(release));
		data = registerData(database);
		credential = await bench.n8n.createCredential('Register', 'alibabaAlscRegister', data);
	});
	afterAll(async () => {
		await bench.close();
		await database.giveBack();
	});

	const press = async (changes: Record<string, unknown> = {}): Promise<CredentialTestResult> =>
		await bench.n8n.testCredential(credential, { ...data, ...changes });

	test('is green, and has made the tables', async () => {
		expect(await press()).toEqual({ status: 'OK', message: 'Connection successful' });
		expect(await database.query('select version from alsc_register')).toEqual([{ version: 1 }]);
	});

	test('is red with the reason', async () => {
		expect(await press({ host: 'register.invalid' })).toEqual({
			status: 'Error',
			message: expect.stringMatching(/host "register\.invalid".*Check 'Host'/) as string,
		});
		expect(await press({ database: 'nowhere' })).toEqual({
			status: 'Error',
			message: expect.stringMatching(/There is no database "nowhere".*Check 'Database'/) as string,
		});
		expect(await press({ port: await freePort() })).toEqual({
			status: 'Error',
			message: expect.stringMatching(/Nothing answers at.*Check 'Host' and 'Port'/) as string,
		});
	});
});

async function closedGateway(): Promise<string> {
	return `http://127.0.0.1:${await freePort()}/router/rest`;
}

// RFC 6761 promises that this name never resolves.
function missingHost(): string {
	return 'https://gateway.invalid/router/rest';
}
