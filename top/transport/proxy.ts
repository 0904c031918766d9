import { getProxyForUrl } from 'proxy-from-env';
import { TopConfigurationError } from '../protocol/errors';

/** An HTTP proxy that opens tunnels. */
export interface Proxy {
	/** `http://host:port` or `https://host:port`. */
	origin: string;
	/** The `proxy-authorization` header, when the address carries a user name. */
	authorization?: string;
}

/**
 * The proxy that the environment names for a gateway (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`,
 * `NO_PROXY`); `undefined` when it names none. npm's own settings (`npm_config_proxy`), which an older
 * library reads too, are not the environment's word on where requests go.
 *
 * @throws TopConfigurationError when the address is not that of an HTTP proxy
 */
export function proxyFor(gateway: URL): Proxy | undefined {
	const address = getProxyForUrl(gateway.href);
	if (address === '') return undefined;
	// The address may carry a password, so that no message quotes it.
	if (!URL.canParse(address)) throw unusable('is not a web address');
	const { protocol, origin, username, password } = new URL(address);
	if (protocol !== 'http:' && protocol !== 'https:') {
		throw unusable(`starts with ${protocol}//, and only HTTP proxies can be used`);
	}
	return { origin, ...(username ? { authorization: basic(username, password) } : {}) };
}

function basic(username: string, password: string): string {
	try {
		const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
		return `Basic ${Buffer.from(credentials).toString('base64')}`;
	} catch {
		throw unusable('has a % in its user name or password that is not written as %25');
	}
}

function unusable(because: string): TopConfigurationError {
	return new TopConfigurationError(
		`The proxy address in the environment ${because}`,
		'Correct HTTPS_PROXY, HTTP_PROXY or ALL_PROXY where n8n is started, e.g. http://proxy.example:3128',
	);
}
