import { quotableAddress } from './address';
import { TopConfigurationError } from './errors';

/** Where an app's calls go: one of the platform's own gateways, or an address of one's own. */
export type Environment = 'production' | 'overseas' | 'sandbox' | 'custom';

/** The platform's gateways (doc 101617; the sandbox stands in its older editions only). */
export const GATEWAYS: Readonly<Record<Exclude<Environment, 'custom'>, string>> = {
	production: 'https://gw.api.taobao.com/router/rest',
	overseas: 'https://api.taobao.com/router/rest',
	sandbox: 'https://gw.api.tbsandbox.com/router/rest',
};

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The gateway's address.
 *
 * @throws TopConfigurationError when a custom address is missing, is no web address, carries a user
 * name or a query, or is not https (plain http is accepted for this machine's own addresses only,
 * because the session key travels in the request)
 */
export function resolveGateway(environment: Environment, customUrl = ''): URL {
	if (environment !== 'custom') {
		if (!Object.hasOwn(GATEWAYS, environment)) {
			const value = String(environment);
			throw new TopConfigurationError({ kind: 'environmentUnknown', value });
		}
		return new URL(GATEWAYS[environment]);
	}
	const text = customUrl.trim();
	if (!URL.canParse(text)) {
		const value = quotableAddress(text);
		throw new TopConfigurationError({ kind: 'gatewayNoAddress', value });
	}
	const url = new URL(text);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
		const value = `${url.protocol}//${url.host}`;
		throw new TopConfigurationError({ kind: 'gatewayNotHttps', value });
	}
	if (url.username || url.password || url.search || url.hash) {
		throw new TopConfigurationError({ kind: 'gatewayMoreThanAddress' });
	}
	return url;
}
