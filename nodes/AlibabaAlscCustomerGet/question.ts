import type { IExecuteFunctions, INode } from 'n8n-workflow';
import type { CustomerGetRequest } from '../../top/calls/customerGet';
import { aboutColumns } from '../shared/columnNames';
import { readId, readPlatformId } from '../shared/identifiers';
import { invalid } from '../shared/invalidInput';
import { readOwner } from '../shared/ownerFields';
import { additionalFieldsReader, parameterReaders } from '../shared/parameterReaders';
import { FIND_BY_FIELDS, type FindByField } from './findBy';
import { readMobileNumber } from './mobileNumber';

/** What to ask for one item. */
export interface Question {
	request: CustomerGetRequest;
	simplify: boolean;
}

/** The platform demands one of CARD, RECHARGE and POINT; POINT adds least to the answer. */
const LEAST_OPTIONS = ['POINT'];

/**
 * Prepares the reading of all items.
 *
 * @returns reads one item; throws InvalidInput naming the parameter and what is the matter with it
 */
export function questionReader(
	context: IExecuteFunctions,
	node: INode,
): (itemIndex: number) => Question {
	const findBy = String(context.getNodeParameter('findBy', 0, 'mobile'));
	const findByField = FIND_BY_FIELDS.find(({ value }) => value === findBy);
	if (!findByField) throw invalid('findByUnknown', 'Find By');
	const reader = parameterReaders(context, node);
	const items = context.getInputData();
	const value = reader('value', '');
	const simplify = reader('simplify', true);
	const additionalFields = additionalFieldsReader(node, reader);

	return (itemIndex) => {
		const given = readValue(value(itemIndex), findByField);
		if (given === '') {
			const column = aboutColumns(Object.keys(items[itemIndex].json));
			throw invalid('valueEmpty', findByField.name, { column });
		}
		const fields = additionalFields(itemIndex);
		const request = {
			[findByField.field]: given,
			...readOwner(fields),
			wechat_app_id: readId(fields.wechatAppId, 'WeChat App ID'),
		};
		const filled = Object.entries(request).filter(([, text]) => text !== '');
		return {
			request: { options: LEAST_OPTIONS, ...Object.fromEntries(filled) },
			simplify: simplify(itemIndex) !== false,
		};
	};
}

function readValue(value: unknown, { value: findBy, name }: FindByField): string {
	if (findBy === 'mobile') return readMobileNumber(value, name);
	// As in Voucher Send: an ID that a spreadsheet has rounded would find no customer.
	if (findBy === 'customerId') return readPlatformId(value, name);
	return readId(value, name);
}
