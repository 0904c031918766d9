import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { label } from '../../../wording/form/labels';
import { sentences } from '../../../wording/join';
import { phrase } from '../../../wording/say';
import type { RegisterProblem } from './registerProblem';
import { RegisterDatabase } from './database';
import { readRegisterSettings } from './settings';

/** Connects as a run would, makes the tables, and says why not if it cannot: the credential's test. */
export async function registerConnection(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const settings = readRegisterSettings(data ?? {});
	for (const field of ['host', 'database', 'user'] as const) {
		if (settings[field] === '') {
			return { status: 'Error', message: phrase('fillIn', { field: label(NAMES[field]) }) };
		}
	}
	const database = new RegisterDatabase(settings);
	try {
		await database.check();
		return { status: 'OK', message: phrase('connected') };
	} catch (error) {
		const { message, hint } = error as RegisterProblem;
		return { status: 'Error', message: sentences(message, hint) };
	} finally {
		await database.close();
	}
}

const NAMES = { host: 'Host', database: 'Database', user: 'User' } as const;
