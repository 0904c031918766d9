import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What one contender did under one load. */
export interface Measured {
	requestsPerSecond: number;
	cpuMsPerRequest: number;
	connections: number;
}

/** The floor that others are compared with. */
export const POOL = 'bare undici Pool';

/**
 * Measures one contender in a process of its own.
 *
 * @param url of a gateway whose certificate the authority in `caFile` has signed
 */
export async function runContender(
	name: string,
	{ url, caFile }: { url: string; caFile: string },
	concurrency: number,
	requests: number,
): Promise<Measured> {
	const contender = join(__dirname, 'contender.ts');
	const { stdout } = await promisify(execFile)(
		process.execPath,
		['--import', 'tsx', contender, name, url, String(concurrency), String(requests)],
		{ env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile } },
	);
	return JSON.parse(stdout) as Measured;
}
