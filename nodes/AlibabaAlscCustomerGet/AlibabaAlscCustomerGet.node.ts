import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { registerConnection } from '../shared/registerDatabase/testConnection';
import { executeCustomerGet } from './execute';
import { localized } from '../../wording/form/localized';
import { properties } from './properties';

export class AlibabaAlscCustomerGet implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Alibaba ALSC Customer Get',
		name: 'alibabaAlscCustomerGet',
		icon: {
			light: 'file:alibabaAlscCustomerGet.svg',
			dark: 'file:alibabaAlscCustomerGet.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ "get customer by " + { mobile: "mobile number", customerId: "customer ID", wechatOpenId: "WeChat OpenID", alipayId: "Alipay ID", physicalCardId: "physical card", cardId: "card", phone: "landline" }[$parameter["findBy"]] }}',
		description:
			'Find the customer of an Alibaba local-life (ALSC) CRM that a phone number, an OpenID or a card belongs to',
		defaults: {
			name: 'Alibaba ALSC Customer Get',
		},
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'alibabaAlscApi',
				required: true,
			},
			{
				// A database is no API, and its credential is not named like one.
				// eslint-disable-next-line n8n-nodes-base/node-class-description-credentials-name-unsuffixed
				name: 'alibabaAlscRegister',
				required: true,
				displayOptions: { show: { '/options.register': ['postgres'] } },
				testedBy: 'registerConnection',
			},
		],
		properties,
	};

	constructor() {
		this.description = localized(this.description);
	}

	methods = { credentialTest: { registerConnection } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeCustomerGet(this);
	}
}
