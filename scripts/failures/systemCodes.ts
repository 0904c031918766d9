import type { LostStage, UnwrittenStage } from '../../top/protocol/errors';

/** The codes that Node.js and undici give to each kind of failure, for those who search for one. */
export const SYSTEM_CODES: Readonly<Record<UnwrittenStage | LostStage, readonly string[]>> = {
	policy: ['SsrfBlockedIpError', 'SsrfBlockedHostnameError'],
	lookup: ['ENOTFOUND', 'EAI_AGAIN'],
	connect: ['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
	tls: [
		'CERT_HAS_EXPIRED',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
		'ERR_TLS_CERT_ALTNAME_INVALID',
		'EPROTO',
	],
	proxy: ['UND_ERR_PRX_TLS'],
	'headers-timeout': ['UND_ERR_HEADERS_TIMEOUT'],
	'body-timeout': ['UND_ERR_BODY_TIMEOUT'],
	closed: ['UND_ERR_SOCKET'],
	reset: ['ECONNRESET', 'EPIPE'],
};
