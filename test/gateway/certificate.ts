import { generateKeyPairSync } from 'node:crypto';
import { md, pki } from 'node-forge';

export interface Certificate {
	key: string;
	/** Self-signed, so it is also the authority that a client has to trust. */
	cert: string;
}

/** A certificate for this machine only, made anew at every start: no key lies in the repository. */
export function makeCertificate(address: string): Certificate {
	const { privateKey, publicKey } = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
	const certificate = pki.createCertificate();
	certificate.publicKey = pki.publicKeyFromPem(publicKey);
	certificate.serialNumber = `01${Date.now().toString(16).padStart(14, '0')}`;
	certificate.validity.notBefore = new Date(Date.now() - 24 * 3600_000);
	certificate.validity.notAfter = new Date(Date.now() + 30 * 24 * 3600_000);
	const name = [{ name: 'commonName', value: 'local TOP gateway' }];
	certificate.setSubject(name);
	certificate.setIssuer(name);
	certificate.setExtensions([
		{ name: 'basicConstraints', cA: true, critical: true },
		{ name: 'keyUsage', keyCertSign: true, digitalSignature: true, keyEncipherment: true },
		{ name: 'extKeyUsage', serverAuth: true },
		{
			name: 'subjectAltName',
			// 2 is a DNS name, 7 an IP address (RFC 5280, GeneralName).
			altNames: [
				{ type: 2, value: 'localhost' },
				{ type: 7, ip: address },
			],
		},
	]);
	certificate.sign(pki.privateKeyFromPem(privateKey), md.sha256.create());
	return { key: privateKey, cert: pki.certificateToPem(certificate) };
}
