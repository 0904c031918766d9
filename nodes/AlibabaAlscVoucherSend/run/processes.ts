import { say } from '../../../wording/say';
import type { RegisterKind } from '../../shared/registerDatabase/registerOption';
import { RegisterProblem } from '../../shared/registerDatabase/registerProblem';

/**
 * Whether other n8n processes may run the same workflow at the same time. n8n tells its nodes nothing
 * about it. Queue mode is switched on by this variable in every process; what a file says in its place is
 * not looked at, because nobody needs a file to say that there is one process. Workers are started by
 * this word.
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
export function refuseSharedStore(register: RegisterKind): void {
	if (register === 'postgres' || !isOneOfSeveralProcesses()) return;
	throw new RegisterProblem(say('queueModeNeedsRegister'), false);
}
