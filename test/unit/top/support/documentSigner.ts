import { hmac, md, type md as digests } from 'node-forge';

const DIGESTS: Record<string, () => digests.MessageDigest> = {
	md5: () => md.md5.create(),
	sha256: () => md.sha256.create(),
};

/**
 * A second signer, written from the protocol document alone and computed by node-forge, which shares
 * no line with OpenSSL, which Node's own digests come from.
 */
export function documentSign(
	parameters: Record<string, string>,
	secret: string,
	signMethod: string,
): string {
	const text = Object.entries(parameters)
		.filter(([name, value]) => name !== 'sign' && name !== '' && value !== '')
		.map(([name, value]) => ({ bytes: utf8(name).toString('hex'), text: name + value }))
		.sort((a, b) => (a.bytes < b.bytes ? -1 : 1))
		.map((entry) => entry.text)
		.join('');
	if (signMethod === 'md5') {
		const digest = DIGESTS.md5();
		digest.update(binary(secret + text + secret));
		return digest.digest().toHex().toUpperCase();
	}
	const mac = hmac.create();
	mac.start(signMethod === 'hmac' ? 'md5' : 'sha256', binary(secret));
	mac.update(binary(text));
	return mac.digest().toHex().toUpperCase();
}

function utf8(text: string): Buffer {
	return Buffer.from(text, 'utf8');
}

/** node-forge takes bytes as a text of one character each. */
function binary(text: string): string {
	return utf8(text).toString('latin1');
}
