import { createContext, Script } from 'node:vm';

const CONTEXT = createContext({ run: (): void => {} });
const CALL = new Script('run()');
/** Many times what honest work on 100 kB takes on a slow machine, and far less than a freezing one. */
const LIMIT_MS = 3_000;

/** Runs something synchronous; breaks it off and throws when it would hold the process up. */
export function withoutHanging(run: () => unknown): void {
	CONTEXT.run = run;
	CALL.runInContext(CONTEXT, { timeout: LIMIT_MS });
}
