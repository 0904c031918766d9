import { whenAborted } from '../../../top/whenAborted';

/**
 * Fires `afterMs` after `signal`. n8n stores a cancelled execution at once, but its process lives on: most
 * answers come within this time, and each one is a gift less in doubt for the next run with the same key.
 */
export function cutSignal(signal: AbortSignal, afterMs: number): AbortSignal {
	const controller = new AbortController();
	if (signal.aborted) controller.abort();
	else whenAborted(signal, () => void setTimeout(() => controller.abort(), afterMs).unref());
	return controller.signal;
}
