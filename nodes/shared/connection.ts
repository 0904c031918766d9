import type { CredentialData } from '../../credentials/credentialData';
import { TopClient } from '../../top/client';
import type { EgressFilter } from '../../top/transport/dispatchers';

export interface ConnectionOptions {
	/** How long to wait for an answer, in milliseconds. */
	timeoutMs?: number;
	/** The most connections open to the gateway at a time. */
	maxConnections?: number;
	/** n8n's outbound policy; older versions of n8n have none. */
	egressFilter?: EgressFilter;
}

/**
 * A client for the app and the gateway of a credential.
 *
 * @throws TopConfigurationError when the credential is incomplete
 */
export function connect(credential: CredentialData, options: ConnectionOptions = {}): TopClient {
	return new TopClient({ ...credential, ...options });
}
