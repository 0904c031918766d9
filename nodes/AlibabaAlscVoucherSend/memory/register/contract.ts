/** One gift: what makes two items the same across executions, and what a person wants to read of it. */
export interface Gift {
	/** The app that sends it: app key and gateway. */
	app: string;
	/** The Send Once Key. */
	key: string;
	template: string;
	customer: string;
	quantity: number;
	/** The id that every request for it carries. */
	requestId: string;
}

/** What the register says of a gift when a run asks for it. */
export type Claim =
	/** It was free; this run has claimed it. */
	| { kind: 'claimed' }
	/** It was sent before; with the ids of that request, as far as they are known. */
	| { kind: 'sent'; requestId?: string; gatewayRequestId?: string }
	/** Its holder never settled it, or settled it as unknown; this run has taken it over. */
	| {
			kind: 'inDoubt';
			/** When it was claimed, by this machine's clock, or somewhat before; not always known. */
			claimedAtMs?: number;
			/** No request of an earlier holder left after this, by this machine's clock; not always known. */
			quietSinceMs?: number;
	  }
	/** Another run holds it. */
	| { kind: 'elsewhere' };

/** How a gift of this run ended. */
export interface Ending {
	gift: Gift;
	/** `released`: it is not known whether it was claimed, and no request left; what was known of it stays. */
	kind: 'sent' | 'notSent' | 'unknown' | 'released';
	/** The platform's own id of the call that sent it. */
	gatewayRequestId?: string;
}

/** How many gifts are claimed at a time, and how long endings are gathered, as suits the store. */
export interface Windows {
	/** Few at first, so that the first request leaves early. */
	first: number;
	most: number;
	/** For how long endings are gathered before they are written. */
	gatherMs: number;
}

/**
 * What was sent, across executions, as one run of the node sees it. Each call is for a whole window of
 * gifts, and each is tried again for a while when the store is away.
 *
 * A gift is claimed before its request leaves and settled afterwards. If the process dies between the two,
 * the gift stays claimed, and the next run that claims it is told that it is in doubt.
 */
export interface Register {
	readonly windows: Windows;
	/** What the user should know of the register, e.g. that it is full; to be read when the run is over. */
	readonly advice: string | undefined;

	/**
	 * Claims gifts, and takes over those whose holder no longer renews its lease.
	 *
	 * @param gifts without repetitions
	 * @returns one answer for each, in order
	 * @throws when the store does not answer; it may have claimed gifts of this window all the same
	 */
	claim(gifts: readonly Gift[]): Promise<Claim[]>;

	/** Writes how gifts of this run ended; those that were not sent are free again. */
	settle(endings: readonly Ending[]): Promise<void>;

	/** Renews the leases of all that this run holds; to be called every few seconds. */
	renew(): Promise<void>;

	/** Whether a request for a gift may leave now: this run holds it, and its lease cannot have lapsed yet. */
	maySend(gift: Gift): boolean;

	/**
	 * Writes that an execution goes on from the point at which a failed one stopped.
	 *
	 * @returns whether it is the first execution to do so
	 */
	goOnFrom(point: string, executionId: string): Promise<boolean>;

	/** Ends the run's use of the register. Gifts that it has not settled stay claimed until their lease lapses. */
	close(): void;
}

/** What makes two gifts the same one. */
export type GiftName = Pick<Gift, 'app' | 'key' | 'template' | 'customer'>;

export function idOf({ app, key, template, customer }: GiftName): string {
	return JSON.stringify([app, key, template, customer]);
}
