import type { INode, INodeProperties } from 'n8n-workflow';
import type { Label } from '../../wording/form/labels';
import { invalid } from './invalidInput';

/**
 * Has to stand among the options of a collection. Where one expression is given for the whole collection,
 * n8n looks for its fields in the text of the expression before a node can see it, finds none of them,
 * and hands out an empty collection: 'Dry Run' would be off without a word. Of a text it finds one field,
 * its length; no person sees it in the form.
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
