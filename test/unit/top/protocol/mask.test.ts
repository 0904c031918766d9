import fc from 'fast-check';
import { createMask } from '../../../../top/protocol/mask';
import { excerpt } from '../../../../top/protocol/response';

const SECRET = 's3cr3t-of-the-app';
const SESSION = '6100e2a/店 "长"+=&%9f00112233';
const SIGN = '04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8';
const whole = createMask({
	appKey: '12345678',
	appSecret: SECRET,
	signMethod: 'hmac-sha256',
	sessionToken: SESSION,
});
const mask = (text: string) => whole.hide(text);

const form = new URLSearchParams({ app_key: '12345678', session: SESSION, sign: SIGN }).toString();
const ownForm = `app_key=12345678&session=${encodeURIComponent(SESSION)}&sign=${SIGN}`;
const json = JSON.stringify({ session: SESSION, sign: SIGN });

describe('a text that quotes the request', () => {
	it.each([
		['the form', form],
		['the form as this package writes it', ownForm],
		['the form, encoded once more', encodeURIComponent(ownForm)],
		[
			'the form with small letters after the %',
			ownForm.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
		],
		['the form in a page', ownForm.replaceAll('&', '&amp;')],
		['JSON', json],
		['JSON with blanks', JSON.stringify(JSON.parse(json), null, 1)],
		['JSON in JSON', JSON.stringify({ request: json })],
		['JSON, url-encoded', encodeURIComponent(json)],
		['XML', `<session>${SESSION}</session><sign>${SIGN}</sign>`],
		['the secret', `key ${SECRET}.`],
		['the secret in capitals', SECRET.toUpperCase()],
	])('%s', (_name, text) => {
		const shown = mask(`Bad request: ${text} (please try again)`);
		expect(shown).toContain('***');
		expect(shown).not.toMatch(/04DB15AD|CEA119E8/i);
		expect(shown).not.toMatch(/s3cr3t|of-the-app/i);
		expect(shown).not.toMatch(/6100e2a|9f00112233/i);
		expect(shown).toMatch(/^Bad request: .* \(please try again\)$/s);
	});

	it.each([
		['md5', 'sign=66987CB115214E59E6EC978214934FB8&v=2.0', 'sign=***&v=2.0'],
		['small letters', 'sign=66987cb115214e59e6ec978214934fb8', 'sign=***'],
		['a part of one', 'sign=66987CB1', 'sign=***'],
	])('a signature: %s', (_name, text, shown) => {
		expect(mask(text)).toBe(shown);
	});

	it('leaves everything else as it is', () => {
		const text = 'design=bad sign_method=md5 signature error "sign" $& app_key=12345678 店长';
		expect(mask(text)).toBe(text);
	});
});

describe('a text that ends in the middle of a secret', () => {
	const leaked = new RegExp(
		[SECRET.slice(0, 4), SESSION.slice(0, 4), SIGN.slice(0, 4)].join('|'),
		'i',
	);

	it('shows no part of it that could be recognized', () => {
		const text = `session=${SESSION}&sign=${SIGN}&secret=${SECRET}`;
		for (let length = 0; length <= text.length; length++) {
			expect(mask(text.slice(0, length))).not.toMatch(leaked);
		}
	});

	it('nor where the session is url-encoded', () => {
		for (let length = 0; length <= ownForm.length; length++) {
			expect(mask(ownForm.slice(0, length))).not.toMatch(leaked);
		}
	});

	it('nor in an excerpt, wherever the request stands in the page', () => {
		fc.assert(
			fc.property(fc.nat({ max: 2600 }), fc.nat({ max: 130 }), (blanks, letters) => {
				const page = ' '.repeat(blanks) + 'x'.repeat(letters) + ownForm;
				expect(excerpt(page, whole)).not.toMatch(leaked);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('a secret cut in two', () => {
	const variants = [SECRET, SECRET.toUpperCase(), SESSION, encodeURIComponent(SESSION)];

	it.each(variants)('%s: no half is shown, in whatever case', (secret) => {
		for (let at = 4; at < secret.length; at++) {
			expect(mask(`refused (${secret.slice(0, at)}`)).toBe('refused (***');
			// A text begins with four letters of a secret by chance; with half of it, it does not.
			if (at < Math.min(8, Math.ceil(secret.length / 2))) continue;
			expect(mask(`${secret.slice(-at)}) refused`)).toBe('***) refused');
			expect(mask(secret.slice(-at))).toBe('***');
			expect(mask(secret.slice(0, at))).toBe('***');
		}
	});

	it('is found wherever it may begin', () => {
		const doubled = createMask({ appKey: '1', appSecret: 'abcdabcdx', signMethod: 'md5' });
		expect(doubled.hide('(abcdabcd')).toBe('(***');
		expect(doubled.hide('(abcdabcdabcd')).toBe('(abcd***');
	});
});

describe('an id, a code or a time', () => {
	const hex = createMask({
		appKey: '1',
		appSecret: '9001aaaabbbbccccddddeeeeffff2026',
		signMethod: 'md5',
	});

	it.each([
		'7104300007405429001',
		'20260101',
		'2026-01-01 12:00:00',
		'isv.permission:9001',
		'c-9001',
	])('stays %s, though a secret begins or ends like it', (text) => {
		expect(hex.hide(text)).toBe(text);
	});

	it('that is a secret, or holds one, is hidden', () => {
		const short = createMask({ appKey: '1', appSecret: '90017', signMethod: 'md5' });
		expect(short.hide('90017')).toBe('***');
		expect(short.hide('7104390017542')).toBe('7104390017542');
		expect(hex.hide('x9001AAAABBBBccccddddeeeeffff2026.1')).toBe('x***.1');
	});
});

describe('secrets that cannot be masked', () => {
	it('too short ones are left alone, so that the text stays readable', () => {
		const short = createMask({ appKey: '1', appSecret: 'abc', signMethod: 'md5' });
		expect(short.hide('abc: a text about abc')).toBe('abc: a text about abc');
	});

	it('half a character is no reason to fail', () => {
		const odd = createMask({ appKey: '1', appSecret: 'odd\ud83dsecret', signMethod: 'md5' });
		expect(odd.hide('the odd\ufffdsecret')).toBe('the ***');
	});
});

describe('an excerpt', () => {
	const plain = { concerns: () => false, hide: (text: string) => text };

	it('is one line of at most 120 characters', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 4000 }), (text) => {
				const shown = excerpt(text, plain);
				expect(shown.length).toBeLessThanOrEqual(121);
				expect(shown).not.toMatch(/[\p{Cc}]/u);
				expect(shown.isWellFormed()).toBe(true);
			}),
		);
	});

	it('keeps a short text and shows where a long one was cut', () => {
		expect(excerpt('  <html>\n\t502 ', plain)).toBe('<html> 502');
		expect(excerpt('x'.repeat(500), plain)).toBe(`${'x'.repeat(120)}…`);
		expect(excerpt(`${'x'.repeat(119)}😀`, plain)).toBe(`${'x'.repeat(119)}\ufffd…`);
	});
});
