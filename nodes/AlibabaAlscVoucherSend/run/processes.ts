/**
 * Whether other n8n processes may run the same workflow at the same time. n8n tells its nodes nothing
 * about it; queue mode is switched on by this variable in every process, and workers are started by
 * this word.
 */
export function isOneOfSeveralProcesses(
	environment: NodeJS.ProcessEnv = process.env,
	argv: readonly string[] = process.argv,
): boolean {
	return environment.EXECUTIONS_MODE === 'queue' || argv.slice(2).includes('worker');
}
