/** Whose templates to list, by the platform's field names. */
export interface TemplateOwner {
	brand_id?: string;
	out_brand_id?: string;
	shop_id?: string;
	out_shop_id?: string;
}

const FIELDS: ReadonlyArray<readonly [keyof TemplateOwner, string]> = [
	['brand_id', 'brandId'],
	['out_brand_id', 'outBrandId'],
	['shop_id', 'shopId'],
	['out_shop_id', 'outShopId'],
];

/**
 * Reads the owner out of 'Additional Fields' as they stand in the form. An expression that the editor
 * could not work out without a run is left aside.
 */
export function templateOwner(additionalFields: unknown): TemplateOwner {
	const owner: TemplateOwner = {};
	if (typeof additionalFields !== 'object' || additionalFields === null) return owner;
	const values = additionalFields as Record<string, unknown>;
	for (const [field, parameter] of FIELDS) {
		const value = values[parameter];
		const text = typeof value === 'string' || typeof value === 'number' ? `${value}`.trim() : '';
		if (text && !text.startsWith('=')) owner[field] = text;
	}
	return owner;
}
