import { say } from '../../../wording/say';
import type { RegisterKind } from '../../shared/registerDatabase/registerOption';
import { RegisterProblem } from '../../shared/registerDatabase/registerProblem';

/**
 * Whether other n8n processes may run the same workflow at the same time. n8n tells its nodes nothing about
 * it, so this reads what n8n itself goes by: EXECUTIONS_MODE is `queue` in every process of queue mode.
 * Where EXECUTIONS_MODE_FILE names a file instead, the file is not read and queue mode is assumed, since one
 * process needs no such setting. A worker is started with the command `worker`.
 */
export function isOneOfSeveralProcesses(
	environment: NodeJS.ProcessEnv = process.env,
	argv: readonly string[] = process.argv,
): boolean {
	return (
		environment.EXECUTIONS_MODE === 'queue' ||
		Boolean(environment.EXECUTIONS_MODE_FILE) ||
		argv.slice(2).includes('worker')
	);
}

/**
 * Between several processes n8n's own store can promise nothing.
 *
 * @throws RegisterProblem in queue mode, unless the register is in PostgreSQL
 */
export function refuseN8nStoreInQueueMode(register: RegisterKind): void {
	if (register === 'postgres' || !isOneOfSeveralProcesses()) return;
	throw new RegisterProblem(say('queueModeNeedsRegister'), false);
}
