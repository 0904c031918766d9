import { RegisterProblem } from './registerProblem';
import { statementsForOwner } from './schema';
import type { RegisterSettings } from './settings';

interface Words {
	message: string;
	hint: string;
	mayPass?: boolean;
}

type Describe = (settings: RegisterSettings) => Words;

/** By PostgreSQL's SQLSTATE or Node.js's error code. */
const KNOWN: Record<string, Describe> = {
	ENOTFOUND: ({ host }) => ({
		message: `The register's host "${host}" is not known`,
		hint: "Check 'Host' in the register's credential",
	}),
	EAI_AGAIN: ({ host }) => ({
		message: `The register's host "${host}" could not be looked up`,
		hint: "Check 'Host' in the register's credential and the network's name service",
		mayPass: true,
	}),
	ECONNREFUSED: ({ host, port }) => ({
		message: `Nothing answers at ${host}:${port}`,
		hint: "Check 'Host' and 'Port' in the register's credential, and that PostgreSQL runs there and listens to other machines",
		mayPass: true,
	}),
	'28P01': ({ user }) => ({
		message: `The register's database does not accept the password of user "${user}"`,
		hint: "Check 'User' and 'Password' in the register's credential",
	}),
	'28000': ({ user }) => ({
		message: `The register's database does not let user "${user}" in`,
		hint: "Check 'User' and 'SSL' in the register's credential, and the server's pg_hba.conf",
	}),
	'3D000': ({ database }) => ({
		message: `There is no database "${database}" on the register's server`,
		hint: "Check 'Database' in the register's credential, or create it: create database …",
	}),
	'42501': ({ user }) => ({
		message: `User "${user}" may not create or use the register's tables`,
		hint: `Have the database's owner run this once: ${statementsForOwner(user)}`,
	}),
	'25006': () => ({
		message: "The register's database can only be read",
		hint: "Point 'Host' in the register's credential at the primary server, not at a replica",
		mayPass: true,
	}),
	'53300': () => ({
		message: "The register's database has no connection left",
		hint: 'Raise max_connections there: each n8n process takes up to four',
		mayPass: true,
	}),
	ERR_TLS_CERT_ALTNAME_INVALID: ({ host }) => ({
		message: `The certificate of the register's server is not for "${host}"`,
		hint: "Give the name that stands in the certificate as 'Host' in the register's credential",
	}),
	CERT_HAS_EXPIRED: () => ({
		message: "The certificate of the register's server has expired",
		hint: 'Have it renewed there',
	}),
};

const UNTRUSTED: Words = {
	message: "The certificate of the register's server is not trusted",
	hint: "Paste the certificate of the authority that signed it into 'CA Certificate' in the register's credential",
};
for (const code of [
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]) {
	KNOWN[code] = () => UNTRUSTED;
}

/** The client's own errors have no code. */
const NO_TLS = /does not support SSL/i;

/** Of PostgreSQL's classes: faults of a statement, of rights and of names do not pass by themselves. */
const STAYS = /^(0A|22|23|28|3D|3F|42)/;

/** Says what an error of the database means and whether it may pass. */
export function describeProblem(error: unknown, settings: RegisterSettings): RegisterProblem {
	if (error instanceof RegisterProblem) return error;
	const { code = '', message = '' } = error as { code?: string; message?: string };
	const words = KNOWN[code]?.(settings) ?? (NO_TLS.test(message) ? noTls() : unknownWords(error));
	const mayPass = words.mayPass ?? (KNOWN[code] === undefined && !STAYS.test(code));
	return new RegisterProblem(words.message, words.hint, NO_TLS.test(message) ? false : mayPass);
}

function noTls(): Words {
	return {
		message: "The register's server does not encrypt connections",
		hint: "Switch TLS on there, or, inside a network you trust, set 'SSL' in the register's credential to Disable",
	};
}

function unknownWords(error: unknown): Words {
	return {
		message: `The register's database does not answer as it should: ${textOf(error)}`,
		hint: 'Check that PostgreSQL is running and can be reached from n8n',
	};
}

/** Node.js says nothing in the message when it has tried several addresses of one host. */
function textOf(error: unknown): string {
	if (error instanceof AggregateError && error.message === '') return String(error.errors[0]);
	return error instanceof Error ? error.message : String(error);
}
