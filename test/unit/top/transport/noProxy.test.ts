// n8n's own choice of a proxy, in the version that the tests are pinned to.
import { resolveProxyUrl } from '@n8n/backend-network';
import fc from 'fast-check';
import { proxyFor } from '../../../../top/transport/proxy';
import { seedFor } from '../../../support/seed';

const seed = seedFor(__filename);
const NAMES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [
	name,
	name.toLowerCase(),
]);
const inherited = NAMES.map((name) => [name, process.env[name]] as const);

afterAll(() => {
	for (const [name, value] of inherited) {
		if (value === undefined) delete process.env[name];
		else process.env[name] = value;
	}
});

const gateway = fc
	.tuple(
		fc.constantFrom('http', 'https'),
		fc.constantFrom('gw.api.taobao.com', 'localhost', '127.0.0.1', '[::1]', 'a.example', 'example'),
		fc.constantFrom('', ':80', ':443', ':8080'),
	)
	.map(([scheme, host, port]) => `${scheme}://${host}${port}/router/rest`);
const proxy = fc.constantFrom('', '', 'http://proxy:3128', 'https://other:1', 'proxy.example:8080');
const exception = fc
	.tuple(
		fc.constantFrom('', '.', '*', '*.'),
		fc
			.constantFrom('', 'taobao.com', 'TAOBAO.com', 'gw.api.taobao.com', 'localhost', '127.0.0.1')
			.chain((host) => fc.constantFrom(host, host, '[::1]', '::1', 'example', 'o.com')),
		fc.constantFrom('', '', ':80', ':443', ':8080', ':'),
	)
	.map((parts) => parts.join(''));
const exceptions = fc
	.tuple(fc.array(exception, { maxLength: 3 }), fc.constantFrom(',', ', ', ' ', ',,'))
	.map(([entries, separator]) => entries.join(separator));

it('the environment’s proxy is chosen as n8n’s own nodes choose it', () => {
	const environment = fc.record(
		Object.fromEntries(
			NAMES.map((name) => [name, name.toLowerCase() === 'no_proxy' ? exceptions : proxy]),
		),
	);
	let direct = 0;
	let proxied = 0;
	fc.assert(
		fc.property(gateway, environment, (address, variables) => {
			for (const [name, value] of Object.entries(variables)) process.env[name] = value;
			const theirs = resolveProxyUrl(address);
			const ours = proxyFor(new URL(address));
			if (theirs === undefined) direct++;
			else proxied++;
			expect(ours?.origin).toBe(theirs === undefined ? undefined : new URL(theirs).origin);
		}),
		{ seed, numRuns: 5000 },
	);
	expect(Math.min(direct, proxied)).toBeGreaterThan(100);
});
