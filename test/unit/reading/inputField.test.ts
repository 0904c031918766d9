import fc from 'fast-check';
import { Workflow, type IDataObject, type INodeTypes } from 'n8n-workflow';
import { inputField } from '../../../nodes/shared/inputField';
import { helperNodeTypes } from '../../support/engine/helperNodes';
import { helperNode } from '../../support/engine/workflows';

const type = helperNodeTypes['test.collect'];
const nodeTypes = {
	getByName: () => type,
	getByNameAndVersion: () => type,
	getKnownTypes: () => ({}),
} as unknown as INodeTypes;
const workflow = new Workflow({
	nodes: [helperNode('test.collect', 'Node')],
	connections: {},
	active: false,
	nodeTypes,
});

/** What n8n's own engine makes of the expression. */
function engineValue(expression: string, json: IDataObject): unknown {
	return workflow.expression.getParameterValue(
		expression,
		null,
		0,
		0,
		'Node',
		[{ json }],
		'manual',
		{},
	);
}

const name = fc.stringMatching(/^[A-Za-z_$][\w$]{0,6}$/).filter((text) => text !== '$');
const anyName = fc.oneof(name, fc.constantFrom('用户ID', 'customer id', 'a.b', '0', 'ID号'));
const plain = fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true }), fc.boolean());

describe('a reference to a field of the input', () => {
	it('is read as the engine reads it', () => {
		fc.assert(
			fc.property(
				fc.array(anyName, { minLength: 1, maxLength: 3 }),
				fc.oneof(plain, fc.constant(null), fc.constant({ x: 1 }), fc.constant([1])),
				fc.constantFrom('"', "'"),
				(path, value, quote) => {
					const json = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
					const steps = path.map((key) =>
						/^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${quote}${key}${quote}]`,
					);
					const expression = `={{ $json${steps.join('')} }}`;
					const read = inputField(expression)?.(json as IDataObject);
					if (read !== undefined)
						expect(read).toEqual(engineValue(expression, json as IDataObject));
					if (value === null || typeof value === 'object') expect(read).toBeUndefined();
					else expect(read).toBe(value);
				},
			),
		);
	});

	it.each([
		'={{ $json.id }}',
		'={{$json.id}}',
		'={{ $json["id"] }}',
		"={{ $json['顾客ID'] }}",
		'={{ $json.rows[0].id }}',
	])('is recognised: %s', (expression) => {
		expect(inputField(expression)).toBeDefined();
	});

	it.each([
		'{{ $json.id }}',
		'=x{{ $json.id }}',
		'={{ $json.id }} ',
		'= {{ $json.id }}',
		'={{ $json.id.trim() }}',
		'={{ $json.id + 1 }}',
		'={{ $json }}',
		'={{ $json[id] }}',
		'={{ $json.$ }}',
		'={{ $json.$.id }}',
		'={{ $json.id }}{{ $json.x }}',
		'={{ $("Other").item.json.id }}',
		'={{ $json.id; }}',
	])('is left to the engine: %s', (expression) => {
		expect(inputField(expression)).toBeUndefined();
	});

	it.each(['constructor', '__proto__', 'toString', 'missing'])(
		'does not reach what is not a field of the item: %s',
		(property) => {
			expect(inputField(`={{ $json.${property} }}`)?.({ id: 1 })).toBeUndefined();
			expect(inputField(`={{ $json.id.${property} }}`)?.({ id: 'x' })).toBeUndefined();
		},
	);
});
