import fc from 'fast-check';
import topsdkSign from 'topsdk/util/sign';
import {
	canonicalString,
	compareNames,
	createSigner,
	SIGN_METHODS,
	type SignMethod,
} from '../../../../top/protocol/signature';
import { anyName, anyText, filledText, parametersOf } from '../support/arbitraryParameters';
import { documentSign } from '../support/documentSigner';

const ITEM_GET = {
	method: 'taobao.item.seller.get',
	app_key: '12345678',
	session: 'test',
	timestamp: '2016-01-01 12:00:00',
	format: 'json',
	v: '2.0',
	fields: 'num_iid,title,nick,price,num',
	num_iid: '11223344',
};
const VOUCHER_SEND = {
	method: 'alibaba.alsc.crm.voucher.send',
	app_key: '12345678',
	timestamp: '2016-01-01 12:00:00',
	format: 'json',
	v: '2.0',
	param_voucher_send_open_req:
		'{"customer_id":"5757","request_id":"43242","brand_id":"5445","operator_id":"4535","voucher_id":"3243421","voucher_num":1}',
};

function sign(parameters: Record<string, string>, secret: string, signMethod: SignMethod): string {
	return createSigner(secret, signMethod)(canonicalString(parameters));
}

describe('vectors published by the platform', () => {
	it('A: the example of doc 101617, md5', () => {
		expect(sign({ ...ITEM_GET, sign_method: 'md5' }, 'helloworld', 'md5')).toBe(
			'66987CB115214E59E6EC978214934FB8',
		);
	});

	it('B: the example of its older edition, md5', () => {
		const parameters = {
			method: 'taobao.user.seller.get',
			timestamp: '2013-05-06 13:52:03',
			format: 'xml',
			app_key: 'test',
			v: '2.0',
			fields: 'nick',
			sign_method: 'md5',
			session: 'test',
		};
		expect(sign(parameters, 'test', 'md5')).toBe('72CB4D809B375A54502C09360D879C64');
	});
});

/** The platform publishes none for these: they prove agreement with its Java SDK, not with itself. */
describe('vectors derived with openssl and with the signer of the Java SDK', () => {
	it.each<[string, SignMethod, Record<string, string>, string]>([
		['A', 'hmac', ITEM_GET, 'D56D7858309C31B6251083A874D48273'],
		[
			'A',
			'hmac-sha256',
			ITEM_GET,
			'04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8',
		],
		['voucher.send', 'md5', VOUCHER_SEND, '09E01EC25B9C59289F6E80802685A874'],
		['voucher.send', 'hmac', VOUCHER_SEND, '67EF28588C03AA7713AA2C75037F4553'],
		[
			'voucher.send',
			'hmac-sha256',
			VOUCHER_SEND,
			'984EE80DF5731FB91A3D8B5D252C80D52B0944D18BDB7F569B22175744BB8630',
		],
	])('%s, %s', (_name, signMethod, parameters, expected) => {
		expect(sign({ ...parameters, sign_method: signMethod }, 'helloworld', signMethod)).toBe(
			expected,
		);
	});
});

describe('against other implementations', () => {
	/** topsdk orders names by UTF-16 units and signs what is empty, so that neither is given to it. */
	const asciiName = anyName.filter((name) => /^[\x21-\x7e]+$/.test(name) && name !== 'sign');

	it('md5 is what topsdk signs', () => {
		fc.assert(
			fc.property(parametersOf(asciiName, filledText), filledText, (parameters, secret) => {
				expect(sign(parameters, secret, 'md5')).toBe(topsdkSign(secret, parameters));
			}),
			{ numRuns: 500 },
		);
	});

	it.each(SIGN_METHODS)('%s is what the document says, computed without OpenSSL', (signMethod) => {
		fc.assert(
			fc.property(parametersOf(anyName, anyText), filledText, (parameters, secret) => {
				expect(sign(parameters, secret, signMethod)).toBe(
					documentSign(parameters, secret, signMethod),
				);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('what is signed', () => {
	it('leaves out the signature itself, empty values and nameless ones', () => {
		expect(canonicalString({ sign: 'X', b: '2', empty: '', '': 'nameless', a: '1' })).toBe('a1b2');
	});

	it('does not depend on the order of the parameters', () => {
		fc.assert(
			fc.property(parametersOf(anyName, anyText), (parameters) => {
				const reversed = Object.fromEntries(Object.entries(parameters).reverse());
				expect(canonicalString(reversed)).toBe(canonicalString(parameters));
			}),
		);
	});

	it('is ordered by bytes: capitals before small letters, UTF-8 and not UTF-16', () => {
		const names = ['😀', '\uffee', '参', 'é', 'a', 'aa', 'Z', '_', '1', '10', '2'];
		expect(names.sort(compareNames)).toEqual([
			'1',
			'10',
			'2',
			'Z',
			'_',
			'a',
			'aa',
			'é',
			'参',
			'\uffee',
			'😀',
		]);
	});

	it('changes the signature with every character of a value', () => {
		const first = sign({ a: '发券' }, 'secret', 'hmac-sha256');
		expect(sign({ a: '发劵' }, 'secret', 'hmac-sha256')).not.toBe(first);
		expect(sign({ a: '发券 ' }, 'secret', 'hmac-sha256')).not.toBe(first);
	});
});
