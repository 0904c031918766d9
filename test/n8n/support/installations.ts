import { spawn } from 'node:child_process';
import {
	appendFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { withLock } from './folderLock';
import type { N8nRelease } from './releases';

/** A complete n8n on this machine, with the Node it runs on. */
export interface N8nInstallation {
	release: N8nRelease;
	folder: string;
	/** Absolute path of the Node binary. */
	node: string;
	/** Absolute path of n8n's start script, an argument for `node`. */
	n8n: string;
}

type Report = (line: string) => void;

const MARKER = 'installed.json';

/**
 * Returns the installation of `release`, made on the first call (minutes) and found afterwards.
 * It lives outside the repository, keyed by exact versions, and counts only when complete.
 * Throws with the end of npm's output and the path of its log when a step fails.
 */
export async function ensureInstalled(
	release: N8nRelease,
	report: Report = toStandardError,
): Promise<N8nInstallation> {
	const folder = join(cacheFolder(), keyOf(release));
	if (!isComplete(folder)) {
		mkdirSync(dirname(folder), { recursive: true });
		await withLock(
			`${folder}.lock`,
			async () => {
				if (!isComplete(folder)) await install(release, folder, report);
			},
			() => report(`n8n ${release.n8n}: another process is installing it, waiting`),
		);
	}
	return installationIn(folder, release);
}

export function cacheFolder(): string {
	const base = process.env.N8N_CACHE_DIR || process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	return join(base, 'n8n-nodes-alibaba-alsc');
}

function keyOf(release: N8nRelease): string {
	return `n8n-${release.n8n}-node-${release.node}-${process.platform}-${process.arch}`;
}

function isComplete(folder: string): boolean {
	return existsSync(join(folder, MARKER));
}

function installationIn(folder: string, release: N8nRelease): N8nInstallation {
	return {
		release,
		folder,
		node: join(folder, 'node_modules', nodePackage(), 'bin', 'node'),
		n8n: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

// The platform's own package, not `node`: it needs no install script and carries the headers too.
function nodePackage(): string {
	return `node-${process.platform}-${process.arch}`;
}

// Everything happens in a folder beside the final one and is renamed at the end, so an
// interrupted install is never mistaken for a finished one.
async function install(release: N8nRelease, folder: string, report: Report): Promise<void> {
	const started = Date.now();
	removeLeftovers(folder);
	const partial = `${folder}.partial-${process.pid}`;
	mkdirSync(partial);
	writeManifest(partial, release);

	const installation = installationIn(partial, release);
	const nodeFolder = dirname(dirname(installation.node));
	const context = {
		cwd: partial,
		log: `${folder}.log`,
		env: {
			...process.env,
			PATH: `${dirname(installation.node)}${delimiter}${process.env.PATH ?? ''}`,
			npm_config_nodedir: nodeFolder,
		},
	};
	writeFileSync(context.log, '');

	report(`n8n ${release.n8n}: downloading it once into ${folder} (about 5 minutes, 3 GB)`);
	await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], context);
	report(`n8n ${release.n8n}: compiling ${release.addons.join(' and ')} (about 2 minutes)`);
	await run('npm', ['rebuild', '--foreground-scripts', ...release.addons], context);
	report(`n8n ${release.n8n}: checking it`);
	for (const addon of release.addons)
		await run(installation.node, ['-e', `require('${addon}')`], context);
	await run(installation.node, [installation.n8n, '--version'], context);

	writeFileSync(join(partial, MARKER), JSON.stringify(release, null, '\t'));
	rmSync(folder, { recursive: true, force: true });
	renameSync(partial, folder);
	report(`n8n ${release.n8n}: installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

function removeLeftovers(folder: string): void {
	const parent = dirname(folder);
	for (const name of readdirSync(parent)) {
		const path = join(parent, name);
		if (path.startsWith(`${folder}.partial-`)) rmSync(path, { recursive: true, force: true });
	}
}

function writeManifest(folder: string, release: N8nRelease): void {
	const manifest = {
		private: true,
		dependencies: { n8n: release.n8n, [nodePackage()]: release.node },
		overrides: release.overrides,
	};
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, '\t'));
}

interface RunContext {
	cwd: string;
	log: string;
	env: NodeJS.ProcessEnv;
}

async function run(command: string, args: string[], { cwd, log, env }: RunContext): Promise<void> {
	appendFileSync(log, `$ ${command} ${args.join(' ')}\n`);
	const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
	const keep = (chunk: Buffer) => appendFileSync(log, chunk);
	child.stdout.on('data', keep);
	child.stderr.on('data', keep);
	const stopChild = () => child.kill();
	process.once('exit', stopChild);
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	}).finally(() => process.removeListener('exit', stopChild));
	if (code !== 0) {
		const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
		throw new Error(
			`Installing n8n failed: "${command} ${args.join(' ')}" ended with code ${code}.\n${tail}\nWhole log: ${log}`,
		);
	}
}

function toStandardError(line: string): void {
	process.stderr.write(`${line}\n`);
}
