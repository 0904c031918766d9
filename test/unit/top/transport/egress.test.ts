import 'reflect-metadata';
import { passthroughEgressFilter, SsrfProtectionService, DnsResolver } from '@n8n/backend-network';
import { Logger } from '@n8n/backend-common';
import { SsrfProtectionConfig } from '@n8n/config';
import { Container } from '@n8n/di';
import { closeDispatchers, judge, type EgressFilter } from '../../../../top';
import { httpAnswer, onRequest, rawServer, TIME, type RawServer } from '../support/rawServer';
import { call, clientFor } from '../support/testClient';
import { rejection } from '../support/thrown';

let server: RawServer;
beforeEach(async () => {
	server = await rawServer((socket) => onRequest(socket, () => socket.write(httpAnswer(TIME))));
});
afterEach(async () => {
	await closeDispatchers();
	await server.close();
});

/** n8n's own outbound policy, as an administrator switches it on. */
function n8nPolicy(settings: Partial<SsrfProtectionConfig> = {}): EgressFilter {
	const config = Object.assign(new SsrfProtectionConfig(), { enabled: true }, settings);
	return new SsrfProtectionService(config, Container.get(DnsResolver), Container.get(Logger));
}

describe('n8n’s outbound policy', () => {
	it.each(['127.0.0.1', 'localhost', '[::1]'])(
		'blocks %s, before anything is sent',
		async (host) => {
			const url = `http://${host}:${server.port}/router/rest`;
			const following = call(clientFor(url, { egressFilter: n8nPolicy() }));
			const error = await rejection(following.answer);
			expect(error).toMatchObject({
				name: 'TopConnectionError',
				stage: 'policy',
				systemCode: 'SsrfBlockedIpError',
			});
			expect(judge(error)).toEqual({ evidence: 'notExecuted', scope: 'run' });
			expect(following.written).toBe(false);
			expect(server.opened).toBe(0);
		},
	);

	it('blocks a name on its list', async () => {
		const egressFilter = n8nPolicy({ blockedHostnames: ['localhost'] });
		const url = `http://localhost:${server.port}/router/rest`;
		expect(await rejection(call(clientFor(url, { egressFilter })).answer)).toMatchObject({
			stage: 'policy',
			systemCode: 'SsrfBlockedHostnameError',
		});
		expect(server.opened).toBe(0);
	});

	it.each<[string, Partial<SsrfProtectionConfig>]>([
		['127.0.0.1', { allowedIpRanges: ['127.0.0.0/8'] }],
		['localhost', { allowedHostnames: ['localhost'] }],
		['localhost', { blockedIpRanges: ['10.0.0.0/8'] }],
	])('lets %s through with %j', async (host, settings) => {
		const url = `http://${host}:${server.port}/router/rest`;
		await call(clientFor(url, { egressFilter: n8nPolicy(settings) })).answer;
		expect(server.opened).toBe(1);
	});

	it('lets everything through where it is off', async () => {
		await call(clientFor(server.url, { egressFilter: passthroughEgressFilter })).answer;
		expect(server.opened).toBe(1);
	});

	it('that cannot look a name up says so, and is asked again by the next attempt', async () => {
		const client = clientFor('https://gateway.invalid/router/rest', { egressFilter: n8nPolicy() });
		for (let attempt = 1; attempt <= 2; attempt++) {
			const following = call(client);
			const error = await rejection(following.answer);
			expect(error).toMatchObject({ name: 'TopConnectionError', stage: 'lookup' });
			expect(judge(error)).toEqual({ evidence: 'notExecuted', scope: 'item' });
			expect(following.written).toBe(false);
		}
	});

	it('also decides about the address that the connection’s own look-up finds', async () => {
		const policy = n8nPolicy();
		// As if the name had pointed elsewhere when it was asked about.
		const egressFilter: EgressFilter = {
			validateUrl: () => Promise.resolve({ ok: true }),
			createSecureLookup: () => policy.createSecureLookup(),
		};
		const following = call(
			clientFor(`http://localhost:${server.port}/router/rest`, { egressFilter }),
		);
		expect(await rejection(following.answer)).toMatchObject({
			stage: 'policy',
			systemCode: 'SsrfBlockedIpError',
		});
		expect(following.written).toBe(false);
		expect(server.opened).toBe(0);
	});
});

describe('any policy', () => {
	it('is asked once by many calls, and again after a failure', async () => {
		let asked = 0;
		let works = false;
		const egressFilter: EgressFilter = {
			validateUrl: () => {
				asked++;
				return works ? Promise.resolve({ ok: true }) : Promise.reject(new Error('not now'));
			},
			createSecureLookup: passthroughEgressFilter.createSecureLookup,
		};
		const client = clientFor(server.url, { egressFilter });
		const calls = Array.from({ length: 5 }, () => call(client));
		for (const { answer } of calls) {
			expect(await rejection(answer)).toMatchObject({ stage: 'policy', systemCode: 'Error' });
		}
		expect(asked).toBe(1);
		works = true;
		await Promise.all(Array.from({ length: 5 }, () => call(client).answer));
		await call(client).answer;
		expect(asked).toBe(2);
	});

	it('has connections of its own: what one allows is of no use to another', async () => {
		// One connection each: a second one shows that the first was not shared.
		const maxConnections = 1;
		await call(clientFor(server.url, { maxConnections })).answer;
		const egressFilter = n8nPolicy({ allowedIpRanges: ['127.0.0.0/8'] });
		await call(clientFor(server.url, { maxConnections, egressFilter })).answer;
		expect(server.opened).toBe(2);
		await call(clientFor(server.url, { maxConnections, egressFilter })).answer;
		expect(server.opened).toBe(2);
	});
});
