import type { FailureWords } from '../../wording/describeFailure';

/**
 * Stops a run early: no new request leaves, and waits end at once. Answers to requests in flight are awaited,
 * unless the execution itself was cancelled.
 */
export class RunStop {
	private readonly controller = new AbortController();
	private words?: FailureWords;

	/** Fires when the run is to stop; for waits, not for requests in flight. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** Why the run stops; `undefined` while it goes on. */
	get reason(): FailureWords | undefined {
		return this.words;
	}

	/** Stops the run; a second reason is ignored. */
	request(reason: FailureWords): void {
		if (this.words) return;
		// The reason is reported for other items too, and the id belongs to the one call that was refused.
		const { gatewayRequestId: _ofOneCall, ...words } = reason;
		this.words = words;
		this.controller.abort();
	}
}
