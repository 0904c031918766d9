import { TopConfigurationError } from '../../../../top/protocol/errors';
import { resolveGateway, type Environment } from '../../../../top/protocol/gateways';
import { thrown } from '../support/thrown';

describe('the platform’s own gateways', () => {
	it.each<[Environment, string]>([
		['production', 'https://gw.api.taobao.com/router/rest'],
		['overseas', 'https://api.taobao.com/router/rest'],
		['sandbox', 'https://gw.api.tbsandbox.com/router/rest'],
	])('%s', (environment, address) => {
		expect(resolveGateway(environment).href).toBe(address);
		expect(resolveGateway(environment, 'https://left.over/from/before').href).toBe(address);
	});

	it.each(['', 'prod', 'constructor', '__proto__'])('none is called %j', (environment) => {
		expect(() => resolveGateway(environment as Environment)).toThrow(TopConfigurationError);
	});
});

describe('an address of one’s own', () => {
	it.each([
		['https://gw.example/router/rest', 'https://gw.example/router/rest'],
		['  https://gw.example/top \n', 'https://gw.example/top'],
		['https://gw.example:8443/router/rest', 'https://gw.example:8443/router/rest'],
		['HTTPS://GW.Example/router/rest', 'https://gw.example/router/rest'],
		['http://localhost:3000/router/rest', 'http://localhost:3000/router/rest'],
		['http://127.0.0.1/router/rest', 'http://127.0.0.1/router/rest'],
		['http://127.8.9.10/router/rest', 'http://127.8.9.10/router/rest'],
		['http://[::1]:8080/router/rest', 'http://[::1]:8080/router/rest'],
	])('%s', (given, address) => {
		expect(resolveGateway('custom', given).href).toBe(address);
	});

	it.each([
		['', 'gatewayNoAddress'],
		['gw.example/router/rest', 'gatewayNoAddress'],
		['http://gw.example/router/rest', 'gatewayNotHttps'],
		['http://127.0.0.1.gw.example/router/rest', 'gatewayNotHttps'],
		['http://localhost.gw.example/', 'gatewayNotHttps'],
		['http://not-localhost/', 'gatewayNotHttps'],
		['http://127.0.0.1@gw.example/', 'gatewayNotHttps'],
		['http://0.0.0.0/', 'gatewayNotHttps'],
		['http://10.0.0.1/', 'gatewayNotHttps'],
		['ftp://127.0.0.1/', 'gatewayNotHttps'],
		['file:///etc/passwd', 'gatewayNotHttps'],
		['javascript:alert(1)', 'gatewayNotHttps'],
		['https://user@gw.example/', 'gatewayMoreThanAddress'],
		['https://user:pass@gw.example/', 'gatewayMoreThanAddress'],
		['https://gw.example/?method=x', 'gatewayMoreThanAddress'],
		['https://gw.example/#top', 'gatewayMoreThanAddress'],
	])('refuses %j', (given, kind) => {
		expect(thrown(() => resolveGateway('custom', given))).toMatchObject({
			name: 'TopConfigurationError',
			problem: expect.objectContaining({ kind }),
		});
	});

	it('never quotes a password', () => {
		for (const url of ['https://u:hunter2@gw.example/', 'http://u:hunter2@gw.example/']) {
			expect(thrown(() => resolveGateway('custom', url))).toMatchObject({
				message: expect.not.stringContaining('hunter2'),
			});
		}
	});
});
