import type { FailureWords } from '../../wording/describeFailure';

/**
 * Ends a run early. New sends stop and waits end at once; what is in flight goes on, unless the
 * execution itself was cancelled.
 */
export class RunStop {
	private readonly controller = new AbortController();
	private words?: FailureWords;

	/** Fires when the run is to end; for waits, not for requests in flight. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** Why the run ends; `undefined` while it goes on. */
	get reason(): FailureWords | undefined {
		return this.words;
	}

	/** Ends the run. The first reason stays. */
	request(reason: FailureWords): void {
		if (this.words) return;
		// The id of the one call that was refused is of no use to all the other items.
		const { gatewayRequestId: _ofOneCall, ...words } = reason;
		this.words = words;
		this.controller.abort();
	}
}
