import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { closeDispatchers } from '../../../../top';
import { startGateway, type Gateway } from '../../../gateway';
import { Authority, type ServerCertificate } from '../support/certificates';
import { runScript } from '../support/childProcess';
import type { ToldCall } from '../support/callingProcess';
import { httpAnswer, rawServer, TIME } from '../support/rawServer';
import { call, clientFor } from '../support/testClient';
import { rejection } from '../support/thrown';

const authority = new Authority();
const DAY_MS = 24 * 3600_000;
const servers: Server[] = [];
let requests = 0;
let folder: string;
let authorityFile: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'top-tls-'));
	authorityFile = join(folder, 'authority.pem');
	writeFileSync(authorityFile, authority.cert);
});
beforeEach(() => {
	requests = 0;
});
afterEach(async () => {
	await closeDispatchers();
	await Promise.all(
		servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))),
	);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A server that answers every request, behind the given certificate. */
async function secureServer(certificate: ServerCertificate): Promise<string> {
	const server = createServer(certificate, (socket) => {
		socket.on('error', () => {});
		socket.on('data', () => {
			requests++;
			socket.end(httpAnswer(TIME, { Connection: 'close' }));
		});
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `https://127.0.0.1:${(server.address() as AddressInfo).port}/router/rest`;
}

describe('a certificate that this machine does not trust', () => {
	it.each<[string, () => ServerCertificate, string]>([
		['self-signed', () => authority.selfSigned('127.0.0.1'), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
		[
			'signed by a stranger',
			() => authority.issue({ host: '127.0.0.1' }),
			'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		],
		[
			'signed by a stranger who is named',
			() => {
				const { key, cert } = authority.issue({ host: '127.0.0.1' });
				return { key, cert: cert + authority.cert };
			},
			'SELF_SIGNED_CERT_IN_CHAIN',
		],
	])('%s', async (_name, certificate, systemCode) => {
		const following = call(clientFor(await secureServer(certificate())));
		expect(await rejection(following.answer)).toMatchObject({
			name: 'TopConnectionError',
			stage: 'tls',
			systemCode,
		});
		expect(following.written).toBe(false);
		expect(requests).toBe(0);
	});
});

describe('in a process that trusts the authority', () => {
	const callAll = async (urls: string[], env: Record<string, string> = {}) =>
		(await runScript('callingProcess.ts', urls, {
			NODE_EXTRA_CA_CERTS: authorityFile,
			...env,
		})) as ToldCall[];

	it('good certificates are accepted and bad ones are not, and then nothing is written', async () => {
		const told = await callAll([
			await secureServer(authority.issue({ host: '127.0.0.1' })),
			await secureServer(
				authority.issue({ host: '127.0.0.1', until: new Date(Date.now() - DAY_MS / 2) }),
			),
			await secureServer(
				authority.issue({ host: '127.0.0.1', from: new Date(Date.now() + DAY_MS / 2) }),
			),
			await secureServer(authority.issue({ host: 'gw.api.taobao.com' })),
			await secureServer(authority.issue({ host: '127.0.0.2' })),
		]);
		const refused = { answered: false, written: false, name: 'TopConnectionError', stage: 'tls' };
		expect(told).toMatchObject([
			{ answered: true, written: true },
			{ ...refused, systemCode: 'CERT_HAS_EXPIRED' },
			{ ...refused, systemCode: 'CERT_NOT_YET_VALID' },
			{ ...refused, systemCode: 'ERR_TLS_CERT_ALTNAME_INVALID' },
			{ ...refused, systemCode: 'ERR_TLS_CERT_ALTNAME_INVALID' },
		]);
		expect(requests).toBe(1);
	});

	it('certificates are verified although the process was told not to', async () => {
		const [told] = await callAll([await secureServer(authority.selfSigned('127.0.0.1'))], {
			NODE_TLS_REJECT_UNAUTHORIZED: '0',
			NODE_NO_WARNINGS: '1',
		});
		expect(told).toMatchObject({ written: false, systemCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
		expect(requests).toBe(0);
	});

	it('what happens after the handshake is on the far side of the write', async () => {
		const gateway: Gateway = await startGateway();
		try {
			writeFileSync(join(folder, 'gateway.pem'), gateway.ca);
			gateway.fault({
				script: [
					{ do: 'nothing' },
					{ do: 'cut', how: 'reset', moment: 'after' },
					{ do: 'cut', how: 'end', moment: 'before' },
				],
			});
			const url = gateway.httpsUrl ?? '';
			const told = await callAll([url, url, url], {
				NODE_EXTRA_CA_CERTS: join(folder, 'gateway.pem'),
			});
			const lost = { answered: false, written: true, name: 'TopLostAnswerError' };
			expect(told).toMatchObject([
				{ answered: true, written: true },
				{ ...lost, stage: 'reset' },
				{ ...lost, stage: 'closed' },
			]);
			expect(gateway.calls).toHaveLength(3);
		} finally {
			await gateway.close();
		}
	});
});

describe('a handshake that comes to nothing', () => {
	it('cut by the other side', async () => {
		for (const how of ['destroy', 'resetAndDestroy', 'end'] as const) {
			const server = await rawServer((socket) => socket.once('data', () => socket[how]()));
			const following = call(clientFor(`https://127.0.0.1:${server.port}/router/rest`));
			expect(await rejection(following.answer)).toMatchObject({
				name: 'TopConnectionError',
				stage: 'tls',
				systemCode: 'ECONNRESET',
			});
			expect(following.written).toBe(false);
			await server.close();
		}
	});

	it('answered in plain HTTP', async () => {
		const server = await rawServer((socket) =>
			socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
		);
		const following = call(clientFor(`https://127.0.0.1:${server.port}/router/rest`));
		expect(await rejection(following.answer)).toMatchObject({ stage: 'tls' });
		expect(following.written).toBe(false);
		await server.close();
	});

	it('never ending', async () => {
		const server = await rawServer(() => {});
		const following = call(
			clientFor(`https://127.0.0.1:${server.port}/router/rest`, { connectTimeoutMs: 200 }),
		);
		expect(await rejection(following.answer)).toMatchObject({
			name: 'TopConnectionError',
			stage: 'connect',
			systemCode: 'UND_ERR_CONNECT_TIMEOUT',
		});
		expect(following.written).toBe(false);
		await server.close();
	});
});
