import { callGateway, voucherSendParameters } from './caller';
import { Gateway, startGateway } from './index';

let gateway: Gateway;

beforeAll(async () => {
	gateway = await startGateway({
		https: false,
		apps: [
			{ key: '12345678', secret: 'helloworld' },
			{ key: 'idempotent', secret: 'helloworld', honoursRequestId: true },
		],
		templates: [
			{ voucher_template_id: '1', name: '两张', inventory: 2 },
			{ voucher_template_id: '2', name: '限领', user_limit: 2 },
			{ voucher_template_id: '3', name: '失效', status: 'INVALID' },
		],
	});
});
afterAll(() => gateway.close());
afterEach(() => gateway.reset());

interface Sent {
	error_response?: { code: number; msg: string; sub_code?: string };
	alibaba_alsc_crm_voucher_send_response?: {
		result: { result: boolean; biz_success: boolean; result_code: string; result_desc: string };
		request_id: string;
	};
}

async function send(fields: Record<string, unknown>, more: Record<string, string> = {}) {
	const parameters = { ...voucherSendParameters(fields), ...more };
	return JSON.parse((await callGateway(gateway.url, parameters)).text) as Sent;
}

const resultOf = (sent: Sent) => sent.alibaba_alsc_crm_voucher_send_response?.result;

it('executes and remembers', async () => {
	const sent = await send({ voucher_num: 3, request_id: 'r1', operator_id: '店长 张三' });
	expect(resultOf(sent)).toMatchObject({ result: true, biz_success: true, result_code: '' });
	expect(gateway.executedFor('r1')).toMatchObject([
		{ customer_id: '5757', voucher_id: '3243421', voucher_num: 3, attempt: 1, app_key: '12345678' },
	]);
	expect(gateway.executedOf('5757', '3243421')).toHaveLength(1);
	expect(gateway.calls).toMatchObject([
		{ requestId: 'r1', code: 0, executed: true, answered: true },
	]);
	expect(gateway.stats()).toMatchObject({ executed: 1, vouchers: 3, accepted: 1, violations: 0 });
});

describe('arguments', () => {
	it.each<[string, number, Record<string, unknown>]>([
		['customer_id', 40, { customer_id: undefined }],
		['customer_id', 40, { customer_id: '' }],
		['customer_id', 41, { customer_id: 5757 }],
		['voucher_id', 40, { voucher_id: null }],
		['voucher_id', 41, { voucher_id: 3243421 }],
		['voucher_num', 40, { voucher_num: undefined }],
		['voucher_num', 41, { voucher_num: '1' }],
		['voucher_num', 41, { voucher_num: 0 }],
		['voucher_num', 41, { voucher_num: 1.5 }],
		['request_id', 41, { request_id: 43242 }],
		['shop_id', 41, { shop_id: 424 }],
	])('%s: %d for %j', async (field, code, fields) => {
		const { error_response: error } = await send(fields);
		const path = `param_voucher_send_open_req.${field}`;
		const message = code === 40 ? 'Missing required arguments' : 'Invalid arguments';
		const sub_code = code === 40 ? 'isv.missing-parameter' : 'isv.invalid-parameter';
		expect(error).toMatchObject({ code, msg: `${message}:${path}`, sub_code });
		expect(gateway.executed).toHaveLength(0);
	});

	it.each(['', '[]', 'null', '{"customer_id":', '[object Object]'])(
		'the object as %p',
		async (object) => {
			const { error_response: error } = await send({}, { param_voucher_send_open_req: object });
			expect(error?.code).toBe(object === '' ? 40 : 41);
		},
	);

	it('records fields that the platform does not know, and empty ones', async () => {
		await send({ customerId: '1', brand_id: '', shop_id: null });
		expect(gateway.violations.map(({ kind, name }) => [kind, name])).toEqual([
			['empty-field', 'brand_id'],
			['null-field', 'shop_id'],
			['unknown-field', 'customerId'],
		]);
		expect(gateway.executed).toHaveLength(1);
	});
});

describe('the business behind it', () => {
	const codeOf = async (fields: Record<string, unknown>) =>
		resultOf(await send(fields))?.result_code;

	it('runs out of inventory', async () => {
		expect(await codeOf({ voucher_id: '1', voucher_num: 2 })).toBe('');
		const refused = resultOf(await send({ voucher_id: '1' }));
		expect(refused).toMatchObject({ result: false, biz_success: false, result_desc: '券库存不足' });
	});

	it('limits a customer', async () => {
		gateway.grant('5757', '2');
		expect(await codeOf({ voucher_id: '2', voucher_num: 2 })).toBe('USER_LIMIT');
		expect(await codeOf({ voucher_id: '2' })).toBe('');
		expect(await codeOf({ voucher_id: '2', customer_id: '5758', voucher_num: 2 })).toBe('');
	});

	it('refuses dead templates, and unknown templates and customers when it is told to', async () => {
		expect(await codeOf({ voucher_id: '3' })).toBe('VOUCHER_TEMPLATE_INVALID');
		gateway.settings.unknownTemplates = 'refuse';
		expect(await codeOf({ voucher_id: '4' })).toBe('VOUCHER_TEMPLATE_NOT_EXIST');
		gateway.settings.unknownTemplates = 'accept';
		gateway.setCustomers(['1']);
		expect(await codeOf({})).toBe('CUSTOMER_NOT_EXIST');
		expect(gateway.executed).toHaveLength(0);
	});
});

describe('a repeated request id', () => {
	it('executes again by default', async () => {
		await send({ request_id: 'r' });
		await send({ request_id: 'r' });
		expect(gateway.executedFor('r').map(({ attempt }) => attempt)).toEqual([1, 2]);
	});

	it('executes once for an app whose gateway takes it as the idempotency key', async () => {
		const app = { app_key: 'idempotent' };
		await send({ request_id: 'r' }, app);
		expect(resultOf(await send({ request_id: 'r' }, app))?.result).toBe(true);
		await send({ request_id: 's' }, app);
		expect(gateway.executed.map(({ request_id }) => request_id)).toEqual(['r', 's']);
	});
});
