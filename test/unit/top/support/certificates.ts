import { generateKeyPairSync } from 'node:crypto';
import { md, pki } from 'node-forge';

/** What a TLS server shows, and the key to it. */
export interface ServerCertificate {
	key: string;
	cert: string;
}

interface Wanted {
	/** A DNS name or an IP address. */
	host: string;
	from?: Date;
	until?: Date;
}

const DAY_MS = 24 * 3600_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

/** An authority made for one test run: no key lies in the repository. */
export class Authority {
	private readonly own = newKeys();
	/** For all servers: keys take long to make. */
	private readonly servers = newKeys();
	private readonly certificate = this.makeOwn();
	/** PEM of the authority's own certificate. */
	readonly cert = pki.certificateToPem(this.certificate);

	/** A certificate that the authority has signed. */
	issue({ host, from = inDays(-1), until = inDays(1) }: Wanted): ServerCertificate {
		const certificate = draft(this.servers.publicKey, host, from, until);
		certificate.setIssuer(this.certificate.subject.attributes);
		certificate.sign(this.own.privateKey, md.sha256.create());
		return { key: this.servers.pem, cert: pki.certificateToPem(certificate) };
	}

	/** One that vouches for itself. */
	selfSigned(host: string): ServerCertificate {
		const certificate = draft(this.servers.publicKey, host, inDays(-1), inDays(1));
		certificate.setIssuer(certificate.subject.attributes);
		certificate.sign(this.servers.privateKey, md.sha256.create());
		return { key: this.servers.pem, cert: pki.certificateToPem(certificate) };
	}

	private makeOwn(): pki.Certificate {
		const name = [{ name: 'commonName', value: 'test authority' }];
		const certificate = pki.createCertificate();
		certificate.publicKey = this.own.publicKey;
		certificate.serialNumber = '01';
		certificate.validity.notBefore = inDays(-2);
		certificate.validity.notAfter = inDays(2);
		certificate.setSubject(name);
		certificate.setIssuer(name);
		certificate.setExtensions([
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'keyUsage', keyCertSign: true, digitalSignature: true },
		]);
		certificate.sign(this.own.privateKey, md.sha256.create());
		return certificate;
	}
}

let serial = 2;

function draft(publicKey: pki.PublicKey, host: string, from: Date, until: Date): pki.Certificate {
	const certificate = pki.createCertificate();
	certificate.publicKey = publicKey;
	certificate.serialNumber = (serial++).toString(16).padStart(4, '0');
	certificate.validity.notBefore = from;
	certificate.validity.notAfter = until;
	certificate.setSubject([{ name: 'commonName', value: host }]);
	const isAddress = /^[\d.]+$/.test(host);
	certificate.setExtensions([
		{ name: 'basicConstraints', cA: false },
		{ name: 'extKeyUsage', serverAuth: true },
		{
			name: 'subjectAltName',
			altNames: [isAddress ? { type: 7, ip: host } : { type: 2, value: host }],
		},
	]);
	return certificate;
}

function newKeys() {
	const { privateKey, publicKey } = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
	return {
		pem: privateKey,
		privateKey: pki.privateKeyFromPem(privateKey),
		publicKey: pki.publicKeyFromPem(publicKey),
	};
}
