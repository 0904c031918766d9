import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { ownerFields } from '../shared/ownerFields';
import { paceOptions } from '../shared/paceOptions';
import { registerOption } from '../shared/registerDatabase/registerOption';
import { givenAsOneExpression } from '../shared/wholeCollection';

/** The most vouchers one item may ask for: far more than any customer gets, so it is a mistake. */
export const MOST_QUANTITY = 1_000_000;

const unknownOutcomes: INodePropertyOptions[] = [
	{
		name: 'Report It',
		value: 'report',
		description:
			'Do not send again. The item fails and says that the voucher may or may not have been sent.',
	},
	{
		name: 'Verify, Then Decide',
		value: 'verify',
		description:
			'Look at the vouchers the customer holds: there means sent. Not there after about a minute, in which other items are sent, means send again. Needs permission for alibaba.alsc.crm.customer.voucher.list.',
	},
	{
		name: 'Send Again With the Same Request ID',
		value: 'resend',
		description:
			"Only if Alibaba confirmed to you that a repeated request ID is not executed twice. Otherwise a customer may get the voucher as often as 'Max Attempts' says.",
	},
];

const additionalFields: INodeProperties[] = [
	ownerFields.brandId,
	ownerFields.outBrandId,
	ownerFields.outShopId,
	givenAsOneExpression,
	{
		displayName: 'Operator ID',
		name: 'operatorId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 4535',
		description: 'Who sends the voucher (操作人ID), as it should stand in the records of the CRM',
	},
	{
		displayName: 'Request ID',
		name: 'requestId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 43242',
		description:
			'Your own ID for this one request (请求ID), at most 64 characters. Leave empty to have one made that stays the same when the item is tried again.',
	},
	ownerFields.shopId,
];

const options: INodeProperties[] = [
	{
		displayName: 'Accept IDs Ending in 000',
		name: 'acceptRoundedIds',
		type: 'boolean',
		default: false,
		description:
			'Whether to accept long customer IDs that end in 000. Spreadsheets round long numbers that way, so such IDs are held back unless you have checked them.',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		// On as soon as it is added: a person who adds a dry run does not expect vouchers to be sent.
		default: true,
		description:
			'Whether to check all items, and the template where the app may read the list of templates, and show what would be sent, without sending any voucher',
	},
	givenAsOneExpression,
	{
		displayName: 'If the Answer Gets Lost',
		name: 'unknownOutcome',
		type: 'options',
		options: unknownOutcomes,
		default: 'report',
		description: 'What to do when a request left but its answer did not arrive',
	},
	{
		displayName: 'Include Input Fields',
		name: 'includeInputFields',
		type: 'boolean',
		default: false,
		description:
			"Whether the fields of the input item stand beside the result, e.g. the customer's name. No field of the result is overwritten.",
	},
	{
		displayName: 'Max Attempts',
		name: 'maxAttempts',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 20, numberPrecision: 0 },
		default: 4,
		description:
			"How often one item is tried at most. What provably did not arrive is tried again; with 'Send Again With the Same Request ID' also what may have arrived.",
	},
	paceOptions.maxConcurrency,
	paceOptions.maxRequestsPerSecond,
	paceOptions.maxThrottleWait,
	registerOption({
		description:
			"Where 'Send Once Key' remembers what was sent. With more than one n8n process (queue mode, a second n8n on the same database, the command line beside a running n8n) choose PostgreSQL.",
		builtIn:
			'The store of n8n itself, for one n8n process: per workflow and node, 100,000 keys. Nothing to set up.',
		postgres:
			'A database of your own, for any number of n8n processes: per app, whatever workflow or node. Shown to people as a table.',
	}),
	paceOptions.timeout,
];

/** The form. Internal names are a contract with saved workflows: they are never renamed. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Customer ID',
		name: 'customerId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 7027365937982563912',
		description: "The customer's ID in the CRM (用户ID)",
		hint: 'Drag it in from the input. Keep long IDs as text: spreadsheets round long numbers.',
	},
	{
		displayName: 'Voucher Template',
		name: 'voucherId',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description:
			'The voucher template to send (券模板ID), not the ID of a voucher that a customer already holds',
		modes: [
			{
				displayName: 'From list',
				name: 'list',
				type: 'list',
				placeholder: 'Select a voucher template…',
				typeOptions: {
					searchListMethod: 'searchVoucherTemplates',
					searchable: true,
				},
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 3243421',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*[0-9A-Za-z_-]{1,64}\\s*$',
							errorMessage: 'A template ID has only digits or letters, e.g. 3243421',
						},
					},
				],
			},
		],
	},
	{
		displayName: 'Quantity',
		name: 'quantity',
		type: 'number',
		required: true,
		typeOptions: { minValue: 1, maxValue: MOST_QUANTITY, numberPrecision: 0 },
		default: 1,
		description: 'How many vouchers the customer gets (发券数量)',
	},
	{
		displayName: 'Send Once Key',
		name: 'sendOnceKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. spring-2027',
		description:
			'A text that stands for this one gift. What was sent once with this key is not sent to the same customer again, not even by another execution of this workflow. Use it for webhooks that may arrive twice and schedules that may run twice. For a key with {{ }} choose Expression. Left empty, every execution sends.',
	},
	{
		displayName: 'Max Vouchers',
		name: 'maxVouchers',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description:
			'Safety cap: if all items together ask for more vouchers than this, nothing is sent at all. 0 means no cap.',
	},
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
