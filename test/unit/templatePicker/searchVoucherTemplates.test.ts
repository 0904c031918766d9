import { NodeApiError, type ILoadOptionsFunctions, type INode } from 'n8n-workflow';
import { searchVoucherTemplates } from '../../../nodes/AlibabaAlscVoucherSend/templatePicker/searchVoucherTemplates';
import { closeDispatchers, type EgressFilter } from '../../../top';
import { startGateway, type Fault, type Gateway, type Template } from '../../gateway';

const LIST = 'alibaba.alsc.crm.voucher.template.list';
const BIG_ID = '7104300007405429232';
const node: INode = {
	id: '1',
	name: 'Alibaba ALSC Voucher Send',
	type: 'n8n-nodes-alibaba-alsc.alibabaAlscVoucherSend',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

let gateway: Gateway;

beforeAll(async () => {
	gateway = await startGateway({ https: false });
});
beforeEach(() => {
	gateway.reset();
	gateway.settings.idsAs = 'documented';
	gateway.settings.booleansAs = 'boolean';
});
afterAll(async () => {
	await closeDispatchers();
	await gateway.close();
});

interface Form {
	additionalFields?: unknown;
	credential?: object;
	egressFilter?: EgressFilter;
}

async function search(filter?: string, token?: string, form: Form = {}) {
	const context = {
		getNode: () => node,
		getCredentials: async () => ({
			appKey: '12345678',
			appSecret: 'helloworld',
			environment: 'custom',
			gatewayUrl: gateway.url,
			signMethod: 'hmac-sha256',
			...form.credential,
		}),
		getCurrentNodeParameter: (name: string) =>
			name === 'additionalFields' ? form.additionalFields : undefined,
		helpers: form.egressFilter ? { getSecureEgressFilter: () => form.egressFilter } : {},
	};
	return await searchVoucherTemplates.call(
		context as unknown as ILoadOptionsFunctions,
		filter,
		token,
	);
}

async function refusal(filter?: string, form?: Form): Promise<NodeApiError> {
	try {
		await search(filter, undefined, form);
	} catch (error) {
		expect(error).toBeInstanceOf(NodeApiError);
		return error as NodeApiError;
	}
	throw new Error('A refusal was hidden behind a list');
}

function addTemplates(...templates: Array<Partial<Template>>): void {
	templates.forEach((template, index) =>
		gateway.addTemplate({ voucher_template_id: `${1000 + index}`, name: 'Voucher', ...template }),
	);
}

/** The business objects that were asked for. */
function asked(): Record<string, unknown> {
	return JSON.parse(gateway.lastRequest?.parameters.voucher_template_open_req ?? '{}');
}

const day = 86_400_000;
const china = (offsetMs: number) =>
	new Date(Date.now() + 8 * 3_600_000 + offsetMs).toISOString().slice(0, 19).replace('T', ' ');

describe('one template in the list', () => {
	test('has the name that n8n saves, and describes type, stock, validity and ID', async () => {
		addTemplates({
			voucher_template_id: BIG_ID,
			name: '满100减20',
			type: 'CASH',
			inventory: 500,
			valid_date_type: 'FIXED',
			start_time: '2020-01-01 00:00:00',
			end_time: '2099-12-31 23:59:59',
		});
		expect((await search()).results).toEqual([
			{
				name: '满100减20',
				value: BIG_ID,
				description: `cash voucher · 500 left · until 2099-12-31 · ID ${BIG_ID}`,
			},
		]);
	});

	test.each(['number', 'string', 'documented'] as const)(
		'is never rounded when the platform sends IDs as %s',
		async (idsAs) => {
			gateway.settings.idsAs = idsAs;
			addTemplates({ voucher_template_id: BIG_ID });
			expect((await search()).results[0].value).toBe(BIG_ID);
		},
	);

	test.each([
		[{ type: 'GIFT' }, /gift voucher/],
		[{ type: 'DISCOUNT' }, /discount voucher/],
		[{ valid_date_type: 'RELATIVE', valid_day_count: 7 }, /valid for 7 days/],
		[{ valid_date_type: 'RELATIVE', valid_day_count: 1 }, /valid for 1 day ·/],
		[
			{ valid_date_type: 'FIXED', start_time: '2098-05-01', end_time: '2099-05-01' },
			/from 2098-05-01 until 2099-05-01/,
		],
		[{ inventory: 12_500 }, /12,500 left/],
		[{ inventory: -1 }, /^ID/],
	] as Array<[Partial<Template>, RegExp]>)('%j', async (template, label) => {
		addTemplates(template);
		expect((await search()).results[0].description).toMatch(label);
	});

	test.each([
		[{ status: 'NO_INVENTORY' }, 'Out of stock'],
		[{ inventory: 0 }, 'Out of stock'],
		[{ status: 'INVALID' }, 'No longer valid'],
		[{ valid_date_type: 'FIXED', end_time: china(-60_000) }, 'Expired'],
		[{ valid_date_type: 'FIXED', end_time: china(-day).slice(0, 10) }, 'Expired'],
		[{ valid_date_type: 'FIXED', end_time: `${Date.now() - 60_000}` }, 'Expired'],
	] as Array<[Partial<Template>, string]>)('%j is marked "%s"', async (template, obstacle) => {
		addTemplates(template);
		const [entry] = (await search()).results;
		expect(entry.name.startsWith(`[${obstacle}] Voucher`)).toBe(true);
		expect(entry.description).toMatch(obstacle);
	});

	test('tells two of the same name apart', async () => {
		addTemplates({ name: 'Tea' }, { name: 'Cake' }, { name: 'Tea' }, { name: '' });
		expect((await search()).results.map(({ name }) => name)).toEqual([
			'Tea · ID 1000',
			'Cake',
			'Tea · ID 1002',
			'Unnamed',
		]);
	});

	test.each([
		{ valid_date_type: 'FIXED', end_time: china(60_000) },
		{ valid_date_type: 'FIXED', end_time: china(0).slice(0, 10) },
		{ valid_date_type: 'RELATIVE', valid_day_count: 1, end_time: '2001-01-01 00:00:00' },
		{ inventory: 1 },
		{},
	] as Array<Partial<Template>>)('%j can still be given', async (template) => {
		addTemplates(template);
		expect((await search()).results[0].name).toMatch(/^Voucher/);
	});

	test('a deleted one is marked, with its flag as text too', async () => {
		gateway.settings.booleansAs = 'string';
		const listed = JSON.stringify({
			[`${LIST.replaceAll('.', '_')}_response`]: {
				result: {
					biz_success: 'true',
					has_next_page: 'false',
					result_list: {
						voucher_template_open_info: [{ voucher_template_id: '1', name: 'A', deleted: 'true' }],
					},
				},
			},
		});
		gateway.fault({
			fault: { do: 'text', moment: 'before', body: listed, contentType: 'application/json' },
		});
		expect((await search()).results[0].name).toBe('[Deleted] A');
	});
});

describe('paging and searching', () => {
	const many = (count: number, name = (index: number) => `Template ${index}`) =>
		addTemplates(...Array.from({ length: count }, (_, index) => ({ name: name(index) })));

	test('pages through all templates, each once', async () => {
		many(120);
		const seen: unknown[] = [];
		let token: string | undefined;
		do {
			const page = await search(undefined, token);
			seen.push(...page.results.map(({ value }) => value));
			token = page.paginationToken;
		} while (token);
		expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => `${1000 + index}`));
		expect(gateway.calls).toHaveLength(3);
	});

	test('finds part of a name in any case, on later pages too', async () => {
		many(300, (index) => (index === 270 ? 'Summer SALE 夏日' : `Template ${index}`));
		expect((await search('summer sale')).results.map(({ value }) => value)).toEqual(['1270']);
		expect((await search(' 夏日 ')).results.map(({ value }) => value)).toEqual(['1270']);
	});

	test('reads only as far as it must, and hands on where it stopped', async () => {
		many(1000);
		const first = await search('template');
		expect(gateway.calls).toHaveLength(1);
		expect(first.results).toHaveLength(50);
		const second = await search('template', first.paginationToken);
		expect(second.results[0].value).toBe('1050');
	});

	test('stops after some pages, and goes on from there', async () => {
		many(2000, (index) => (index === 3 || index === 1990 ? `Rare ${index}` : `Template ${index}`));
		const first = await search('rare');
		expect(first.results.map(({ value }) => value)).toEqual(['1003']);
		expect(gateway.calls.length).toBeLessThanOrEqual(10);
		const rest = await search('rare', first.paginationToken);
		expect(rest.results.map(({ value }) => value)).toEqual(['2990']);
	});

	test('looks for an ID directly, wherever it stands', async () => {
		many(1000);
		gateway.addTemplate({ voucher_template_id: BIG_ID, name: 'Far away' });
		const { results } = await search(BIG_ID);
		expect(results[0].value).toBe(BIG_ID);
		expect(results).toHaveLength(1);
	});

	test('digits are looked for in names as well', async () => {
		addTemplates(
			{ voucher_template_id: '100', name: 'By ID' },
			{ name: '满100减20' },
			{ name: 'X' },
		);
		const { results } = await search('100');
		expect(results.map(({ value }) => value)).toEqual(['100', '1001']);
	});

	test('nothing found is an empty list', async () => {
		many(10);
		expect(await search('nowhere')).toEqual({ results: [], paginationToken: undefined });
	});
});

