import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	exampleApp,
	sampleTemplates,
	spawnGateway,
	type GatewayOptions,
	type SpawnedGateway,
} from '../../gateway';
import { CREATE_TABLES } from '../../../nodes/shared/registerDatabase/schema';
import { insertGifts } from '../../support/register/fill';
import { wrongClock } from '../../support/wrongClock';
import { startCluster, type Cluster } from '../support/cluster';
import { borrowDatabase, registerData, type Database } from '../support/services';
import { ensureInstalled } from '../support/installations';
import { installAsN8nDoes, packPackage } from '../support/packageInstall';
import type { N8nRelease } from '../support/releases';
import { N8nRest, type SavedCredential } from '../support/rest';
import { CREDENTIAL_TYPE } from '../support/workbench';

/** What a campaign sends with. */
export interface SendingCredential extends SavedCredential {
	/** Where it remembers what was sent; n8n's own store without it. */
	register?: SavedCredential;
}

/** n8n in queue mode with this package on every process, and the gateway all of them send to. */
export interface QueueBench {
	cluster: Cluster;
	/** Logged in as the owner. */
	n8n: N8nRest;
	/** In a process of its own, so that it keeps time while this one is busy. */
	gateway: SpawnedGateway;
	/** For the gateway's example app, with a register in PostgreSQL. */
	credential: SendingCredential;
	/** The register's database. */
	register: Database;
	close(): Promise<void>;
}

const REGISTER_TYPE = 'alibabaAlscRegister';

/**
 * A worker that died is noticed within seconds instead of minutes; but one that gets no processor time
 * for some seconds is not taken for dead.
 */
const DEATHS_ARE_NOTICED_SOON = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

export interface QueueBenchOptions {
	gateway: GatewayOptions;
	/** How far the clock of every second worker is off. */
	clockOffMs?: number;
	/** Gifts of another time that the register holds already. */
	rows?: number;
}

/** Starts a main process and two workers of the release named. */
export async function openQueueBench(
	release: N8nRelease,
	{ gateway: gatewayOptions, clockOffMs = 0, rows = 0 }: QueueBenchOptions,
): Promise<QueueBench> {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-queue-'));
	const closers: Array<() => Promise<void> | void> = [
		() => rmSync(folder, { recursive: true, force: true }),
	];
	const close = async () => {
		for (const closer of closers.splice(0).reverse()) await closer();
	};
	try {
		const installation = await ensureInstalled(release);
		const tarball = process.env.PACKED_TARBALL ?? (await packPackage(folder));
		const gateway = await spawnGateway({
			templates: [...sampleTemplates],
			https: false,
			...gatewayOptions,
		});
		closers.push(() => gateway.close());
		const cluster = await startCluster({
			installation,
			workers: 2,
			concurrency: 10,
			env: DEATHS_ARE_NOTICED_SOON,
			envOfWorker: (n) => wrongClock(n % 2 === 0 ? clockOffMs : 0),
			install: async (userFolder) => await installAsN8nDoes(tarball, userFolder, installation),
		});
		closers.push(() => cluster.stop());

		const register = await borrowDatabase(installation);
		closers.push(() => register.giveBack());
		if (rows > 0) {
			await register.query(CREATE_TABLES);
			await register.query(insertGifts(rows));
		}

		const n8n = new N8nRest(cluster.main.url);
		await n8n.setUpOwner();
		const api = await n8n.createCredential('ALSC', CREDENTIAL_TYPE, {
			appKey: exampleApp.key,
			appSecret: exampleApp.secret,
			environment: 'custom',
			gatewayUrl: gateway.url,
			signMethod: 'hmac-sha256',
		});
		const saved = await n8n.createCredential('Register', REGISTER_TYPE, registerData(register));
		const credential = { ...api, register: saved };
		return { cluster, n8n, gateway, credential, register, close };
	} catch (error) {
		await close();
		throw error;
	}
}
