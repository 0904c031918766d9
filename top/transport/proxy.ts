import { getProxyForUrl } from 'proxy-from-env';
import { TopConfigurationError, type ConfigurationProblem } from '../protocol/errors';

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
	if (!URL.canParse(address)) throw unusable({ kind: 'proxyNoAddress' });
	const { protocol, origin, username, password } = new URL(address);
	if (protocol !== 'http:' && protocol !== 'https:') {
		throw unusable({ kind: 'proxyOtherProtocol', protocol });
	}
	return { origin, ...(username ? { authorization: basic(username, password) } : {}) };
}

function basic(username: string, password: string): string {
	try {
		const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
		return `Basic ${Buffer.from(credentials).toString('base64')}`;
	} catch {
		throw unusable({ kind: 'proxyUnescapedPercent' });
	}
}

function unusable(problem: ConfigurationProblem): TopConfigurationError {
	return new TopConfigurationError(problem);
}
