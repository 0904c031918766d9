import { execFile } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { N8nInstallation } from './installations';
import { readManifest, REPOSITORY } from './repository';

const execute = promisify(execFile);

/**
 * Packs the built package as `npm publish` would and returns the path of the tarball.
 * Throws if it has not been built.
 */
export async function packPackage(
	destination = mkdtempSync(join(tmpdir(), 'n8n-pack-')),
): Promise<string> {
	const { credentials, nodes } = readManifest().n8n;
	for (const file of [...credentials, ...nodes]) {
		if (!existsSync(join(REPOSITORY, file))) {
			throw new Error(`${file} is missing: run "npm run build" before packing`);
		}
	}
	await execute('npm', ['pack', '--ignore-scripts', '--pack-destination', destination], {
		cwd: REPOSITORY,
	});
	const tarball = readdirSync(destination).find((name) => name.endsWith('.tgz'));
	if (!tarball) throw new Error(`npm pack left no tarball in ${destination}`);
	return join(destination, tarball);
}

/**
 * Installs a tarball into a user folder step by step as n8n's own installer does:
 * unpack, drop every kind of dependency but `dependencies`, install those without scripts.
 * Returns the package's folder.
 */
export async function installAsN8nDoes(
	tarball: string,
	userFolder: string,
	installation: N8nInstallation,
): Promise<string> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	const packageFolder = join(nodesFolder, 'node_modules', readManifest().name);
	// An update, too, begins with an empty folder.
	rmSync(packageFolder, { recursive: true, force: true });
	mkdirSync(packageFolder, { recursive: true });
	await execute('tar', ['-xzf', tarball, '-C', packageFolder, '--strip-components=1']);

	const manifestPath = join(packageFolder, 'package.json');
	const manifest = readJson(manifestPath);
	delete manifest.devDependencies;
	delete manifest.peerDependencies;
	delete manifest.optionalDependencies;
	writeFileSync(manifestPath, JSON.stringify(manifest, null, 2));
	await execute(
		'npm',
		[
			'install',
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		],
		{ cwd: packageFolder, env: npmEnvironment(installation) },
	);
	addDependency(nodesFolder, manifest);
	return packageFolder;
}

/** Installs a tarball as the manual tells users without the dialog to: `npm i` in `~/.n8n/nodes`. */
export async function installByHand(
	tarball: string,
	userFolder: string,
	installation: N8nInstallation,
): Promise<string> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	mkdirSync(nodesFolder, { recursive: true });
	await execute('npm', ['install', '--audit=false', '--fund=false', tarball], {
		cwd: nodesFolder,
		env: npmEnvironment(installation),
	});
	return join(nodesFolder, 'node_modules', readManifest().name);
}

function addDependency(nodesFolder: string, manifest: Record<string, unknown>): void {
	const path = join(nodesFolder, 'package.json');
	const nodes = existsSync(path)
		? readJson(path)
		: { name: 'installed-nodes', private: true, dependencies: {} };
	const dependencies = nodes.dependencies as Record<string, string>;
	dependencies[readManifest().name] = String(manifest.version);
	writeFileSync(path, JSON.stringify(nodes, null, 2));
}

// npm runs on the Node that this n8n runs on.
function npmEnvironment(installation: N8nInstallation): NodeJS.ProcessEnv {
	const path = `${dirname(installation.node)}${delimiter}${process.env.PATH ?? ''}`;
	return { ...process.env, PATH: path };
}

function readJson(path: string): Record<string, unknown> {
	return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
}
