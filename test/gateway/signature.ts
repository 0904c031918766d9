import { createHash, createHmac } from 'node:crypto';

/*
 * Written from the platform's signature rules and from nothing else. It shares no code with the
 * client under test: one mistake must not be able to hide on both sides.
 */

export const SIGN_METHODS = ['md5', 'hmac', 'hmac-sha256'] as const;

export type SignMethod = (typeof SIGN_METHODS)[number];

export function isSignMethod(text: string): text is SignMethod {
	return (SIGN_METHODS as readonly string[]).includes(text);
}

/**
 * The signature that the platform expects: every parameter but `sign`, sorted by name, name and
 * value joined without separators, digested as UTF-8, in upper-case hex.
 */
export function expectedSign(
	parameters: Iterable<readonly [string, string]>,
	secret: string,
	signMethod: SignMethod,
): string {
	const signed = [...parameters].filter(([name]) => name !== 'sign');
	signed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
	let text = '';
	for (const [name, value] of signed) text += name + value;
	return digest(text, secret, signMethod).toUpperCase();
}

function digest(text: string, secret: string, signMethod: SignMethod): string {
	switch (signMethod) {
		case 'md5':
			return createHash('md5')
				.update(secret + text + secret, 'utf8')
				.digest('hex');
		case 'hmac':
			return createHmac('md5', secret).update(text, 'utf8').digest('hex');
		case 'hmac-sha256':
			return createHmac('sha256', secret).update(text, 'utf8').digest('hex');
	}
}
