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
	/** Nobody had it; it is this run's now. */
	| { kind: 'claimed' }
	/** It was sent before; with what is known of that. */
	| { kind: 'sent'; requestId?: string; gatewayRequestId?: string }
	/** Whoever had it never learnt how it ended; it is this run's now. */
	| {
			kind: 'inDoubt';
			/** When it was claimed, by this machine's clock, or somewhat before; not always known. */
			claimedAtMs?: number;
			/** Since when no request of whoever had it can have left, by this machine's clock, where known. */
			quietSinceMs?: number;
	  }
	/** Another run has it under way. */
	| { kind: 'elsewhere' };

/** How a gift of this run ended. */
export interface Ending {
	gift: Gift;
	kind: 'sent' | 'notSent' | 'unknown';
	/** The platform's own id of the call that sent it. */
	gatewayRequestId?: string;
}

/** How many gifts are asked for at a time, and how endings are gathered, as suits the store. */
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
 * A gift is claimed before its request leaves and settled afterwards. Whatever goes wrong between the
 * two leaves it claimed, and the next one who asks is told that it is in doubt.
 */
export interface Register {
	readonly windows: Windows;
	/** What the user should know of the register's state, once the run is over. */
	readonly advice: string | undefined;

	/**
	 * Claims gifts, and takes over those that nobody holds any more.
	 *
	 * @param gifts without repetitions
	 * @returns one answer for each, in order
	 * @throws when it cannot be told; gifts of this window may have stayed claimed then
	 */
	claim(gifts: readonly Gift[]): Promise<Claim[]>;

	/** Says how gifts of this run ended; what was not sent is free again. */
	settle(endings: readonly Ending[]): Promise<void>;

	/** Holds on to what this run has claimed; to be called every few seconds. */
	renew(): Promise<void>;

	/** Whether a request for a gift may leave now: nobody else can have taken it over yet. */
	maySend(gift: Gift): boolean;

	/**
	 * Says that an execution goes on from a point at which a failed one stopped.
	 *
	 * @returns whether it is the first
	 */
	goOnFrom(point: string, executionId: string): Promise<boolean>;

	/** The run is over. What it still holds is in doubt. */
	close(): void;
}

/** What makes two gifts the same one. */
export type GiftName = Pick<Gift, 'app' | 'key' | 'template' | 'customer'>;

export function idOf({ app, key, template, customer }: GiftName): string {
	return JSON.stringify([app, key, template, customer]);
}
