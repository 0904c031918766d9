import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { resolveGateway, type Environment } from '../top/protocol/gateways';
import { HiddenApp, type TopApp } from '../top/protocol/app';
import type { SignMethod } from '../top/protocol/signature';

/** What a stored credential says: the app, and the gateway it calls. */
export interface CredentialData {
	app: TopApp;
	gateway: URL;
}

/**
 * Reads a stored credential. Blanks around a pasted key are dropped, because they cannot be seen in a
 * password field.
 *
 * @throws TopConfigurationError when the gateway's address cannot be used
 */
export function readCredential(stored: ICredentialDataDecryptedObject): CredentialData {
	const text = (field: string) => String(stored[field] ?? '').trim();
	return {
		app: new HiddenApp({
			appKey: text('appKey'),
			appSecret: text('appSecret'),
			signMethod: (text('signMethod') || 'hmac-sha256') as SignMethod,
			sessionToken: text('sessionToken') || undefined,
		}),
		gateway: resolveGateway(
			(text('environment') || 'production') as Environment,
			text('gatewayUrl'),
		),
	};
}
