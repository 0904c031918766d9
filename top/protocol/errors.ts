/** Anything that kept a call from ending in the platform's answer. One class per cause. */
export abstract class TopError extends Error {
	override name = this.constructor.name;
}

/** The app, the gateway address or the request cannot be used as they are; nothing was sent. */
export class TopConfigurationError extends TopError {
	constructor(readonly problem: ConfigurationProblem) {
		super(JSON.stringify(problem));
	}
}

/** What cannot be used as it is, and why; no secret is in it. */
export type ConfigurationProblem =
	| { kind: 'appKeyMissing' }
	| { kind: 'appSecretMissing' }
	| { kind: 'signMethodUnknown'; value: string }
	| { kind: 'environmentUnknown'; value: string }
	/** What was given for the gateway's address, without user name, password and query. */
	| { kind: 'gatewayNoAddress'; value: string }
	| { kind: 'gatewayNotHttps'; value: string }
	| { kind: 'gatewayMoreThanAddress' }
	/** The address of the proxy in the environment. */
	| { kind: 'proxyNoAddress' }
	| { kind: 'proxyOtherProtocol'; protocol: string }
	| { kind: 'proxyUnescapedPercent' }
	/** A number of the client's options. */
	| { kind: 'numberUnusable'; name: string; value: number; most: number };

/** The fields of the platform's `error_response`. */
export interface PlatformFailure {
	/** The platform's main code, e.g. 25; NaN when it sent none. */
	code: number;
	/** The platform's `msg`. */
	msg: string;
	subCode?: string;
	subMsg?: string;
	/** The id under which the platform logged the call. */
	requestId?: string;
}

/** The platform answered with an `error_response`. */
export class TopPlatformError extends TopError {
	constructor(readonly failure: PlatformFailure) {
		super(
			[
				[failure.code, failure.msg].filter(Boolean).join(' '),
				[failure.subCode, failure.subMsg].filter(Boolean).join(' '),
			]
				.filter(Boolean)
				.join(': '),
		);
	}
}

/** Where a request was when it failed without a byte of it having been written. */
export type UnwrittenStage = 'policy' | 'lookup' | 'connect' | 'tls' | 'proxy';

/** The gateway was never reached: the request was not written, so it was not executed. */
export class TopConnectionError extends TopError {
	/** Of the gateway, with its port where it is not the usual one. */
	host?: string;

	constructor(
		readonly stage: UnwrittenStage,
		/** The system's or undici's error code, e.g. ECONNREFUSED. */
		readonly systemCode: string,
		message: string,
	) {
		super(message);
	}
}

/** How the answer to a written request got lost. */
export type LostStage = 'headers-timeout' | 'body-timeout' | 'closed' | 'reset';

/** The request was written and no whole answer came: it may or may not have been executed. */
export class TopLostAnswerError extends TopError {
	constructor(
		readonly stage: LostStage,
		readonly systemCode: string,
		message: string,
	) {
		super(message);
	}
}

/** What came instead of the platform's JSON. */
export type UnreadableKind =
	| 'empty'
	| 'html'
	| 'not-json'
	| 'oversized'
	| 'nested'
	| 'redirect'
	| 'contradictory'
	| 'wrong-method'
	| 'unclear';

/** Something answered, but not in the platform's words: the call may have been executed. */
export class TopUnreadableAnswerError extends TopError {
	constructor(
		readonly kind: UnreadableKind,
		readonly httpStatus: number,
		message: string,
		/** The first characters of the answer, secrets masked. */
		readonly excerpt: string,
	) {
		super(message);
	}
}

/** The caller gave up; `written` tells whether the request had left already. */
export class TopAbortedError extends TopError {
	constructor(readonly written: boolean) {
		super(
			written
				? 'Cancelled while the answer was awaited'
				: 'Cancelled before the request was written',
		);
	}
}
