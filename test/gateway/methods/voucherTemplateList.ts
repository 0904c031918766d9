import { Struct, Value } from '../answer';
import { BusinessObject, number, text } from '../businessObject';
import { Settings } from '../settings';
import { Template } from '../world';
import { Method, idValue } from './method';
import { pageResult } from './page';

/** The merchant's voucher templates, oldest first, paged. */
export const voucherTemplateList: Method = {
	name: 'alibaba.alsc.crm.voucher.template.list',
	parameter: {
		name: 'voucher_template_open_req',
		required: false,
		fields: [
			{ name: 'brand_id', type: 'string' },
			{ name: 'deleted', type: 'boolean' },
			{ name: 'gmt_modified', type: 'string' },
			{ name: 'out_brand_id', type: 'string' },
			{ name: 'out_shop_id', type: 'string' },
			{ name: 'page_no', type: 'integer', least: 1 },
			{ name: 'page_size', type: 'integer', least: 1 },
			{ name: 'shop_id', type: 'string' },
			{ name: 'status_list', type: 'string[]' },
			{ name: 'last_id', type: 'string' },
			{ name: 'voucher_template_id', type: 'string' },
		],
	},
	act: ({ object, settings, world }) => {
		const wanted = [...world.templates.values()].filter((template) => matches(object, template));
		const lastId = text(object, 'last_id');
		const last = wanted.findIndex((template) => template.voucher_template_id === lastId);
		return {
			result: pageResult(
				wanted.slice(last + 1),
				number(object, 'page_no', 1),
				number(object, 'page_size', 20),
				'voucher_template_open_info',
				(template) => show(template, settings),
				settings.successCode,
			),
		};
	},
};

function matches(object: BusinessObject, template: Template): boolean {
	const { status_list: statuses, voucher_template_id: id } = object;
	if (id !== undefined && id !== template.voucher_template_id) return false;
	if (Array.isArray(statuses) && !statuses.includes(statusOf(template))) return false;
	if ((object.deleted ?? false) !== (template.deleted ?? false)) return false;
	const since = text(object, 'gmt_modified');
	if (since && (template.gmt_modified ?? '') < since) return false;
	return (['brand_id', 'out_brand_id', 'shop_id', 'out_shop_id'] as const).every(
		(owner) =>
			object[owner] === undefined ||
			template[owner] === undefined ||
			object[owner] === template[owner],
	);
}

function statusOf(template: Template): string {
	return template.status ?? (template.inventory === 0 ? 'NO_INVENTORY' : 'USED');
}

/** Owners are how the gateway finds a template; the platform does not show them. */
const HIDDEN = new Set(['brand_id', 'out_brand_id', 'shop_id', 'out_shop_id']);

function show(template: Template, settings: Settings): Struct {
	const shown: Struct = {};
	for (const [name, value] of Object.entries(template)) {
		if (value !== undefined && !HIDDEN.has(name)) shown[name] = value as Value;
	}
	shown.voucher_template_id = idValue(template.voucher_template_id, 'string', settings.idsAs);
	shown.status = statusOf(template);
	shown.deleted = template.deleted ?? false;
	return shown;
}
