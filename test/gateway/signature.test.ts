import { SignMethod, expectedSign } from './signature';

const itemGet = {
	method: 'taobao.item.seller.get',
	app_key: '12345678',
	session: 'test',
	timestamp: '2016-01-01 12:00:00',
	format: 'json',
	v: '2.0',
	sign_method: 'md5',
	fields: 'num_iid,title,nick,price,num',
	num_iid: '11223344',
};

const userGet = {
	method: 'taobao.user.seller.get',
	timestamp: '2013-05-06 13:52:03',
	format: 'xml',
	app_key: 'test',
	v: '2.0',
	fields: 'nick',
	sign_method: 'md5',
	session: 'test',
};

describe('vectors published by the platform', () => {
	it('taobao.item.seller.get, md5', () => {
		expect(expectedSign(Object.entries(itemGet), 'helloworld', 'md5')).toBe(
			'66987CB115214E59E6EC978214934FB8',
		);
	});

	it('taobao.user.seller.get, md5', () => {
		expect(expectedSign(Object.entries(userGet), 'test', 'md5')).toBe(
			'72CB4D809B375A54502C09360D879C64',
		);
	});
});

describe('vectors computed with openssl and with the signer of the Java SDK', () => {
	const send = {
		method: 'alibaba.alsc.crm.voucher.send',
		app_key: '12345678',
		timestamp: '2016-01-01 12:00:00',
		format: 'json',
		v: '2.0',
		param_voucher_send_open_req:
			'{"customer_id":"5757","request_id":"43242","brand_id":"5445","operator_id":"4535","voucher_id":"3243421","voucher_num":1}',
	};

	it.each<[SignMethod, Record<string, string>, string]>([
		['hmac', { ...itemGet, sign_method: 'hmac' }, 'D56D7858309C31B6251083A874D48273'],
		[
			'hmac-sha256',
			{ ...itemGet, sign_method: 'hmac-sha256' },
			'04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8',
		],
		['md5', { ...send, sign_method: 'md5' }, '09E01EC25B9C59289F6E80802685A874'],
		['hmac', { ...send, sign_method: 'hmac' }, '67EF28588C03AA7713AA2C75037F4553'],
		[
			'hmac-sha256',
			{ ...send, sign_method: 'hmac-sha256' },
			'984EE80DF5731FB91A3D8B5D252C80D52B0944D18BDB7F569B22175744BB8630',
		],
	])('%s', (signMethod, parameters, sign) => {
		expect(expectedSign(Object.entries(parameters), 'helloworld', signMethod)).toBe(sign);
	});
});

it('leaves out sign itself, whatever it holds', () => {
	const entries = Object.entries({ ...itemGet, sign: 'anything' });
	expect(expectedSign(entries, 'helloworld', 'md5')).toBe('66987CB115214E59E6EC978214934FB8');
});
