import { readOptions } from '../../../demo/options';

const REAL = ['--gateway', 'https://gateway.example/router/rest', '--app-key', '123'];

describe('the command line of the demo', () => {
	it('needs nothing', () => {
		expect(readOptions([], '/here')).toMatchObject({ gateway: undefined, dryRun: false });
	});

	it('takes paths from where the user stands', () => {
		expect(readOptions(['--items', 'my.csv', '--report', '/tmp/r.csv'], '/here')).toMatchObject({
			items: '/here/my.csv',
			report: '/tmp/r.csv',
		});
	});

	it('names a real gateway by address or by environment', () => {
		expect(readOptions(REAL, '/').gateway).toEqual({
			environment: 'custom',
			url: 'https://gateway.example/router/rest',
			appKey: '123',
			signMethod: 'hmac-sha256',
			confirmed: undefined,
		});
		expect(readOptions(['--gateway', 'sandbox', '--app-key', '1'], '/').gateway).toMatchObject({
			environment: 'sandbox',
			url: '',
		});
	});

	it.each(['--app-secret', '--app-secret=x', '--appSecret', '--secret', '--session-token'])(
		'refuses %s',
		(flag) => {
			expect(() => readOptions([...REAL, flag, 'x'], '/')).toThrow(/refused.*ALSC_APP_SECRET/);
		},
	);

	it.each([
		[['--gateway', 'sandbox'], /--gateway needs --app-key/],
		[['--app-key', '1'], /--app-key needs --gateway/],
		[['--confirm', '3'], /--confirm needs --gateway/],
		[['--once', 'f'], /--once needs --gateway/],
		[[...REAL, '--confirm', 'yes'], /whole number from 1 \(it is "yes"\)/],
		[['--concurrency', '0'], /from 1 to 256/],
		[[...REAL, '--sign-method', 'sha1'], /must be one of/],
		[['--template'], /--template/],
		[['--templates', '1'], /--templates/],
	])('says what is wrong with %j', (args, message) => {
		expect(() => readOptions(args, '/')).toThrow(message);
	});
});
