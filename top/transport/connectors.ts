import type { buildConnector } from 'undici';
import type { LookupFunction, Socket } from 'node:net';
import { proxyError } from './failures';
import type { Proxy } from './proxy';

type Connector = buildConnector.connector;
type Undici = typeof import('undici');

/** Makes connections; `close` ends the pool of proxy connections that it may hold. */
export interface ConnectionMaker {
	connect: Connector;
	close(): Promise<void>;
}

/** Explicit, because NODE_TLS_REJECT_UNAUTHORIZED=0 would otherwise switch the verification off. */
const VERIFIED = { rejectUnauthorized: true };

/** Connects straight to the gateway. */
export function directly(
	{ buildConnector }: Undici,
	timeoutMs: number,
	lookup?: LookupFunction,
): ConnectionMaker {
	const connect = buildConnector({
		...VERIFIED,
		timeout: timeoutMs,
		...(lookup ? { lookup } : {}),
	});
	return { connect, close: () => Promise.resolve() };
}

/**
 * Connects through a tunnel that an HTTP proxy opens (`CONNECT`); TLS runs inside it, with the
 * gateway. Name lookup, connection and tunnel may each take `timeoutMs`.
 */
export function throughProxy(
	{ buildConnector, Pool }: Undici,
	timeoutMs: number,
	proxy: Proxy,
): ConnectionMaker {
	const proxyPool = new Pool(proxy.origin, {
		connect: { ...VERIFIED, timeout: timeoutMs },
		headersTimeout: timeoutMs,
	});
	const secure = buildConnector({ ...VERIFIED, timeout: timeoutMs });

	const openTunnel = async ({ hostname, port, protocol }: buildConnector.Options) => {
		const authority = `${bracketed(hostname)}:${port || (protocol === 'https:' ? 443 : 80)}`;
		const { socket, statusCode } = await proxyPool.connect({
			path: authority,
			headers: {
				host: authority,
				...(proxy.authorization ? { 'proxy-authorization': proxy.authorization } : {}),
			},
		});
		const tunnel = socket as Socket;
		// An error before undici listens to the socket would have no listener and end the process.
		tunnel.on('error', () => {});
		if (statusCode < 200 || statusCode > 299) {
			tunnel.destroy();
			throw Object.assign(new Error('The proxy refused'), { code: `HTTP_${statusCode}` });
		}
		// No request was written yet: bytes that are here already would be taken for the first answer.
		if (tunnel.readableLength > 0) {
			tunnel.destroy();
			throw Object.assign(new Error('More than was asked for'), { code: 'HPE_UNEXPECTED_BYTES' });
		}
		if (tunnel.destroyed) throw Object.assign(new Error('Closed'), { code: 'ECONNRESET' });
		return tunnel;
	};

	return {
		connect: (options, done) => {
			void openTunnel(options).then(
				(tunnel) => {
					if (options.protocol !== 'https:') done(null, tunnel);
					else secure({ ...options, httpSocket: tunnel }, done);
				},
				// Never hand undici one of its own socket errors, which it makes of a proxy that hangs up: it would
				// connect again at once and without end.
				(error: Error) => done(proxyError(error), null),
			);
		},
		close: async () => await proxyPool.destroy(),
	};
}

function bracketed(hostname: string): string {
	return hostname.includes(':') ? `[${hostname}]` : hostname;
}
