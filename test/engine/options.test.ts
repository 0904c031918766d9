import type { IDataObject } from 'n8n-workflow';
import { customers, openTestBench, type TestBench } from '../support/engine/bench';
import { errorOf, jsonOf } from '../support/engine/results';
import { kindOf, reportOf } from '../support/engine/truth';
import { sendingWorkflow, settingsOf, type VoucherNodeOptions } from '../support/engine/workflows';

describe('options and input', () => {
	let bench: TestBench;

	beforeAll(async () => {
		bench = await openTestBench();
	});
	beforeEach(() => bench.reset());
	afterAll(async () => await bench.close());

	const workflow = (options: IDataObject = {}, node: VoucherNodeOptions = {}) =>
		sendingWorkflow({
			onError: 'continueRegularOutput',
			...node,
			parameters: { ...node.parameters, ...settingsOf(options) },
		});
	const kinds = (run: Parameters<typeof jsonOf>[0]) => jsonOf(run, 'Send').map(kindOf);

	describe('Max Vouchers', () => {
		const three = { parameters: { quantity: 3 } };

		it('sends nothing at all when more is asked for', async () => {
			const run = await bench.run(
				workflow({ maxVouchers: 29 }, { ...three, onError: 'stopWorkflow' }),
				customers(10),
			);

			expect(errorOf(run)?.message).toMatch(/ask for 30 vouchers, and 'Max Vouchers' allows 29/);
			expect(errorOf(run)?.description).toContain('It is the same for all 10 items: 10 not sent.');
			expect(bench.gateway.calls).toEqual([]);
		});

		it('sends when it is just enough; invalid items do not count', async () => {
			const items = [...customers(10), { customer: '' }];

			const run = await bench.run(workflow({ maxVouchers: 30 }, three), items);

			expect(reportOf(run).counts).toEqual({ sent: 10, rejected: 0, not_sent: 1, unknown: 0 });
		});

		it('counts what an earlier try sent', async () => {
			const stopping = workflow({ maxVouchers: 4, maxConcurrency: 1 }, { onError: 'stopWorkflow' });
			const failAtSecond = async () => {
				bench.gateway.fault({
					fault: { do: 'business-answer', moment: 'before' },
					when: { customerId: 'c2' },
					times: 1,
				});
				const failed = await bench.run(stopping, customers(4));
				expect(reportOf(failed).counts.sent).toBe(1);
				return failed;
			};
			expect((await bench.retry(stopping, await failAtSecond())).status).toBe('success');

			const failed = await failAtSecond();
			bench.gateway.reset();
			const capped = workflow({ maxVouchers: 3 });
			const retried = await bench.retry(capped, failed);

			expect(kinds(retried)).toEqual(['sent', 'not_sent', 'not_sent', 'not_sent']);
			expect(bench.gateway.calls).toEqual([]);
		});
	});

	describe('Dry Run', () => {
		beforeEach(() => bench.gateway.addTemplate({ voucher_template_id: '3243421', name: 'Tea' }));
		const sends = () => bench.gateway.calls.filter(({ method }) => method.endsWith('voucher.send'));

		it('shows what would be sent, and sends nothing', async () => {
			const parameters = {
				quantity: 2,
				additionalFields: { brandId: '5445', shopId: '', requestId: 'mine-1' },
			};

			const run = await bench.run(workflow({ dryRun: true }, { parameters }), customers(1));

			expect(jsonOf(run, 'Send')).toEqual([
				{
					dry_run: true,
					customer_id: 'c1',
					voucher_id: '3243421',
					voucher_num: 2,
					request_id: 'mine-1',
					brand_id: '5445',
					checked: expect.any(String),
					not_checked: expect.any(String),
				},
			]);
			expect(sends()).toEqual([]);
		});

		it('checks every item, claims no key and leaves no trace', async () => {
			const options = { dryRun: true, sendOnceKey: '={{ $json.customer }}' };
			const items = [...customers(3), { customer: '7027365937982563000' }, ...customers(1)];
			const before = bench.processedData.calls;

			const run = await bench.run(workflow(options), items);

			expect(jsonOf(run, 'Send').map((json) => json.dry_run === true)).toEqual([
				true,
				true,
				true,
				false,
				true,
			]);
			const hints = JSON.stringify(run.data.resultData.runData.Send.at(-1)?.hints ?? []);
			expect(hints).toContain(
				'3 vouchers would go to 3 customers. 1 item cannot be sent as it is: ',
			);
			expect(bench.processedData.calls).toBe(before);
			expect(sends()).toEqual([]);

			const real = await bench.run(workflow({ ...options, dryRun: false }), customers(3));
			expect(reportOf(real).counts.sent).toBe(3);
		});
	});

	describe('Include Input Fields', () => {
		const items = [
			{ customer: 'c1', name: '王芳', result: 'mine', attempts: 'mine' },
			{ customer: '', name: '李伟' },
		];

		it.each([{}, { dryRun: true }])(
			"puts the input's fields beside the result and overwrites none: %j",
			async (options) => {
				bench.gateway.addTemplate({ voucher_template_id: '3243421', name: 'Tea' });
				const without = await bench.run(workflow(options), items);
				const run = await bench.run(workflow({ ...options, includeInputFields: true }), items);

				const [plain] = jsonOf(without, 'Send');
				const [sent, failed] = jsonOf(run, 'Send');
				expect(plain).not.toHaveProperty('name');
				expect(sent).toEqual({
					...items[0],
					...plain,
					request_id: expect.any(String),
					...(plain.gateway_request_id ? { gateway_request_id: expect.any(String) } : {}),
				});
				expect(Object.keys(sent)[0]).toBe(Object.keys(plain)[0]);
				expect(Object.keys(failed)).toEqual(['error', 'details']);
			},
		);

		it("gives a duplicate its own item's fields", async () => {
			const twice = [
				{ customer: 'c1', row: 1 },
				{ customer: 'c1', row: 2 },
			];
			const run = await bench.run(
				workflow({ includeInputFields: true, sendOnceKey: 'spring' }),
				twice,
			);
			expect(jsonOf(run, 'Send').map(({ row }) => row)).toEqual([1, 2]);
		});
	});

	const long = 'x'.repeat(200);
	it.each([
		['an empty customer', { customer: '' }, /'Customer ID' is empty/],
		['a missing customer', {}, /'Customer ID' is empty/],
		// eslint-disable-next-line no-loss-of-precision -- the digits are meant to get lost
		['a rounded number', { customer: 7027365937982563912 }, /rounded number/],
		['a number in exponent form', { customer: '7.02737E+18' }, /rounded number/],
		['an ID that a spreadsheet rounded', { customer: '7027365937982563000' }, /ends in 000/],
		['a decimal number', { customer: '5757.0' }, /decimal number/],
		['a thousands separator', { customer: '5,757' }, /comma inside/],
		['two IDs in one', { customer: '5757 5758' }, /blank inside/],
		['an invisible sign', { customer: '57\u200b57' }, /contains a zero-width space \(U\+200B\)/],
		['a backtick', { customer: '`7027' }, /contains a backtick/],
		['an apostrophe', { customer: "'7027" }, /contains an apostrophe/],
		['a formula', { customer: '="7027"' }, /contains an equals sign/],
		['quotation marks', { customer: '"7027"' }, /contains a quotation mark/],
		['full-width digits', { customer: '７０２７' }, /contains the full-width sign "７"/],
		['another sign', { customer: '70#27' }, /contains the sign "#"/],
		['a list', { customer: ['5757'] }, /is a list/],
		['an object', { customer: { id: '5757' } }, /is an object/],
		['true', { customer: true }, /is a boolean/],
		['half a number', { customer: 57.5 }, /not an ID/],
		['a column that is a formula', { customer: '=7027' }, /contains an equals sign/],
		['a very long text', { customer: long }, /200 characters long/],
	] as Array<[string, IDataObject, RegExp]>)(
		'%s as customer is held back, and the others are sent',
		async (_name, item, message) => {
			const run = await bench.run(workflow(), [{ customer: 'c1' }, item, { customer: 'c2' }]);

			expect(kinds(run)).toEqual(['sent', 'not_sent', 'sent']);
			const { error, details } = jsonOf(run, 'Send')[1];
			expect(error).toMatch(message);
			expect(details).toMatchObject({ outcome: 'not_sent', field: 'Customer ID', attempts: 0 });
			expect((details as IDataObject).hint).not.toBe('');
			expect(bench.gateway.executed).toHaveLength(2);
		},
	);

	it.each([
		[{ quantity: 0 }, /'Quantity' must be a whole number/],
		[{ quantity: 1_000_001 }, /'Quantity' must be a whole number from 1 to 1,000,000/],
		[{ quantity: 1.5 }, /'Quantity' must be a whole number/],
		[{ quantity: '=many' }, /'Quantity' must be a whole number/],
		[
			{ voucherId: { __rl: true, mode: 'id', value: '={{ $json.none }}' } },
			/'Voucher Template' is empty/,
		],
		[{ additionalFields: { brandId: '1', outBrandId: '2' } }, /both given/],
		[{ additionalFields: { shopId: '1', outShopId: '2' } }, /both given/],
		[{ additionalFields: { requestId: 'r'.repeat(65) } }, /65 characters long/],
		[{ customerId: '{{$json.customer}}' }, /took for plain text/],
	] as Array<[IDataObject, RegExp]>)(
		'%j is refused before anything is sent',
		async (parameters, message) => {
			const run = await bench.run(workflow({}, { parameters: parameters as never }), customers(1));

			expect(kinds(run)).toEqual(['not_sent']);
			expect(jsonOf(run, 'Send')[0].error).toMatch(message);
			expect(bench.gateway.calls).toEqual([]);
		},
	);

	it('refuses a key in which an expression was left as plain text', async () => {
		const run = await bench.run(workflow({ sendOnceKey: 'order-{{ $json.order }}' }), customers(2));

		expect(kinds(run)).toEqual(['not_sent', 'not_sent']);
		expect(jsonOf(run, 'Send')[0].error).toMatch(/'Send Once Key' holds an expression/);
		expect(bench.gateway.calls).toEqual([]);
	});

	describe('long IDs that end in 000', () => {
		const rounded = '7027365937982563000';
		const genuine = '7027365937982563912';
		const sent = () => bench.gateway.executed.map(({ customer_id }) => customer_id);

		it.each([
			['before', [rounded, 'c1', genuine]],
			['after', [genuine, 'c1', rounded]],
			['between', [rounded, genuine, '7027365937982564000']],
		])('are sent when another ID shows that the list was not rounded: %s', async (_, list) => {
			const run = await bench.run(
				workflow(),
				list.map((customer) => ({ customer })),
			);

			expect(kinds(run)).toEqual(['sent', 'sent', 'sent']);
			expect(jsonOf(run, 'Send').map((json) => json.customer_id)).toEqual(list);
			expect(new Set(sent())).toEqual(new Set(list));
		});

		it.each([{}, { maxVouchers: 9 }, { dryRun: true }])(
			'are refused when no other does, and the others are sent: %j',
			async (options) => {
				bench.gateway.addTemplate({ voucher_template_id: '3243421', name: 'Tea' });
				const list = [rounded, 'c1', '7027365937982564000', '123'];
				const run = await bench.run(
					workflow(options),
					list.map((customer) => ({ customer })),
				);

				const errors = jsonOf(run, 'Send').map(({ error }) => error);
				expect(errors).toEqual([
					expect.stringMatching(/ends in 000/),
					undefined,
					expect.stringMatching(/ends in 000/),
					undefined,
				]);
			},
		);

		it('hold nobody else back', async () => {
			const list = [rounded, 'c1', 'c2', genuine];
			await bench.run(
				workflow({ maxConcurrency: 1 }),
				list.map((customer) => ({ customer })),
			);
			expect(sent()).toEqual(['c1', 'c2', genuine, rounded]);
		});

		it('are sent in a list of consecutive IDs, whatever its cap', async () => {
			const list = Array.from({ length: 60 }, (_, at) => ({
				customer: String(7027365937982562970n + BigInt(at)),
			}));
			const run = await bench.run(workflow({ maxVouchers: 60 }), list);
			expect(new Set(kinds(run))).toEqual(new Set(['sent']));
			expect(bench.gateway.executed).toHaveLength(60);
		});

		it('stay unsent when the run stops before the list has shown it', async () => {
			const run = await bench.run(
				workflow({ maxVouchers: 1 }, { onError: 'stopWorkflow' }),
				[rounded, 'c1', 'c2'].map((customer) => ({ customer })),
			);
			expect(reportOf(run).counts).toEqual({ sent: 0, rejected: 0, not_sent: 3, unknown: 0 });
		});
	});

	it('says so when the name of the column carries a sign that nobody sees', async () => {
		const run = await bench.run(workflow(), [{ '\ufeffcustomer': 'c1' }, { customer: 'c2' }]);

		expect(kinds(run)).toEqual(['not_sent', 'sent']);
		const { error, details } = jsonOf(run, 'Send')[0];
		expect(error).toBe("'Customer ID' is empty");
		expect((details as IDataObject).hint).toMatch(/column ".customer" contains a byte order mark/);
	});

	it('accepts IDs ending in 000 when told to', async () => {
		const run = await bench.run(workflow({ acceptRoundedIds: true }), [
			{ customer: '7027365937982563000' },
		]);

		expect(kinds(run)).toEqual(['sent']);
	});

	it('keeps a long ID digit by digit', async () => {
		const customer = '7027365937982563912722';

		const run = await bench.run(workflow(), [{ customer }]);

		expect(jsonOf(run, 'Send')[0].customer_id).toBe(customer);
		expect(bench.gateway.executed[0].customer_id).toBe(customer);
	});

	it.each([
		[{ maxConcurrency: 0 }, /'Max Concurrency' must be/],
		[{ maxAttempts: 21 }, /'Max Attempts' must be/],
		[{ timeout: 5 }, /'Timeout \(Ms\)' must be/],
		[{ maxRequestsPerSecond: '={{ $json.nothing }}' }, /'Max Requests per Second' must be/],
		[{ unknownOutcome: 'guess' }, /'If the Answer Gets Lost' must be/],
	] as Array<[IDataObject, RegExp]>)(
		'the option %j stops the run before it begins',
		async (options, message) => {
			const stopped = await bench.run(workflow(options, { onError: 'stopWorkflow' }), customers(2));
			const continued = await bench.run(workflow(options), customers(2));

			expect(errorOf(stopped)?.message).toMatch(message);
			expect(kinds(continued)).toEqual(['not_sent', 'not_sent']);
			expect(bench.gateway.calls).toEqual([]);
		},
	);

	it('an expression that fails holds back its item only', async () => {
		const parameters = {
			customerId: "={{ $json.customer ? $json.customer : $('Nowhere').item.json.id }}",
		};

		const run = await bench.run(workflow({}, { parameters }), [
			{ customer: 'a' },
			{ other: 1 },
			{ customer: 'b' },
		]);

		expect(kinds(run)).toEqual(['sent', 'not_sent', 'sent']);
		expect(jsonOf(run, 'Send')[1].error).toMatch(/A parameter could not be read/);
		expect(bench.gateway.executed.map(({ customer_id }) => customer_id).sort()).toEqual(['a', 'b']);
	});

	it('two items with one request id: the second is not sent', async () => {
		const parameters = { additionalFields: { requestId: 'same' } };

		const run = await bench.run(workflow({}, { parameters }), customers(2));

		expect(kinds(run)).toEqual(['sent', 'not_sent']);
		expect(jsonOf(run, 'Send')[1].error).toMatch(
			/^The same 'Request ID' is used by the 1st item \(\[item 0\] in n8n\)/,
		);
	});

	it('returns the raw answer when asked to', async () => {
		const run = await bench.run(workflow({}, { parameters: { simplify: false } }), customers(1));

		const [json] = jsonOf(run, 'Send');
		expect(json.alibaba_alsc_crm_voucher_send_response).toMatchObject({
			result: { result: true, biz_success: true },
		});
	});

	it('one item with what an agent fills in is sent like any other', async () => {
		const parameters = { customerId: '5757', quantity: '2' as never };

		const run = await bench.run(workflow({}, { parameters }), [{}]);

		expect(jsonOf(run, 'Send')[0]).toMatchObject({ customer_id: '5757', voucher_num: 2 });
		expect(bench.gateway.stats().vouchers).toBe(2);
	});

	it.each([
		['options', 'Options', '={{ { dryRun: true } }}'],
		['additionalFields', 'Additional Fields', '={{ $json.fields }}'],
	])('refuses %s given by one expression', async (name, displayName, expression) => {
		const parameters = { [name]: expression };
		const run = await bench.run(
			sendingWorkflow({ onError: 'continueRegularOutput', parameters }),
			customers(2),
		);

		const message = `'${displayName}' is given by one expression for all its fields, and n8n drops it`;
		expect(jsonOf(run, 'Send').map(({ error }) => error)).toEqual([message, message]);
		expect(bench.gateway.calls).toHaveLength(0);
	});
});
