import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { localized } from '../wording/form/localized';
import { credentialTest } from './credentialTest';
import { signRequest } from './signRequest';

/**
 * An app of the Taobao Open Platform. Besides the voucher node, n8n's HTTP Request node can use it to
 * call any other method: it signs the request, at the credential's own gateway only.
 */
export class AlibabaAlscApi implements ICredentialType {
	name = 'alibabaAlscApi';

	displayName = 'Alibaba ALSC API';

	icon: Icon = { light: 'file:alibabaAlsc.svg', dark: 'file:alibabaAlsc.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-alibaba-alsc/n8n-nodes-alibaba-alsc/blob/main/docs/guide.md#credential';

	httpRequestNode = {
		name: 'Alibaba ALSC (Taobao Open Platform)',
		docsUrl: 'https://open.taobao.com/api.htm',
		apiBaseUrl: 'https://gw.api.taobao.com/router/rest',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'App Key',
			name: 'appKey',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 12345678',
			description: "The app's AppKey, from its page in the console of open.taobao.com",
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: "The app's AppSecret, from the same page",
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{
					name: 'Production',
					value: 'production',
					description: 'https://gw.api.taobao.com/router/rest',
				},
				{
					name: 'Overseas',
					value: 'overseas',
					description: 'https://api.taobao.com/router/rest, faster from outside China',
				},
				{
					name: 'Sandbox',
					value: 'sandbox',
					description: 'https://gw.api.tbsandbox.com/router/rest, with the keys of a sandbox app',
				},
				{
					name: 'Custom',
					value: 'custom',
					description: 'A gateway address of your own',
				},
			],
			default: 'production',
			description: 'Which gateway of the Taobao Open Platform to call',
		},
		{
			displayName: 'Gateway URL',
			name: 'gatewayUrl',
			type: 'string',
			displayOptions: { show: { environment: ['custom'] } },
			required: true,
			default: '',
			placeholder: 'e.g. https://gw.api.taobao.com/router/rest',
			description:
				'The full address, https only (http is accepted for this machine itself, e.g. http://127.0.0.1:8080/router/rest)',
		},
		{
			displayName: 'Sign Method',
			name: 'signMethod',
			type: 'options',
			options: [
				{ name: 'HMAC-SHA256', value: 'hmac-sha256' },
				{ name: 'HMAC-MD5', value: 'hmac' },
				{ name: 'MD5', value: 'md5' },
			],
			default: 'hmac-sha256',
			description: 'How requests are signed. The platform accepts all three for every app.',
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'The session key (SessionKey, access token) a merchant gave the app by authorizing it. Leave it empty unless the platform asks for it.',
		},
	];

	constructor() {
		this.properties = localized(this.properties);
	}

	authenticate: IAuthenticate = async (credentials, requestOptions) =>
		signRequest(credentials, requestOptions, Date.now());

	test: ICredentialTestRequest = credentialTest();
}
