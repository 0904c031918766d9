import { closeDispatchers } from '../../../../top';
import { call, clientFor } from './testClient';

/** What a call made by another process came to. */
export interface ToldCall {
	answered: boolean;
	written: boolean;
	name?: string;
	stage?: string;
	systemCode?: string;
	message?: string;
}

/**
 * Run as a process of its own, because certificates to trust and proxies are given to a process at its
 * start. Calls each gateway of its arguments in turn and prints what came of it.
 */
async function main(): Promise<void> {
	const told: ToldCall[] = [];
	for (const url of process.argv.slice(2)) {
		const following = call(clientFor(url, { connectTimeoutMs: 5000, timeoutMs: 5000 }));
		const failure = await following.answer.then(
			() => undefined,
			(reason: Error & { stage?: string; systemCode?: string }) => reason,
		);
		const { name, stage, systemCode, message } = failure ?? {};
		const { written } = following;
		told.push({ answered: !failure, written, name, stage, systemCode, message });
	}
	await closeDispatchers();
	process.stdout.write(JSON.stringify(told));
}

void main();
