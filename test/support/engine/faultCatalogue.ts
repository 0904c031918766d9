import { ispErrors, type Fault } from '../../gateway';
import { LATE_MS } from './timeScale';

/** What an honest reader concludes from the way one call ended. */
export type Proof =
	/** The answer came, if late. */
	| 'sent'
	/** It was declined. */
	| 'refused'
	/** It may have been executed. */
	| 'lost'
	/** Too many calls: not executed, and not counted as an attempt. */
	| 'throttled';

export interface KnownFault {
	fault: Fault;
	proof: Proof;
	/** Every other item would meet the same. */
	endsRun?: boolean;
	/** What stands in `details.code` and `details.sub_code`. */
	code?: number | string;
	subCode?: string;
}

const platform = (
	code: number,
	sub_code: string | undefined,
	moment: 'before' | 'after' = 'before',
): Pick<KnownFault, 'fault' | 'code' | 'subCode'> => ({
	fault: { do: 'platform-error', code, msg: `code ${code}`, sub_code, sub_msg: '说明', moment },
	code,
	subCode: sub_code,
});

/** The platform's `error_response`, one for each row of the evidence table and each family in it. */
export const PLATFORM_FAULTS: Record<string, KnownFault> = {
	...Object.fromEntries(
		Object.values(ispErrors)
			.filter(({ sub_code }) => sub_code !== 'isp.call-limited')
			.flatMap(({ code, sub_code }) =>
				(['before', 'after'] as const).map((moment): [string, KnownFault] => [
					`${sub_code}, ${moment === 'after' ? 'executed' : 'not executed'}`,
					{ ...platform(code, sub_code, moment), proof: 'lost' },
				]),
			),
	),
	'isp.top-remote-connection-timeout, executed as late as can be': {
		fault: {
			do: 'platform-error',
			...ispErrors['isp.top-remote-connection-timeout'],
			moment: 'before',
			actsLaterMs: LATE_MS,
		},
		proof: 'lost',
	},
	'isp under code 50, executed': { ...platform(50, 'isp.unknown-error', 'after'), proof: 'lost' },
	// A code of the gateway's own checks does not outweigh the word that the service was called.
	'isp service timeout under code 40, executed': {
		...platform(40, 'isp.remote-service-timeout', 'after'),
		proof: 'lost',
	},
	'code without a rule, executed': { ...platform(10, undefined, 'after'), proof: 'lost' },
	'code 15 without sub-code, executed': { ...platform(15, undefined, 'after'), proof: 'lost' },
	'code 50 without sub-code, not executed': { ...platform(50, undefined), proof: 'lost' },
	'sub-code nobody knows, executed': { ...platform(15, 'abc.strange', 'after'), proof: 'lost' },
	'isv refusal': { ...platform(50, 'isv.invalid-parameter'), proof: 'refused' },
	'isv refusal of another kind': { ...platform(15, 'isv.user-not-exist'), proof: 'refused' },
	'missing argument': { ...platform(40, 'isv.missing-parameter:customer_id'), proof: 'refused' },
	'invalid argument': { ...platform(41, undefined), proof: 'refused' },
	'parameter error': { ...platform(43, undefined), proof: 'refused' },
	'invalid encoding': { ...platform(47, undefined), proof: 'refused' },
	'no permission': {
		...platform(11, 'isv.permission-api-package-limit'),
		proof: 'refused',
		endsRun: true,
	},
	'not on the IP list': {
		...platform(11, 'isv.permission-ip-whitelist-limit'),
		proof: 'refused',
		endsRun: true,
	},
	'permission by sub-code alone': {
		...platform(50, 'isv.permission-denied'),
		proof: 'refused',
		endsRun: true,
	},
	'app key by sub-code alone': {
		...platform(50, 'isv.appkey-not-exists'),
		proof: 'refused',
		endsRun: true,
	},
	'session by sub-code alone': {
		...platform(50, 'isv.invalid-sessionkey'),
		proof: 'refused',
		endsRun: true,
	},
	...Object.fromEntries(
		[9, 12, 13, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 42, 44, 53].map(
			(code): [string, KnownFault] => [
				`code ${code}`,
				{ ...platform(code, undefined), proof: 'refused', endsRun: true },
			],
		),
	),
};

