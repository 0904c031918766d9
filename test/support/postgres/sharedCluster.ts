import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, connect, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, type PostgresAddress, type PostgresCluster } from './cluster';
import { BINARIES, hasPostgres } from './platform';

const SOCKET = 'ALSC_TEST_POSTGRES';

let server: Server | undefined;
let folder: string | undefined;
let cluster: Promise<PostgresCluster> | undefined;

/**
 * Offers one PostgreSQL to all test files of a Jest run; it is started when the first one asks. To be
 * called in Jest's own process.
 */
export async function offerPostgres(): Promise<void> {
	if (!hasPostgres()) {
		const missing = `No ${BINARIES} on npm: tests of the register in PostgreSQL`;
		if (process.env.CI === 'true') throw new Error(`${missing} cannot run`);
		process.stdout.write(`${missing} are left out\n`);
		return;
	}
	folder = mkdtempSync(join(tmpdir(), 'alsc-offer-'));
	const path = process.platform === 'win32' ? `\\\\.\\pipe\\${folder}` : join(folder, 'socket');
	server = createServer((socket) => {
		cluster ??= startPostgres();
		cluster.then(
			({ address }) => socket.end(JSON.stringify(address)),
			(error: unknown) => socket.end(JSON.stringify({ error: String(error) })),
		);
	});
	await once(server.listen(path), 'listening');
	server.unref();
	process.env[SOCKET] = path;
}

/** Ends what was started. */
export async function withdrawPostgres(): Promise<void> {
	server?.close();
	await (await cluster)?.stop();
	if (folder) rmSync(folder, { recursive: true, force: true });
}

/** The PostgreSQL that was offered; for tests. */
export async function offeredPostgres(): Promise<PostgresAddress> {
	const path = process.env[SOCKET];
	if (!path) throw new Error('Nobody has offered a PostgreSQL: is globalSetup missing?');
	const socket = connect(path);
	let text = '';
	for await (const chunk of socket) text += String(chunk);
	const answer = JSON.parse(text) as PostgresAddress & { error?: string };
	if (answer.error) throw new Error(answer.error);
	return answer;
}
