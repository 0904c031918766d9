import { firstCovering, type AnswerPattern } from './answerPattern';
import {
	TopAbortedError,
	TopConfigurationError,
	TopConnectionError,
	TopPlatformError,
	type PlatformFailure,
} from './protocol/errors';

/**
 * What a failed call proves about the voucher.
 *
 * - `notExecuted`: the request never reached the business; trying again is safe
 * - `refused`: it was looked at and declined; trying again unchanged is useless
 * - `lost`: it may have been executed; trying again may send twice
 */
export type Evidence = 'notExecuted' | 'refused' | 'lost';

/** Whether a failure concerns one item or will meet every other one as well. */
export type Scope = 'item' | 'run';

export interface Verdict {
	evidence: Evidence;
	scope: Scope;
	/** Set when the refusal was for too many calls. */
	throttle?: Throttle;
}

export interface Throttle {
	/** How long the platform will go on refusing, in seconds. */
	banSeconds: number;
	/** The day's quota is used up: waiting within a run is pointless. */
	daily: boolean;
}

/** One row of the table: which answers it covers and what they prove. */
export interface EvidenceRule extends AnswerPattern {
	evidence: Evidence;
	scope: Scope;
	throttled?: 'seconds' | 'daily';
	because: string;
}

/**
 * THE TABLE. The first row that fits decides. Whatever no row names is `lost`, so that the report is
 * never better than the truth.
 *
 * | answer | evidence |
 * | --- | --- |
 * | nothing was written (policy, name lookup, connect, TLS, proxy, cancelled before the write) | notExecuted; a policy, a certificate and a proxy's no meet every call |
 * | written, then cut, closed, timed out, cancelled; unreadable or someone else's answer | lost |
 * | `error_response` | the rows below |
 *
 * Sources: doc 101617 and 102707 (checks before the call, meaning of isv/isp), doc 108426 and support
 * answers (throttling), DingTalk's help page on retries (the same gateway software). The published
 * table of isp sub-codes says "may be retried", which is not "was not executed": on this gateway a
 * connection timeout is given when the service has not answered within some seconds, and "service
 * unavailable" when calling it threw. Of all `isp.*` only the throttle is given before the call.
 */
export const EVIDENCE_RULES: readonly EvidenceRule[] = [
	{
		subCode: 'accesscontrol.limited-by-app-access-count',
		evidence: 'notExecuted',
		scope: 'run',
		throttled: 'daily',
		because: "the app's quota of calls is used up; refused at the gateway",
	},
	{
		subCode: 'accesscontrol.*',
		evidence: 'notExecuted',
		scope: 'item',
		throttled: 'seconds',
		because: 'too many calls; refused at the gateway',
	},
	{
		codes: [4, 5, 6, 7, 8],
		evidence: 'notExecuted',
		scope: 'item',
		throttled: 'seconds',
		because: 'too many calls; refused at the gateway',
	},
	{
		subCode: 'isp.call-limited',
		evidence: 'notExecuted',
		scope: 'item',
		throttled: 'seconds',
		because: 'too many calls; refused before the service',
	},
	{
		subCode: 'isp.*',
		evidence: 'lost',
		scope: 'item',
		because: 'the service may have been called: the gateway got no answer from it, or an error',
	},
	{
		codes: [9, 11, 12, 13, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 42, 44, 53],
		evidence: 'refused',
		scope: 'run',
		because:
			'the gateway checks the app, its signature, clock, session and permissions before it calls the service; every other item would meet the same refusal',
	},
	{
		subCode: 'isv.permission-*',
		evidence: 'refused',
		scope: 'run',
		because: 'the app lacks a permission; every other item would meet the same refusal',
	},
	{
		subCode: 'isv.appkey-not-exists',
		evidence: 'refused',
		scope: 'run',
		because: 'the gateway does not know the app',
	},
	{
		subCode: 'isv.invalid-sessionkey',
		evidence: 'refused',
		scope: 'run',
		because: 'the authorization is not valid',
	},
	{
		codes: [40, 41, 43, 47],
		evidence: 'refused',
		scope: 'item',
		because: 'the gateway checks the parameters before it calls the service',
	},
	{
		subCode: 'isv.*',
		evidence: 'refused',
		scope: 'item',
		because: 'the service declined the request',
	},
];

const WORDS_OF_BAN = /will last for (\d{1,9}) more seconds/i;
/** The ban when a refusal names no time: the shortest window that the platform counts in. */
const DEFAULT_BAN_SECONDS = 1;

/** The row of the table that covers a platform failure, if any does. */
const ruleFor = firstCovering(EVIDENCE_RULES);

/** What a failed call proves; see the table. */
export function judge(error: unknown): Verdict {
	if (error instanceof TopPlatformError) return judgePlatform(error.failure);
	if (error instanceof TopConnectionError) {
		return { evidence: 'notExecuted', scope: meetsEveryone(error) ? 'run' : 'item' };
	}
	if (error instanceof TopAbortedError) {
		return { evidence: error.written ? 'lost' : 'notExecuted', scope: 'run' };
	}
	if (error instanceof TopConfigurationError) return { evidence: 'notExecuted', scope: 'run' };
	return { evidence: 'lost', scope: 'item' };
}

/** OpenSSL's and Node's codes for a certificate that is not accepted. */
const CERTIFICATE_CODE =
	/^(CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERROR_IN_C|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|ERR_TLS_CERT)/;
/** A proxy's no, but for "took too long" and "too many"; others are its trouble and may pass. */
const PROXY_REFUSES = /^HTTP_4(?!08|29)\d\d$/;

/**
 * Whether every other call would fail to connect in the same way. Trying again does harm: each try is a login
 * at the proxy, and directories lock an account after a few failed ones.
 */
function meetsEveryone({ stage, systemCode }: TopConnectionError): boolean {
	if (stage === 'policy') return true;
	if (stage === 'proxy' && PROXY_REFUSES.test(systemCode)) return true;
	return (stage === 'tls' || stage === 'proxy') && CERTIFICATE_CODE.test(systemCode);
}

function judgePlatform(failure: PlatformFailure): Verdict {
	const rule = ruleFor(failure);
	if (!rule) return { evidence: 'lost', scope: 'item' };
	const { evidence, scope, throttled } = rule;
	if (!throttled) return { evidence, scope };
	const seconds =
		WORDS_OF_BAN.exec(failure.subMsg ?? '')?.[1] ?? WORDS_OF_BAN.exec(failure.msg)?.[1];
	return {
		evidence,
		scope,
		throttle: {
			banSeconds: seconds === undefined ? DEFAULT_BAN_SECONDS : Number(seconds),
			daily: throttled === 'daily',
		},
	};
}
