import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { thisMachine, type Machine } from './machine';

const FOLDER = join(__dirname, 'results');

/** What one benchmark measured, and where. */
export interface Stored<T> {
	machine: Machine;
	data: T;
}

export function storeResult<T>(name: string, data: T): void {
	mkdirSync(FOLDER, { recursive: true });
	const stored: Stored<T> = { machine: thisMachine(), data };
	writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(stored, null, 2)}\n`);
}

export function readResult<T>(name: string): Stored<T> | undefined {
	const file = join(FOLDER, `${name}.json`);
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Stored<T>) : undefined;
}
