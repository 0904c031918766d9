import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from './freePort';
import { startGuarded, type GuardedProcess } from './guardedProcess';
import type { N8nInstallation } from './installations';
import { waitUntil } from './waitUntil';

export interface InstanceOptions {
	installation: N8nInstallation;
	/** Where n8n keeps its `.n8n` folder. Without it a fresh one is made, and removed by `stop()`. */
	userFolder?: string;
	/** A PEM file with a further certificate authority to trust. */
	caFile?: string;
	/** Settings on top of the quiet defaults, such as those of a database or a queue. */
	env?: Record<string, string>;
	/** A port for the main process or the worker's health check; a free one by default. */
	port?: number;
}

/** A running n8n process: the main one, or a worker of queue mode. */
export interface Instance {
	/** Address without a trailing slash: the editor of a main, the health check of a worker. */
	url: string;
	userFolder: string;
	logFile: string;
	log(): string;
	isRunning(): boolean;
	/** Ends it as an operator would; n8n finishes running executions first, for up to 30 seconds. */
	stop(): Promise<void>;
	/** Ends it as a power cut would. The user folder stays, to be looked at or started again. */
	kill(): Promise<void>;
}

// Start-up took 8 s on an idle machine; CI may run it beside other work and an empty disk cache.
const START_TIMEOUT_MS = 180_000;

/** Starts n8n's main process with its editor and waits until its API answers. */
export async function startMain(options: InstanceOptions): Promise<Instance> {
	const port = options.port ?? (await freePort());
	return await start(options, ['start'], `http://127.0.0.1:${port}`, '/rest/settings', {
		N8N_PORT: String(port),
		[isFirstLine(options.installation) ? 'WEBHOOK_URL' : 'N8N_WEBHOOK_URL']:
			`http://127.0.0.1:${port}/`,
	});
}

/** Starts a worker of queue mode and waits until it is connected to the database and the queue. */
export async function startWorker(
	options: InstanceOptions & { concurrency?: number },
): Promise<Instance> {
	const port = options.port ?? (await freePort());
	const command = ['worker', `--concurrency=${options.concurrency ?? 5}`];
	return await start(options, command, `http://127.0.0.1:${port}`, '/healthz/readiness', {
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	});
}

/** The environment of a quiet n8n that reads nothing of the environment it is started from. */
export async function quietEnvironment(
	installation: N8nInstallation,
	userFolder: string,
): Promise<Record<string, string>> {
	return {
		PATH: `${dirname(installation.node)}${delimiter}${process.env.PATH ?? ''}`,
		HOME: userFolder,
		LANG: 'C.UTF-8',
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'the same for every process of a test, and no secret',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_PYTHON_ENABLED: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_LOG_FORMAT: 'json',
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		...installation.release.settings,
	};
}

function isFirstLine({ release }: N8nInstallation): boolean {
	return release.n8n.startsWith('1.');
}

async function start(
	options: InstanceOptions,
	command: string[],
	url: string,
	readyPath: string,
	roleEnv: Record<string, string>,
): Promise<Instance> {
	const { installation } = options;
	const userFolder = options.userFolder ?? mkdtempSync(join(tmpdir(), 'n8n-user-'));
	mkdirSync(userFolder, { recursive: true });
	const logFile = join(userFolder, `${command[0]}.log`);
	const running = startGuarded(installation.node, [installation.n8n, ...command], {
		cwd: userFolder,
		env: {
			...(await quietEnvironment(installation, userFolder)),
			...roleEnv,
			...(options.caFile && { NODE_EXTRA_CA_CERTS: options.caFile }),
			...options.env,
		},
		log: logFile,
	});
	const log = () => readFileSync(logFile, 'utf8');
	await untilReady(running, `${url}${readyPath}`, log);
	return {
		url,
		userFolder,
		logFile,
		log,
		isRunning: running.isRunning,
		kill: running.kill,
		async stop() {
			await running.stop();
			if (!options.userFolder) rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

async function untilReady(running: GuardedProcess, url: string, log: () => string): Promise<void> {
	try {
		await waitUntil(
			`n8n to answer at ${url}`,
			async () => {
				if (!running.isRunning()) throw new Error('n8n ended while it was starting');
				return await answersWithJson(url);
			},
			{ timeoutMs: START_TIMEOUT_MS, everyMs: 150 },
		);
	} catch (error) {
		await running.kill();
		throw new Error(`${(error as Error).message}. The end of its log:\n${log().slice(-4_000)}`);
	}
}

// While it starts, n8n answers any path with a page saying so: only JSON means that it is ready.
async function answersWithJson(url: string): Promise<boolean> {
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
		return response.ok && (response.headers.get('content-type') ?? '').includes('json');
	} catch {
		return false;
	}
}
