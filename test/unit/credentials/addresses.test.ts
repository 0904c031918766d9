import fc from 'fast-check';
import { signRequest } from '../../../credentials/signRequest';
import { seedFor } from '../../support/seed';

const seed = seedFor(__filename);
const NOW = Date.UTC(2016, 0, 1);
const GATEWAYS = [
	'https://gw.api.taobao.com/router/rest',
	'https://gateway.example:8443/router/rest',
	'http://127.0.0.1:8080/router/rest',
	'http://[::1]:8080/',
];
const SECRETS = /helloworld|6100e2a9f0b2c3d4e5f6/;

/** What changes an address, or only looks as if it did. */
const PIECES = [
	...'/\\@:?#.%[]& \t\r\n\0',
	'//',
	'..',
	'%2e%2e',
	'%2F',
	'%40',
	'stranger.example',
	'@stranger.example',
	'stranger.example@',
	'.stranger.example',
	':443',
	':80@',
	'http:',
	'https:',
	'ftp://',
	'file://',
	'javascript:',
	'localhost',
	'127.0.0.1',
	'127.1',
	'0x7f000001',
	'2130706433',
	'[::ffff:127.0.0.1]',
	'ｇｗ',
	'。',
	'ß',
	'\u200b',
	'\u202e',
	'\ud83d',
	'/router/rest',
	'router/rest/../rest',
	'?method=x',
];

/** The gateway's address, with pieces put in, taken out or written over. */
const nearly = (gateway: string) =>
	fc
		.array(fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.constantFrom('', ...PIECES)), { maxLength: 4 })
		.map((changes) =>
			changes.reduce((address, [at, removed, piece]) => {
				const place = at % (address.length + 1);
				return address.slice(0, place) + piece + address.slice(place + removed);
			}, gateway),
		);

function sign(gateway: string, request: object) {
	const stored = {
		appKey: '12345678',
		appSecret: 'helloworld',
		environment: 'custom',
		gatewayUrl: gateway,
		sessionToken: '6100e2a9f0b2c3d4e5f6',
	};
	return signRequest(stored, request as never, NOW) as unknown as Record<string, unknown>;
}

/** Where Node would send a request of n8n's, by either of its two forms. */
function destination(signed: Record<string, unknown>): string {
	expect(signed.baseURL).toBeUndefined();
	expect([signed.url, signed.uri].filter((address) => address !== undefined)).toHaveLength(1);
	return new URL(String(signed.url ?? signed.uri)).href;
}

describe.each(GATEWAYS)('whatever address a request for %s has', (gateway) => {
	it.each(['url', 'uri', 'baseURL'])('in its %s, it goes there or nowhere', (field) => {
		let signedCount = 0;
		fc.assert(
			fc.property(nearly(gateway), fc.constantFrom('', '/', '/router/rest'), (address, path) => {
				const where = field === 'baseURL' ? { url: path, baseURL: address } : { [field]: address };
				let signed: Record<string, unknown>;
				try {
					signed = sign(gateway, { ...where, body: { method: 'taobao.time.get' } });
				} catch (error) {
					expect(String(error)).not.toMatch(SECRETS);
					return;
				}
				signedCount++;
				expect(destination(signed)).toBe(new URL(gateway).href);
			}),
			{ seed, numRuns: 1000 },
		);
		expect(signedCount).toBeGreaterThan(0);
	});
});
