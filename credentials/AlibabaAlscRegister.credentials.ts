import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { localized } from '../wording/form/localized';

/**
 * A PostgreSQL database that remembers what was sent; the nodes test it (`testedBy`). It is no API, and
 * is not named like one.
 */
// eslint-disable-next-line n8n-nodes-base/cred-class-name-unsuffixed
export class AlibabaAlscRegister implements ICredentialType {
	// eslint-disable-next-line n8n-nodes-base/cred-class-field-name-unsuffixed
	name = 'alibabaAlscRegister';

	// eslint-disable-next-line n8n-nodes-base/cred-class-field-display-name-missing-api
	displayName = 'Alibaba ALSC Register';

	icon: Icon = { light: 'file:alibabaAlsc.svg', dark: 'file:alibabaAlsc.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-alibaba-alsc/n8n-nodes-alibaba-alsc/blob/main/docs/register.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. db.example.com',
			description: 'The PostgreSQL server, 12 or newer. All n8n processes must reach the same one.',
		},
		{
			displayName: 'Port',
			name: 'port',
			type: 'number',
			required: true,
			typeOptions: { minValue: 1, maxValue: 65535, numberPrecision: 0 },
			default: 5432,
			description: 'The port it listens on',
		},
		{
			displayName: 'Database',
			name: 'database',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. vouchers',
			description: 'The database on it. The node makes its own few tables there.',
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. n8n',
			description: 'A user who may create tables there, or for whom the owner has created them',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: "The user's password",
		},
		{
			displayName: 'SSL',
			name: 'ssl',
			type: 'options',
			options: [
				{
					name: 'Disable',
					value: 'disable',
					description: 'Not encrypted: inside a network you trust only',
				},
				{
					name: 'Require',
					value: 'require',
					description: 'Encrypted; whose certificate it is, is not checked',
				},
				{
					name: 'Verify Full',
					value: 'verify-full',
					description: 'Encrypted, and the certificate must be trusted and be for this host',
				},
			],
			default: 'disable',
			description: 'Whether the connection is encrypted and the server made sure of',
		},
		{
			displayName: 'CA Certificate',
			name: 'caCertificate',
			type: 'string',
			// n8n's scanner takes it for a secret; the window keeps its lines.
			typeOptions: { password: true, alwaysOpenEditWindow: true },
			displayOptions: { show: { ssl: ['require', 'verify-full'] } },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			description:
				"The certificate of the authority that signed the server's, as PEM text. Leave it empty for one that Node.js knows.",
		},
	];

	constructor() {
		this.properties = localized(this.properties);
	}
}
