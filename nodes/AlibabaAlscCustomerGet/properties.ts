import type { INodeProperties } from 'n8n-workflow';
import { ownerFields } from '../shared/ownerFields';
import { paceOptions } from '../shared/paceOptions';
import { registerOption } from '../shared/registerDatabase/registerOption';
import { givenAsOneExpression } from '../shared/wholeCollection';
import { FIND_BY_FIELDS } from './findBy';

/** One field for each kind of value, all by the same internal name; the form shows one of them. */
const values: INodeProperties[] = FIND_BY_FIELDS.map(
	({ value, name, placeholder, description }) => ({
		displayName: name,
		name: 'value',
		type: 'string',
		required: true,
		default: '',
		placeholder,
		description,
		displayOptions: { show: { findBy: [value] } },
	}),
);

const additionalFields: INodeProperties[] = [
	ownerFields.brandId,
	ownerFields.outBrandId,
	ownerFields.outShopId,
	givenAsOneExpression,
	ownerFields.shopId,
	{
		displayName: 'WeChat App ID',
		name: 'wechatAppId',
		type: 'string',
		default: '',
		placeholder: 'e.g. wx8888888888888888',
		description: 'The mini program that the OpenID belongs to (微信小程序ID)',
	},
];

const options: INodeProperties[] = [
	givenAsOneExpression,
	paceOptions.maxConcurrency,
	paceOptions.maxRequestsPerSecond,
	paceOptions.maxThrottleWait,
	registerOption({
		description:
			"Which n8n processes share the app's pace. With more than one (queue mode, a second n8n) choose PostgreSQL, and the same credential as in Voucher Send.",
		builtIn: 'Each n8n process finds its own pace. Nothing to set up.',
		postgres:
			'All n8n processes with the same register share the pace, its bans and the limit. Nothing of the customers is kept there.',
	}),
	paceOptions.timeout,
];

/** The form. Internal names are a contract with saved workflows: they are never renamed. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Find By',
		name: 'findBy',
		type: 'options',
		noDataExpression: true,
		options: FIND_BY_FIELDS.map(({ name, value }) => ({ name, value })),
		default: 'mobile',
		description: 'What you know of the customer',
	},
	...values,
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: additionalFields,
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options,
	},
];
