import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { registerConnection } from '../shared/registerDatabase/testConnection';
import { localized } from '../../wording/form/localized';
import { properties } from './properties';
import { executeVoucherSend } from './run/execute';
import { searchVoucherTemplates } from './templatePicker/searchVoucherTemplates';

export class AlibabaAlscVoucherSend implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Alibaba ALSC Voucher Send',
		name: 'alibabaAlscVoucherSend',
		icon: {
			light: 'file:alibabaAlscVoucherSend.svg',
			dark: 'file:alibabaAlscVoucherSend.dark.svg',
		},
		group: ['output'],
		version: 1,
		// The template's name as it was picked; `$parameter["voucherId"]` alone is its ID, or what the
		// expression gives.
		subtitle:
			'={{ "send voucher " + ($parameter.toJSON().voucherId?.cachedResultName?.split(" · ")[0] || $parameter["voucherId"] || "") }}',
		description:
			'Send vouchers to customers of an Alibaba local-life (ALSC) CRM through the Taobao Open Platform',
		defaults: {
			name: 'Alibaba ALSC Voucher Send',
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

	methods = {
		credentialTest: { registerConnection },
		listSearch: { searchVoucherTemplates },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeVoucherSend(this);
	}
}