/** Refusals for too many calls that pass within the second. */
export const THROTTLING_FAULTS: Record<string, KnownFault> = {
	'app-api limit': throttling(7, 'accesscontrol.limited-by-app-api-access-count'),
	'api limit': throttling(7, 'accesscontrol.limited-by-api-access-count'),
	'another accesscontrol limit': throttling(50, 'accesscontrol.something-new'),
	'isp call limit': throttling(15, 'isp.call-limited'),
	...Object.fromEntries(
		[4, 5, 6, 7, 8].map((code): [string, KnownFault] => [
			`code ${code}`,
			throttling(code, undefined),
		]),
	),
};

function throttling(code: number, subCode: string | undefined): KnownFault {
	return { ...platform(code, subCode), proof: 'throttled' };
}

/** What networks, proxies and strangers do to a call; short timeouts make the silent ones quick. */
export const WIRE_FAULTS: Record<string, KnownFault> = {
	'slow answer': { fault: { do: 'nothing', delayMs: 40 }, proof: 'sent' },
	'answer in drips': { fault: { do: 'drip', everyMs: 1, bytes: 64 }, proof: 'sent' },
	...moments('reset', (moment) => ({ do: 'cut', how: 'reset', moment })),
	...moments('closed', (moment) => ({ do: 'cut', how: 'end', moment })),
	'reset in mid-answer': { fault: { do: 'cut', how: 'reset', moment: 'mid-body' }, proof: 'lost' },
	'closed in mid-answer': { fault: { do: 'cut', how: 'end', moment: 'mid-body' }, proof: 'lost' },
	'cut before, executed soon after': {
		fault: { do: 'cut', moment: 'before', actsLaterMs: 15 },
		proof: 'lost',
	},
	'cut before, executed as late as can be': {
		fault: { do: 'cut', moment: 'before', actsLaterMs: LATE_MS },
		proof: 'lost',
	},
	...moments('silence', (moment) => ({ do: 'silence', moment })),
	'answer that never ends': { fault: { do: 'drip', everyMs: 100, bytes: 1 }, proof: 'lost' },
	'less than announced': { fault: { do: 'truncate', how: 'content-length' }, proof: 'lost' },
	'half a document': { fault: { do: 'truncate', how: 'json' }, proof: 'lost' },
	...moments('502 page', (moment) => ({ do: 'html', moment })),
	'504 page, executed': { fault: { do: 'html', status: 504, moment: 'after' }, proof: 'lost' },
	'login page': { fault: { do: 'captive-portal' }, proof: 'lost' },
	...moments('redirect', (moment) => ({ do: 'redirect', moment })),
	'huge answer, executed': {
		fault: { do: 'huge', bytes: 5_000_000, moment: 'after' },
		proof: 'lost',
	},
	'huge packed answer, executed': {
		fault: { do: 'huge', bytes: 5_000_000, gzip: true, moment: 'after' },
		proof: 'lost',
	},
	...moments('empty answer', (moment) => ({ do: 'empty', moment })),
	...moments('text', (moment) => ({ do: 'text', moment })),
	'JSON of something else, executed': {
		fault: { do: 'text', body: '{"ok":true}', moment: 'after' },
		proof: 'lost',
	},
	"another call's answer, executed": {
		fault: { do: 'other-method', moment: 'after' },
		proof: 'lost',
	},
};

/** Answers of the CRM behind the platform. */
export const BUSINESS_FAULTS: Record<string, KnownFault> = {
	'CRM declines': {
		fault: {
			do: 'business-answer',
			result_code: 'NO_INVENTORY',
			result_desc: '券库存不足',
			moment: 'before',
		},
		proof: 'refused',
		code: 'NO_INVENTORY',
	},
	'result true, biz_success false, executed': {
		fault: { do: 'business-answer', result: true, biz_success: false, moment: 'after' },
		proof: 'lost',
	},
	'result false, biz_success true, executed': {
		fault: { do: 'business-answer', result: false, biz_success: true, moment: 'after' },
		proof: 'lost',
	},
	'result false, biz_success true, not executed': {
		fault: { do: 'business-answer', result: false, biz_success: true, moment: 'before' },
		proof: 'lost',
	},
};

function moments(
	name: string,
	make: (moment: 'before' | 'after') => Fault,
): Record<string, KnownFault> {
	return {
		[`${name}, not executed`]: { fault: make('before'), proof: 'lost' },
		[`${name}, executed`]: { fault: make('after'), proof: 'lost' },
	};
}
