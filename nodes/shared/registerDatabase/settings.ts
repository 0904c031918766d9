import { checkServerIdentity } from 'node:tls';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { PoolConfig } from 'pg';

/** What the register's credential says. */
export interface RegisterSettings {
	host: string;
	port: number;
	database: string;
	user: string;
	password: string;
	ssl: 'disable' | 'require' | 'verify-full';
	/** PEM text; empty for the authorities that Node.js knows. */
	caCertificate: string;
}

/** How long a connection, and one statement, may take. */
const CONNECT_MS = 10_000;
const STATEMENT_MS = 20_000;
/** Longer than {@link STATEMENT_MS}, so that the client ends a statement only when the server is gone. */
const ANSWER_MS = 25_000;
/** Windows of keys are few and large: more connections would not make a run faster. */
const MOST_CONNECTIONS = 4;
const IDLE_MS = 10_000;

/** Reads a stored credential; blanks around what was pasted are dropped, but not in the password. */
export function readRegisterSettings(stored: ICredentialDataDecryptedObject): RegisterSettings {
	const text = (field: string) => String(stored[field] ?? '').trim();
	return {
		host: text('host'),
		port: Number(stored.port ?? 5432),
		database: text('database'),
		user: text('user'),
		password: String(stored.password ?? ''),
		ssl: (text('ssl') || 'disable') as RegisterSettings['ssl'],
		caCertificate: asPem(text('caCertificate')),
	};
}

/**
 * How the client connects. Every setting that it would otherwise take from `PG*` variables or `~/.pgpass` is
 * given, so that the credential alone decides which database it is.
 */
export function poolConfig(settings: RegisterSettings): PoolConfig {
	const { host, port, database, user, password } = settings;
	return {
		host,
		port,
		database,
		user,
		// A function, because for an empty text the client would look for another password.
		password: () => password,
		ssl: tlsOptions(settings),
		sslnegotiation: 'postgres',
		client_encoding: 'UTF8',
		options: `-c statement_timeout=${STATEMENT_MS} -c client_min_messages=warning`,
		application_name: 'n8n-nodes-alibaba-alsc',
		connectionTimeoutMillis: CONNECT_MS,
		query_timeout: ANSWER_MS,
		max: MOST_CONNECTIONS,
		idleTimeoutMillis: IDLE_MS,
		keepAlive: true,
		// Idle connections do not keep the process from ending.
		allowExitOnIdle: true,
	};
}

/** A certificate that was pasted into one line gets its lines back. */
function asPem(text: string): string {
	return text.replace(
		/-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/g,
		(_whole, content: string) => {
			const lines = content.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
			return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
		},
	);
}

function tlsOptions({ host, ssl, caCertificate }: RegisterSettings): PoolConfig['ssl'] {
	if (ssl === 'disable') return false;
	const ca = caCertificate === '' ? undefined : caCertificate;
	if (ssl === 'require') {
		// Encrypted. The certificate is checked only if the user gave an authority to check it by.
		return ca === undefined
			? { rejectUnauthorized: false }
			: { rejectUnauthorized: true, ca, checkServerIdentity: () => undefined };
	}
	return {
		rejectUnauthorized: true,
		ca,
		// The client passes Node.js no host name for a numeric address, so the check is done here.
		checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate),
	};
}
