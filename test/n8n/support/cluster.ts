import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMain, startWorker, type Instance, type InstanceOptions } from './instance';
import { borrowDatabase, borrowQueue, type Database } from './services';

export interface Cluster {
	main: Instance;
	workers: Instance[];
	database: Database;
	/** Starts one more worker, as an operator does after one has died. */
	addWorker(): Promise<Instance>;
	stop(): Promise<void>;
}

export interface ClusterOptions {
	installation: InstanceOptions['installation'];
	workers: number;
	/** What the environment of worker number `n` has beside `env`, from 1 on. */
	envOfWorker?: (n: number) => Record<string, string>;
	/** Executions that one worker runs at a time. */
	concurrency?: number;
	caFile?: string;
	env?: Record<string, string>;
	/** Puts the community package into a user folder; called once, its result copied for each process. */
	install?: (userFolder: string) => Promise<unknown>;
}

/** Starts n8n as on several machines: a main process and workers over PostgreSQL and Redis. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
	const { installation, caFile } = options;
	const folder = mkdtempSync(join(tmpdir(), 'n8n-cluster-'));
	const database = await borrowDatabase(installation);
	const queue = await borrowQueue(installation);
	const env = { ...database.env, ...queue.env, ...options.env };
	const running: Instance[] = [];
	const workers: Instance[] = [];
	let workersAdded = 0;

	const mainFolder = join(folder, 'main');
	const addWorker = async () => {
		const n = ++workersAdded;
		const userFolder = join(folder, `worker-${n}`);
		if (options.install) {
			cpSync(join(mainFolder, '.n8n', 'nodes'), join(userFolder, '.n8n', 'nodes'), {
				recursive: true,
			});
		}
		const { concurrency } = options;
		const worker = await startWorker({
			installation,
			caFile,
			env: { ...env, ...options.envOfWorker?.(n) },
			userFolder,
			concurrency,
		});
		running.push(worker);
		workers.push(worker);
		return worker;
	};
	const stop = async () => {
		// Nothing is worth waiting for: the database goes too.
		await Promise.all(running.map(async (instance) => await instance.kill()));
		await database.giveBack();
		await queue.giveBack();
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	};

	try {
		await options.install?.(mainFolder);
		// The main process first: it alone creates the tables.
		const main = await startMain({ installation, caFile, env, userFolder: mainFolder });
		running.push(main);
		await Promise.all(Array.from({ length: options.workers }, addWorker));
		return { main, workers, database, addWorker, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
