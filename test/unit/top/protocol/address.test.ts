import fc from 'fast-check';
import { quotableAddress } from '../../../../top/protocol/address';
import { resolveGateway } from '../../../../top/protocol/gateways';
import { thrown } from '../support/thrown';

describe('an address in a message', () => {
	it.each([
		['https://gw.example/router/rest', 'https://gw.example/router/rest'],
		[
			'https://user:hunter2@gw.example/router/rest?a=hunter2#hunter2',
			'https://gw.example/router/rest',
		],
		['https://user:hunter2@:99999/router', 'https://:99999/router'],
		['https://us er:hun/ter2@gw example', 'https://gw example'],
		['user:hunter2@gw.example', 'gw.example'],
		['//user:hunter2@gw.example?hunter2', 'gw.example'],
		['https://us er:hun?ter2@gw example', 'https://…'],
		['nonsense', 'nonsense'],
		['ftp://hunter2@gw.example', 'gw.example'],
		['', ''],
	])('%s', (text, quoted) => {
		expect(quotableAddress(text)).toBe(quoted);
	});

	it('is not longer than a person reads', () => {
		expect(quotableAddress('x'.repeat(100_000))).toHaveLength(200);
	});

	it('loses user, password and query, whatever surrounds them', () => {
		const noise = fc.string({ unit: fc.constantFrom(...':/?#@[] .\\%aä0'), maxLength: 12 });
		fc.assert(
			fc.property(noise, noise, noise, (before, between, after) => {
				const withPassword = `${before}hunter2${between}@${after}`;
				const withQuery = `${before}?${between}hunter2`;
				for (const text of [withPassword, withQuery]) {
					expect(quotableAddress(text)).not.toContain('hunter2');
					const error = thrown(() => {
						resolveGateway('custom', `https://x:y z${text}`);
						throw new Error('fits');
					}) as Error;
					expect(error.message).not.toContain('hunter2');
				}
			}),
		);
	});
});
