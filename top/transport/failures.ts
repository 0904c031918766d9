import {
	TopConnectionError,
	TopLostAnswerError,
	type LostStage,
	type UnwrittenStage,
} from '../protocol/errors';

const LOOKUP_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
/** Node's, OpenSSL's and the certificate check's own codes. */
const TLS_CODE =
	/^(ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERROR_IN_C|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/;
/** How a connection ends when the other side hangs up. */
const HUNG_UP = new Set(['ECONNRESET', 'EPIPE']);

/**
 * An error that came before a request was written.
 *
 * @param protocol of the gateway, e.g. `https:`
 */
export function connectionError(error: Error, protocol: string): TopConnectionError {
	const cause = rootCause(error);
	const systemCode = codeOf(cause);
	return unwritten(unwrittenStage(cause, systemCode, protocol), systemCode);
}

/** An error between this machine and its proxy, or a refusal of the proxy's. */
export function proxyError(error: Error): TopConnectionError {
	return unwritten('proxy', codeOf(rootCause(error)));
}

/** Several connections in a row ended before the request could be written. */
export function reconnectedInVain(): TopConnectionError {
	return unwritten('connect', 'ECONNRESET');
}

/** No connection was made within the connect deadline. */
export function connectionExpired(): TopConnectionError {
	return unwritten('connect', 'UND_ERR_CONNECT_TIMEOUT');
}

/** n8n's outbound rules refuse an address, or could not be applied because its name was not found. */
export function policyError(error: Error): TopConnectionError {
	const systemCode = codeOf(rootCause(error));
	return unwritten(LOOKUP_CODES.has(systemCode) ? 'lookup' : 'policy', systemCode);
}

/** An error that undici raised after it had begun to write a request. */
export function lostAnswerError(error: Error): TopLostAnswerError {
	const systemCode = codeOf(rootCause(error));
	const stage: LostStage = HUNG_UP.has(systemCode) ? 'reset' : 'closed';
	return new TopLostAnswerError(
		stage,
		systemCode,
		`The connection was ${stage === 'reset' ? 'cut' : 'closed'} before the whole answer had come (${systemCode})`,
	);
}

const CONNECTION_WORDS: Readonly<Record<UnwrittenStage, string>> = {
	policy: "This n8n's outbound rules do not allow the gateway's address",
	lookup: "The gateway's name could not be found",
	connect: 'No connection to the gateway could be made',
	tls: 'No secure connection to the gateway could be made',
	proxy: 'The proxy did not let the connection to the gateway through',
};

function unwritten(stage: UnwrittenStage, systemCode: string): TopConnectionError {
	return new TopConnectionError(stage, systemCode, `${CONNECTION_WORDS[stage]} (${systemCode})`);
}

function unwrittenStage(error: Error, systemCode: string, protocol: string): UnwrittenStage {
	// n8n's errors carry no code; they are told by their names, SsrfBlockedIpError and the like.
	if (error.name.startsWith('Ssrf')) return 'policy';
	if (LOOKUP_CODES.has(systemCode)) return 'lookup';
	if (TLS_CODE.test(systemCode)) return 'tls';
	// A connection that ends before the write, but after it was made, ended during the TLS handshake.
	return protocol === 'https:' && HUNG_UP.has(systemCode) ? 'tls' : 'connect';
}

/** Node wraps several failed addresses into one AggregateError, and others into `cause`. */
function rootCause(error: Error): Error {
	if (error instanceof AggregateError && error.errors[0] instanceof Error) {
		return rootCause(error.errors[0]);
	}
	const code = (error as NodeJS.ErrnoException).code;
	return code === undefined && error.cause instanceof Error ? rootCause(error.cause) : error;
}

function codeOf(error: Error): string {
	return (error as NodeJS.ErrnoException).code ?? error.name;
}
