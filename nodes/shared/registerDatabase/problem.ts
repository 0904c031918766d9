import { say, type Said } from '../../../wording/say';
import { RegisterProblem } from './registerProblem';
import { statementsForOwner } from './schema';
import type { RegisterSettings } from './settings';

interface Problem {
	said: Said;
	mayPass?: boolean;
}

type Describe = (settings: RegisterSettings) => Problem;

const untrusted: Describe = () => ({ said: say('registerCertificateUntrusted') });

/** By PostgreSQL's SQLSTATE or Node.js's error code. */
const KNOWN: Record<string, Describe> = {
	ENOTFOUND: ({ host }) => ({ said: say('registerHostUnknown', { host }) }),
	EAI_AGAIN: ({ host }) => ({ said: say('registerHostNotLookedUp', { host }), mayPass: true }),
	ECONNREFUSED: ({ host, port }) => ({
		said: say('registerSilent', { host, port }),
		mayPass: true,
	}),
	'28P01': ({ user }) => ({ said: say('registerPassword', { user }) }),
	'28000': ({ user }) => ({ said: say('registerUserShutOut', { user }) }),
	'3D000': ({ database }) => ({ said: say('registerNoDatabase', { database }) }),
	'42501': ({ user }) => ({
		said: say('registerNoRights', { user, statements: statementsForOwner(user) }),
	}),
	'25006': () => ({ said: say('registerReadOnly'), mayPass: true }),
	'53300': () => ({ said: say('registerNoConnectionLeft'), mayPass: true }),
	ERR_TLS_CERT_ALTNAME_INVALID: ({ host }) => ({
		said: say('registerOtherCertificate', { host }),
	}),
	CERT_HAS_EXPIRED: () => ({ said: say('registerCertificateExpired') }),
	DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
	SELF_SIGNED_CERT_IN_CHAIN: untrusted,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
	// The authority has this name and another key.
	CERT_SIGNATURE_FAILURE: untrusted,
	UNABLE_TO_GET_ISSUER_CERT: untrusted,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
};

/** The client's own errors have no code. */
const NO_TLS = /does not support SSL/i;

/** Classes of SQLSTATE that do not pass by themselves: faults of a statement, of rights and of names. */
const STAYS = /^(0A|22|23|28|3D|3F|42)/;

/** Says what an error of the database means and whether it may pass. */
export function describeProblem(error: unknown, settings: RegisterSettings): RegisterProblem {
	if (error instanceof RegisterProblem) return error;
	const { code = '', message = '' } = error as { code?: string; message?: string };
	const known = KNOWN[code]?.(settings);
	if (known) return new RegisterProblem(known.said, known.mayPass ?? false);
	if (NO_TLS.test(message)) return new RegisterProblem(say('registerNotEncrypted'), false);
	const said = say('registerOdd', { reason: textOf(error) });
	return new RegisterProblem(said, !STAYS.test(code));
}

/** Node.js says nothing in the message when it has tried several addresses of one host. */
function textOf(error: unknown): string {
	if (error instanceof AggregateError && error.message === '') return String(error.errors[0]);
	return error instanceof Error ? error.message : String(error);
}
