import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks `condition` again and again until it answers with something truthy, and returns that.
 * Throws after `timeoutMs`, naming `what` was waited for. An error from `condition` passes through.
 */
export async function waitUntil<T>(
	what: string,
	condition: () => Promise<T> | T,
	{ timeoutMs = 60_000, everyMs = 100 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<NonNullable<T>> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const answer = await condition();
		if (answer) return answer;
		if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}`);
		await sleep(everyMs);
	}
}
