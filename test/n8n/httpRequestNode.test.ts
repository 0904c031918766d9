import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startGateway, type Gateway } from '../gateway';
import { customerId } from './support/customers';
import { CURRENT, LEGACY } from './support/releases';
import type { Execution, WorkflowNode } from './support/rest';
import { CREDENTIAL_TYPE, openWorkbench, type Workbench } from './support/workbench';
import { executeManually, itemsOf, manualWorkflow } from './support/workflows';

const METHOD = 'alibaba.alsc.crm.customer.voucher.list';
const TEMPLATE = '7104300007405429001';
const CUSTOMER = customerId(1);
const BUSINESS_OBJECT = '={{ JSON.stringify({ customer_id: $json.customer_id, page_no: 1 }) }}';

describe.each([
	[CURRENT, 4.4],
	[LEGACY, 4.2],
] as const)("n8n's HTTP Request node with the credential, $n8n", (release, typeVersion) => {
	let bench: Workbench;
	/** A gateway whose certificate nobody vouches for. */
	let untrusted: Gateway;
	let stranger: Server;
	let strangerUrl: string;
	let callsToStranger = 0;

	beforeAll(async () => {
		untrusted = await startGateway();
		bench = await openWorkbench(release, {
			// Some administrators switch Node's verification off, and forget it.
			env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
			gateway: {
				apps: [{ key: '12345678', secret: 'helloworld', sessions: ['a session key'] }],
			},
		});
		stranger = createServer((_, response) => {
			callsToStranger++;
			response.end('{}');
		});
		await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
		strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/router/rest`;
	});
	afterAll(async () => {
		await bench.close();
		await untrusted.close();
		await new Promise((resolve) => stranger.close(resolve));
	});

	const run = async (
		parameters: WorkflowNode['parameters'],
		gatewayUrl = bench.gateway.url,
		moreCredentials: WorkflowNode['credentials'] = {},
	): Promise<Execution> => {
		const credential = await bench.n8n.createCredential('With session', CREDENTIAL_TYPE, {
			...bench.credentialData,
			gatewayUrl,
			sessionToken: 'a session key',
		});
		const request: WorkflowNode = {
			id: 'node-request',
			name: 'Request',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion,
			position: [220, 0],
			parameters: {
				url: gatewayUrl,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: CREDENTIAL_TYPE,
				options: {},
				...parameters,
			},
			credentials: {
				...moreCredentials,
				[CREDENTIAL_TYPE]: { id: credential.id, name: credential.name },
			},
		};
		const items = [{ customer_id: CUSTOMER }];
		return await executeManually(bench.n8n, manualWorkflow('Vouchers held', items, [request]));
	};

	const inTheForm = {
		method: 'POST',
		sendBody: true,
		contentType: 'form-urlencoded',
		bodyParameters: {
			parameters: [
				{ name: 'method', value: METHOD },
				{ name: 'customer_voucher_full_open_req', value: BUSINESS_OBJECT },
			],
		},
	};
	const asJson = {
		method: 'POST',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: `={{ { method: '${METHOD}', customer_voucher_full_open_req: { customer_id: $json.customer_id, page_no: 1 } } }}`,
	};
	const inTheQuery = {
		method: 'GET',
		sendQuery: true,
		queryParameters: inTheForm.bodyParameters,
	};

	test.each([
		['the form', inTheForm],
		['a JSON body', asJson],
		['the query', inTheQuery],
	])('calls another method, its parameters given in %s', async (_, parameters) => {
		bench.gateway.reset();
		bench.gateway.grant(CUSTOMER, TEMPLATE);

		const execution = await run(parameters);

		expect(execution.status).toBe('success');
		const [{ json }] = itemsOf(execution, 'Request');
		expect(json).toMatchObject({
			alibaba_alsc_crm_customer_voucher_list_response: { result: { biz_success: true } },
		});
		expect(JSON.stringify(json)).toContain(TEMPLATE);
		expect(bench.gateway.calls).toHaveLength(1);
		expect(bench.gateway.violations).toEqual([]);
		expect(bench.gateway.lastRequest).toMatchObject({ httpMethod: 'POST', url: '/router/rest' });
		expect(bench.gateway.lastRequest?.parameters.session).toBe('a session key');
	});

	test('signs for no other host, and sends nothing there', async () => {
		const execution = await run({ ...inTheForm, url: strangerUrl });
		expect(execution.status).toBe('error');
		const { message, description } = execution.data.resultData.error ?? {};
		expect(`${message} ${description}`).toMatch(/signs requests to .* only, and this one goes to/);
		expect(callsToStranger).toBe(0);
	});

	test('verifies the certificate, whatever n8n and its process are told', async () => {
		untrusted.reset();
		const url = String(untrusted.httpsUrl);
		const options = { allowUnauthorizedCerts: true };
		await run({ ...inTheForm, authentication: 'none', options }, url);
		expect(untrusted.calls).toHaveLength(1);

		const execution = await run({ ...inTheForm, options }, url);
		expect(execution.status).toBe('error');
		expect(untrusted.calls).toHaveLength(1);
	});

	test('goes through no proxy and to no host that the node names', async () => {
		bench.gateway.reset();
		const execution = await run({
			...inTheForm,
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'Host', value: 'stranger.example' }] },
			options: { proxy: new URL(strangerUrl).origin },
		});
		expect(execution.status).toBe('success');
		expect(bench.gateway.calls).toHaveLength(1);
		expect(bench.gateway.lastRequest?.headers.host).toBe(new URL(bench.gateway.url).host);
		expect(callsToStranger).toBe(0);
	});

	test('trusts no certificate authority that the node names', async () => {
		untrusted.reset();
		const { id, name } = await bench.n8n.createCredential('Mine', 'httpSslAuth', {
			ca: untrusted.ca,
		});
		const parameters = { ...inTheForm, provideSslCertificates: true };
		const more = { httpSslAuth: { id, name } };

		const execution = await run(parameters, String(untrusted.httpsUrl), more);

		expect(execution.status).toBe('error');
		expect(untrusted.calls).toHaveLength(0);
	});

	test('nothing secret stands in the stored execution', async () => {
		const execution = await run(inTheForm);
		const stored = JSON.stringify(execution.data);
		expect(stored).not.toContain('helloworld');
		expect(stored).not.toContain('a session key');
	});
});
