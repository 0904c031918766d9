import { createHash, createHmac, createSecretKey } from 'node:crypto';

/** The three `sign_method` values the platform accepts (doc 101617). */
export type SignMethod = 'md5' | 'hmac' | 'hmac-sha256';

export const SIGN_METHODS: readonly SignMethod[] = ['hmac-sha256', 'hmac', 'md5'];

/** Turns a canonical string into its signature: upper-case hex. */
export type Signer = (canonical: string) => string;

/** Orders parameter names by their UTF-8 bytes, which is what the platform calls ASCII order. */
export function compareNames(a: string, b: string): number {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * The string a signature is taken over: every parameter but `sign` and the empty ones, sorted by
 * name, name and value written one after the other without separators (doc 101617, step 1 and 2).
 */
export function canonicalString(parameters: Readonly<Record<string, string>>): string {
	return Object.keys(parameters)
		.filter((name) => name !== 'sign' && name !== '' && parameters[name] !== '')
		.sort(compareNames)
		.map((name) => name + parameters[name])
		.join('');
}

/**
 * Prepares the signature function of one app, so that the key is imported once and not per request.
 *
 * - `md5`: MD5 of secret + canonical + secret
 * - `hmac`: HMAC-MD5 keyed with the secret
 * - `hmac-sha256`: HMAC-SHA256 keyed with the secret
 *
 * (doc 101617, step 3 and 4; text in UTF-8, result in upper-case hex)
 */
export function createSigner(appSecret: string, signMethod: SignMethod): Signer {
	if (signMethod === 'md5') {
		return (canonical) =>
			createHash('md5')
				.update(appSecret + canonical + appSecret, 'utf8')
				.digest('hex')
				.toUpperCase();
	}
	const key = createSecretKey(appSecret, 'utf8');
	const digest = signMethod === 'hmac' ? 'md5' : 'sha256';
	return (canonical) =>
		createHmac(digest, key).update(canonical, 'utf8').digest('hex').toUpperCase();
}
