import { ensureInstalled } from '../test/n8n/support/installations';
import { CURRENT, LEGACY } from '../test/n8n/support/releases';

// Puts both n8n lines into their cache ahead of the tests that run them; see installations.ts.
async function main(): Promise<void> {
	for (const release of [CURRENT, LEGACY]) await ensureInstalled(release);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
