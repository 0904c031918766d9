import type { IExecuteFunctions } from 'n8n-workflow';
import type { PaceStore } from '../../../../top/pacing/sharedPace';
import type { Register } from './contract';
import { N8nRegister } from './n8nStore/n8nRegister';
import { RegisterDatabase } from './postgres/database';
import { PostgresPaceStore } from './postgres/paceStore';
import { PostgresRegister } from './postgres/postgresRegister';
import { readRegisterSettings } from './postgres/settings';

/** Where what was sent is remembered across executions: `options.register`. */
export type RegisterKind = 'n8n' | 'postgres';

export const REGISTER_CREDENTIAL = 'alibabaAlscRegister';

/** Opens the register for one run of the node. */
export async function openRegister(
	context: IExecuteFunctions,
	kind: RegisterKind,
): Promise<Register> {
	const workflow = context.getWorkflow();
	if (kind === 'postgres') {
		const stored = await context.getCredentials(REGISTER_CREDENTIAL, 0);
		return new PostgresRegister(RegisterDatabase.of(readRegisterSettings(stored)), {
			workflow: workflow.name ?? workflow.id ?? '',
			execution: context.getExecutionId(),
		});
	}
	return new N8nRegister(context.helpers, {
		name: `${workflow.id ?? ''}/${context.getNode().id}`,
		itemCount: context.getInputData().length,
	});
}

/** Where processes with the same register share an app's pace; n8n's store is one process's. */
export async function openPaceStore(
	context: IExecuteFunctions,
	kind: RegisterKind,
): Promise<PaceStore | undefined> {
	if (kind !== 'postgres') return undefined;
	const stored = await context.getCredentials(REGISTER_CREDENTIAL, 0);
	return PostgresPaceStore.of(RegisterDatabase.of(readRegisterSettings(stored)));
}
