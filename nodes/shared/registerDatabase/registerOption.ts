import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { PaceStore } from '../../../top/pacing/sharedPace';
import { RegisterDatabase } from './database';
import { PostgresPaceStore } from './paceStore';
import { readRegisterSettings } from './settings';

/** Where processes keep what they share: `options.register`. */
export type RegisterKind = 'n8n' | 'postgres';

const REGISTER_CREDENTIAL = 'alibabaAlscRegister';

/** The option in a node's form, in the words of what the node uses it for. */
export function registerOption(words: {
	description: string;
	builtIn: string;
	postgres: string;
}): INodeProperties {
	const options: INodePropertyOptions[] = [
		{ name: 'Built In', value: 'n8n', description: words.builtIn },
		{ name: 'PostgreSQL', value: 'postgres', description: words.postgres },
	];
	return {
		displayName: 'Register',
		name: 'register',
		type: 'options',
		options,
		default: 'n8n',
		description: words.description,
	};
}

/** The register's database as the credential names it. */
export async function openRegisterDatabase(context: IExecuteFunctions): Promise<RegisterDatabase> {
	const stored = await context.getCredentials(REGISTER_CREDENTIAL, 0);
	return RegisterDatabase.of(readRegisterSettings(stored));
}

/** Where processes with the same register share an app's pace; `undefined` where each has its own. */
export async function openPaceStore(
	context: IExecuteFunctions,
	kind: RegisterKind,
): Promise<PaceStore | undefined> {
	if (kind !== 'postgres') return undefined;
	return PostgresPaceStore.of(await openRegisterDatabase(context));
}