describe('whose templates', () => {
	test('the brand and the shop of the form are passed on, by their own names', async () => {
		addTemplates({});
		await search(undefined, undefined, {
			additionalFields: { brandId: ' 5445 ', outShopId: 6556, operatorId: '1', shopId: '' },
		});
		expect(asked()).toEqual({ brand_id: '5445', out_shop_id: '6556', page_no: 1, page_size: 50 });
		await search(undefined, undefined, { additionalFields: { outBrandId: '24', shopId: '424' } });
		expect(asked()).toMatchObject({ out_brand_id: '24', shop_id: '424' });
	});

	test.each([undefined, null, {}, '', { brandId: '={{ $json.brand }}' }, { brandId: undefined }])(
		'%j asks without',
		async (additionalFields) => {
			await search(undefined, undefined, { additionalFields });
			expect(asked()).toEqual({ page_no: 1, page_size: 50 });
		},
	);
});

describe('a refusal is told, never hidden behind an empty list', () => {
	const BY_ID = /'By ID'/;

	test('a missing permission', async () => {
		gateway.addApp({ key: '12345678', secret: 'helloworld', permissions: [] });
		const error = await refusal();
		expect(error.message).toBe('The app has no permission for this method');
		expect(error.description).toMatch(/permission package/);
		expect(error.description).toMatch(BY_ID);
	});

	const brandless: Fault[] = [
		{
			do: 'platform-error',
			moment: 'before',
			code: 40,
			msg: 'Missing',
			sub_code: 'isv.missing-parameter:brand_id',
		},
		{
			do: 'platform-error',
			moment: 'before',
			code: 50,
			msg: 'x',
			sub_code: 'isv.invalid-parameter',
			sub_msg: '非法',
		},
		{ do: 'business-answer', moment: 'before', biz_success: false, result_desc: '品牌ID不能为空' },
	];

	test.each(brandless)('a missing brand: %j', async (fault) => {
		gateway.fault({ fault });
		const error = await refusal();
		expect(error.description).toMatch(/'Brand ID' or 'External Brand ID'/);
		expect(error.description).toMatch(BY_ID);
	});

	test('a brand that is given and wrong', async () => {
		gateway.fault({ fault: brandless[2] });
		for (const brand of [{ brandId: '1' }, { outBrandId: '1' }]) {
			const error = await refusal(undefined, { additionalFields: brand });
			expect(error.description).toMatch(/must belong to the merchant who authorized the app/);
			expect(error.description).toMatch(BY_ID);
		}
	});

	test("the CRM's reason is shown", async () => {
		gateway.fault({
			fault: {
				do: 'business-answer',
				moment: 'before',
				biz_success: false,
				result_desc: '品牌ID不能为空',
			},
		});
		expect((await refusal()).message).toBe('The CRM declined to answer: 品牌ID不能为空');
		expect((await refusal('100')).message).toMatch(/品牌ID不能为空/);
	});

	test.each([
		[{ appSecret: 'other' }, /signature does not match/],
		[{ appKey: '1' }, /does not know this app key/],
		[{ appSecret: '' }, /no app secret/],
		[{ gatewayUrl: 'http://gw.example/x' }, /must start with https/],
	])('a credential with %j', async (credential, message) => {
		expect((await refusal(undefined, { credential })).message).toMatch(message);
	});

	const faults: Array<[Fault, RegExp]> = [
		[{ do: 'captive-portal' }, /web page came/],
		[{ do: 'html', moment: 'before', status: 502 }, /web page came/],
		[{ do: 'cut', moment: 'before' }, /connection was cut/],
		[{ do: 'other-method', moment: 'before' }, /does not belong to this call/],
		[{ do: 'platform-error', moment: 'before', code: 10, msg: 'x' }, /not available/],
	];

	test.each(faults)('%j', async (fault, message) => {
		gateway.fault({ fault });
		const error = await refusal();
		expect(error.message).toMatch(message);
		expect(error.description).not.toMatch(/voucher may have been sent/);
	});

	test('an unreachable gateway', async () => {
		const closed = await startGateway({ https: false });
		await closed.close();
		const error = await refusal(undefined, { credential: { gatewayUrl: closed.url } });
		expect(error.message).toMatch(
			/^No connection to the gateway could be made: 127\.0\.0\.1:\d+, connection refused$/,
		);
	});

	test("n8n's outbound rules are obeyed before anything leaves", async () => {
		const egressFilter: EgressFilter = {
			validateUrl: async () => ({ ok: false, error: new Error('blocked') }),
			createSecureLookup: () => () => undefined,
		};
		const error = await refusal(undefined, { egressFilter });
		expect(error.message).toMatch(/outbound rules/);
		expect(gateway.calls).toEqual([]);
	});

	test('no secret is in it', async () => {
		gateway.fault({ fault: { do: 'text', moment: 'before', body: 'secret helloworld' } });
		const error = await refusal();
		expect(JSON.stringify(error) + error.message + error.description).not.toContain('helloworld');
	});
});
