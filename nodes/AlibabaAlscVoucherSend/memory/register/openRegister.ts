import type { IExecuteFunctions } from 'n8n-workflow';
import {
	openRegisterDatabase,
	type RegisterKind,
} from '../../../shared/registerDatabase/registerOption';
import type { Register } from './contract';
import { N8nRegister } from './n8nStore/n8nRegister';
import { PostgresRegister } from './postgres/postgresRegister';

/** Opens the register for one run of the node. */
export async function openRegister(
	context: IExecuteFunctions,
	kind: RegisterKind,
): Promise<Register> {
	const workflow = context.getWorkflow();
	if (kind === 'postgres') {
		return new PostgresRegister(await openRegisterDatabase(context), {
			workflow: workflow.name ?? workflow.id ?? '',
			execution: context.getExecutionId(),
		});
	}
	return new N8nRegister(context.helpers, {
		name: `${workflow.id ?? ''}/${context.getNode().id}`,
		itemCount: context.getInputData().length,
	});
}
