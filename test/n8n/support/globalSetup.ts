import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from './installations';
import { packPackage } from './packageInstall';
import { CURRENT, LEGACY } from './releases';

/** Has what takes long done once, before any test's clock runs: n8n itself, and the tarball. */
export default async function globalSetup(): Promise<void> {
	await ensureInstalled(CURRENT);
	await ensureInstalled(LEGACY);
	process.env.PACKED_TARBALL = await packPackage(mkdtempSync(join(tmpdir(), 'n8n-pack-')));
}
