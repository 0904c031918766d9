import type { INode, INodeProperties } from 'n8n-workflow';
import type { Label } from '../../wording/form/labels';
import { invalid } from './invalidInput';

/**
 * A hidden field that has to stand among the options of a collection, so that {@link refuseOneExpression}
 * can tell when one expression is given for the whole collection. n8n then looks the collection's fields up
 * in the text of the expression, finds none, and gives the node an empty collection: 'Dry Run' would be off
 * without a word. The one property that every text has is `length`, and this field bears that name.
 */
export const givenAsOneExpression: INodeProperties = {
	displayName: 'Given as One Expression',
	name: 'length',
	type: 'hidden',
	default: 0,
	displayOptions: { show: { length: [{ _cnd: { gt: 0 } }] } },
};

/** @throws InvalidInput when a collection was given by one expression */
export function refuseOneExpression(node: INode, name: string, displayName: Label): void {
	const collection = node.parameters[name];
	const isWhole =
		typeof collection === 'string' ||
		(typeof collection === 'object' &&
			collection !== null &&
			givenAsOneExpression.name in collection);
	if (!isWhole) return;
	throw invalid('oneExpression', displayName);
}
