import type { CustomerVoucher } from '../../../top/calls/customerVoucherList';
import {
	countShare,
	type Clock,
	type LostRequest,
	type Others,
} from '../../../nodes/AlibabaAlscVoucherSend/delivery/lookUp/count';

/** Noon of some day; all times below are seconds from it. */
const NOON_MS = Date.UTC(2026, 10, 25, 12);
const at = (seconds: number) => NOON_MS + seconds * 1000;

interface Case {
	/** When the customer's vouchers were given, by the platform's clock; undefined: it does not say. */
	vouchers: Array<number | undefined>;
	/** When the request in doubt left; by default at noon. */
	left?: { first?: number; last?: number; quiet?: number } | 'unknown';
	/** Other requests: from when to when, how many they gave and how many they may have given. */
	others?: Array<[left: number, ended: number, given: number, perhaps?: number]>;
	undated?: number;
	clock?: Partial<Clock>;
	least: number;
	most: number;
}

/** Executable for 60 s after it left; the platform's clock is known to 2 s. */
const CASES: Record<string, Case> = {
	'nothing given': { vouchers: [], least: 0, most: 0 },
	'one given as it left': { vouchers: [0], least: 1, most: 1 },
	'one given a second before, by the clock of the platform': { vouchers: [-1], least: 1, most: 1 },
	'one given 50 seconds later': { vouchers: [50], least: 1, most: 1 },
	'one given at the last moment': { vouchers: [62], least: 1, most: 1 },
	'one given when it could no longer be executed': { vouchers: [63], least: 0, most: 0 },
	'one given long before': { vouchers: [-3], least: 0, most: 0 },
	'two given': { vouchers: [0, 30], least: 2, most: 2 },
	'one without a time': { vouchers: [undefined], least: 0, most: 1 },
	'one given, one without a time': { vouchers: [1, undefined], least: 1, most: 2 },
	'the platform is four minutes ahead': {
		vouchers: [240, 0],
		clock: { skewMs: 240_000 },
		least: 1,
		most: 1,
	},
	'a clock that was read badly': { vouchers: [-4], clock: { errorMs: 3_000 }, least: 1, most: 1 },
	'two attempts, given after the second': {
		vouchers: [80],
		left: { first: 0, last: 30 },
		least: 1,
		most: 1,
	},
	'when it left is not known': { vouchers: [0], left: 'unknown', least: 0, most: 1 },
	'when it left is not known, and nothing given': {
		vouchers: [],
		left: 'unknown',
		least: 0,
		most: 0,
	},
	'a claim whose process died, given soon': {
		vouchers: [100],
		left: { first: 0, quiet: 500 },
		least: 1,
		most: 1,
	},
	'a claim whose process died, given long after it was claimed': {
		vouchers: [300],
		left: { first: 0, quiet: 500 },
		least: 0,
		most: 1,
	},
	'a claim whose process died, given when nothing of it could be executed': {
		vouchers: [600],
		left: { first: 0, quiet: 500 },
		least: 0,
		most: 0,
	},
	'another request gave one meanwhile, and nothing else is there': {
		vouchers: [10],
		others: [[9, 11, 1]],
		least: 0,
		most: 0,
	},
	'another request gave one meanwhile, and there are two': {
		vouchers: [1, 10],
		others: [[9, 11, 1]],
		least: 1,
		most: 1,
	},
	'another request ended as this one left: its voucher is not taken for ours': {
		vouchers: [-1],
		others: [[-2, 0, 1]],
		least: 0,
		most: 0,
	},
	'another request ended as this one left, and there are two': {
		vouchers: [-3, 1],
		others: [[-5, -1, 1]],
		least: 1,
		most: 1,
	},
	'three requests, each beginning where the one before ended': {
		vouchers: [-20, -10, -1],
		others: [
			[-25, -12, 1],
			[-12, -1, 1],
			[-40, -25, 1],
		],
		least: 0,
		most: 0,
	},
	'another request long before': { vouchers: [-20, 1], others: [[-21, -20, 1]], least: 1, most: 1 },
	'another request at the end of the time': {
		vouchers: [61],
		others: [[61, 70, 1]],
		least: 0,
		most: 0,
	},
	'another request is in doubt too, and one voucher is there': {
		vouchers: [5],
		others: [[2, 3, 0, 1]],
		least: 0,
		most: 1,
	},
	'another request is in doubt too, and both vouchers are there': {
		vouchers: [1, 5],
		others: [[2, 3, 0, 1]],
		least: 1,
		most: 2,
	},
	'another request in doubt was lost more than a minute before': {
		vouchers: [5],
		others: [[-80, -70, 0, 1]],
		least: 1,
		most: 1,
	},
	'another request in doubt was lost less than a minute before': {
		vouchers: [5],
		others: [[-60, -50, 0, 1]],
		least: 0,
		most: 1,
	},
	'another request is still under way': {
		vouchers: [5],
		others: [[-200, Infinity, 0, 1]],
		least: 0,
		most: 1,
	},
	'others gave one nobody knows when': { vouchers: [5], undated: 1, least: 0, most: 1 },
	'others gave one nobody knows when, and two are there': {
		vouchers: [1, 5],
		undated: 1,
		least: 1,
		most: 2,
	},
};

test.each(Object.entries(CASES))('%s', (_name, given) => {
	const { vouchers, others = [], undated = 0, clock, least, most } = given;
	const share = countShare(
		vouchers.map(voucherGivenAt),
		doubtOf(given.left),
		{ requests: others.map(giftOf), undated },
		{ skewMs: 0, errorMs: 0, ...clock },
	);
	expect({ least: share.least, most: share.most }).toEqual({ least, most });
});

function voucherGivenAt(seconds: number | undefined, index: number): CustomerVoucher {
	return {
		voucherId: String(index),
		templateId: '1',
		createdAt: seconds === undefined ? undefined : at(seconds),
	} as CustomerVoucher;
}

function doubtOf(left: Case['left'] = { first: 0, last: 0 }): LostRequest {
	if (left === 'unknown') return { quietSinceMs: at(0) };
	const { first = 0, last, quiet } = left;
	return {
		firstAttemptAtMs: at(first),
		lastAttemptAtMs: last === undefined ? undefined : at(last),
		quietSinceMs: at(quiet ?? last ?? first),
	};
}

function giftOf(
	[left, ended, given, perhaps = 0]: [number, number, number, number?],
	index: number,
): Others['requests'][number] {
	return {
		requestId: `other ${index}`,
		leftAtMs: at(left),
		endedAtMs: ended === Infinity ? Infinity : at(ended),
		given,
		mayHaveGiven: perhaps,
	};
}
