import { setMaxListeners } from 'node:events';

/**
 * Fires `afterMs` after `signal`. n8n stores a cancelled execution at once, but its process lives on: most
 * answers come within this time, and each one is a gift less in doubt for the next run with the same key.
 */
export function cutSignal(signal: AbortSignal, afterMs: number): AbortSignal {
	const controller = new AbortController();
	// Every request in flight listens.
	setMaxListeners(Infinity, controller.signal);
	const cutSoon = () => setTimeout(() => controller.abort(), afterMs).unref();
	if (signal.aborted) controller.abort();
	else signal.addEventListener('abort', cutSoon, { once: true });
	return controller.signal;
}
