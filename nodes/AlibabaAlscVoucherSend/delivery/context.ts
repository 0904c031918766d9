import type { Pacer } from '../../../top/pacing/pacer';
import type { TopClient } from '../../../top/client';
import type { RunStop } from '../../shared/runStop';
import type { RunSettings } from '../reading/settings';
import type { EarlierRequests } from './lookUp/earlierRequests';
import type { Outage } from './outage';

/** Tells the senders what happens to the requests of one item. */
export interface DeliveryEvents {
	/**
	 * Called just before the first byte of a request is written. If it throws, nothing is written.
	 *
	 * @param firstAttemptAtMs when the first request for the item left, epoch milliseconds
	 */
	leaving(firstAttemptAtMs: number): void;
	/** Called when it is certain that none of the item's requests was executed. */
	notExecuted(): void;
	/** Awaits something other than an answer; other items are sent meanwhile. */
	setAside<T>(wait: () => Promise<T>): Promise<T>;
}

/** What all deliveries of a run share. */
export interface DeliveryContext {
	client: TopClient;
	pacer: Pacer;
	settings: RunSettings;
	/** Fires when the execution is cancelled. */
	cancelSignal: AbortSignal;
	/** Fires a moment later: requests in flight are cut. */
	cutSignal: AbortSignal;
	/** Ends the run early; requests in flight are awaited. */
	stop: RunStop;
	/** Stops the run when the platform cannot be reached. */
	outage: Outage;
	/** Names the app in locks: gateway and app key. */
	appIdentity: string;
	/** What earlier runs may have given to this run's customers; filled while items are read. */
	earlierRequests: EarlierRequests;
}
