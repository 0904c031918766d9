import type { Pacer } from '../../../top/pacing/pacer';
import type { TopClient } from '../../../top/client';
import type { RunStop } from '../../shared/runStop';
import type { RunSettings } from '../reading/settings';
import type { EarlierRequests } from './lookUp/earlierRequests';
import type { Outage } from './outage';

/** Follows the requests of one item, for whoever runs it. */
export interface DeliveryEvents {
	/**
	 * A request is about to leave; with the time of the item's first one, epoch milliseconds. It stays if
	 * this throws.
	 */
	leaving(firstAttemptAtMs: number): void;
	/** None of the item's requests can have been executed. */
	notExecuted(): void;
	/** Waits for something else than an answer; other items are sent meanwhile. */
	setAside<T>(wait: () => Promise<T>): Promise<T>;
}

/** What all deliveries of a run share. */
export interface DeliveryContext {
	client: TopClient;
	pacer: Pacer;
	settings: RunSettings;
	/** Fires when the execution is cancelled: requests in flight are cut. */
	cancelSignal: AbortSignal;
	/** Ends the run early; requests in flight are awaited. */
	stop: RunStop;
	/** Ends the run when nothing can come of it. */
	outage: Outage;
	/** Names the app in locks: gateway and app key. */
	appIdentity: string;
	/** What other items of this run may have given before it; filled while items are read. */
	earlierRequests: EarlierRequests;
}
