import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { RegisterProblem } from './registerProblem';
import { RegisterDatabase } from './database';
import { readRegisterSettings } from './settings';

/** Connects as a run would, makes the tables, and says why not if it cannot: the credential's test. */
export async function registerConnection(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const settings = readRegisterSettings(data ?? {});
	for (const field of ['host', 'database', 'user'] as const) {
		if (settings[field] === '') return { status: 'Error', message: `Fill in '${NAMES[field]}'` };
	}
	const database = new RegisterDatabase(settings);
	try {
		await database.check();
		return { status: 'OK', message: 'Connection successful' };
	} catch (error) {
		const { message, hint } = error as RegisterProblem;
		return { status: 'Error', message: hint ? `${message}. ${hint}` : message };
	} finally {
		await database.close();
	}
}

const NAMES = { host: 'Host', database: 'Database', user: 'User' };
