import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Manifest {
	name: string;
	version: string;
	n8n: { credentials: string[]; nodes: string[] };
	[key: string]: unknown;
}

/** The folder of this repository, whether this file runs as written or from a compiled copy. */
export const REPOSITORY = findUpwards(__dirname);

export function readManifest(): Manifest {
	return JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as Manifest;
}

function findUpwards(folder: string): string {
	if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'package-lock.json'))) {
		return folder;
	}
	if (dirname(folder) === folder) throw new Error(`No repository above ${__dirname}`);
	return findUpwards(dirname(folder));
}
