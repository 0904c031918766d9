/** Long enough for a busy machine, shorter than a test may take. */
const MOST_PATIENCE_MS = 30_000;

/**
 * Waits until something has happened.
 *
 * @throws when it never does: a wait without end would keep the whole test run from ending
 */
export async function waitUntil(happened: () => boolean): Promise<void> {
	const givesUpAt = Date.now() + MOST_PATIENCE_MS;
	while (!happened()) {
		if (Date.now() > givesUpAt) throw new Error(`never happened: ${happened.toString()}`);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}
