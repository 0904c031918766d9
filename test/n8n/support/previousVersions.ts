import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY, type Manifest } from './repository';

const execute = promisify(execFile);

/** The tarballs of published versions that an upgrade is tested from, by file name. */
export function publishedTarballs(): string[] {
	const folder = join(REPOSITORY, 'test', 'n8n', 'previous');
	const names = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
	return names.sort().map((name) => join(folder, name));
}

/** The workflows that users saved with each published version, by file name. */
export function savedWorkflows(): string[] {
	const folder = join(REPOSITORY, 'test', 'n8n', 'fixtures');
	return readdirSync(folder).map((name) => join(folder, name));
}

/** Packs the same package again under another version. Returns the new tarball's path. */
export async function underAnotherVersion(tarball: string, version: string): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-other-version-'));
	await execute('tar', ['-xzf', tarball, '-C', folder]);
	const manifestPath = join(folder, 'package', 'package.json');
	const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as Manifest;
	writeFileSync(manifestPath, JSON.stringify({ ...manifest, version }, null, 2));
	const result = join(folder, `${manifest.name}-${version}.tgz`);
	await execute('tar', ['-czf', result, '-C', folder, 'package']);
	rmSync(join(folder, 'package'), { recursive: true });
	return result;
}
