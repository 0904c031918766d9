import type { INodeProperties } from 'n8n-workflow';

/**
 * How many requests one run keeps in flight at first unless told otherwise. At 20 ms of latency this many keep the
 * node ahead of the pace at which n8n's own nodes handle items, and 16 did not; see "How many at once" in
 * docs/benchmarks.md.
 */
export const DEFAULT_MAX_CONCURRENCY = 32;
/**
 * What their number grows to by itself where answers take long. At 150 ms this many make 850 calls a second,
 * and four times as many connections are as many as a gateway should see from one run that nobody has tuned.
 */
export const MOST_CONCURRENCY_UNASKED = 128;

/** The options about pace, which every node of this package has. */
export const paceOptions = {
	maxConcurrency: {
		displayName: 'Max Concurrency',
		name: 'maxConcurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 256, numberPrecision: 0 },
		default: DEFAULT_MAX_CONCURRENCY,
		description:
			'How many requests are under way at the same time at most. Without this option the node begins with 32, and goes up to 128 where answers are far away but stay quick.',
	},
	maxRequestsPerSecond: {
		displayName: 'Max Requests per Second',
		name: 'maxRequestsPerSecond',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			"A little below your app's quota, if you know it; with several n8n workers that share no register, each one's share. 0 means no limit of your own: the node then finds the pace by itself.",
	},
	maxThrottleWait: {
		displayName: 'Max Throttle Wait (Seconds)',
		name: 'maxThrottleWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 120,
		description:
			'How long to wait at most when the platform refuses for too many calls. A longer wait ends the run; what was not done by then is reported.',
	},
	timeout: {
		displayName: 'Timeout (Ms)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 100, numberPrecision: 0 },
		default: 30_000,
		description: 'How long to wait for an answer, in milliseconds',
	},
} satisfies Record<string, INodeProperties>;
