import type { INodeProperties } from 'n8n-workflow';
import { readId, readPlatformId } from './identifiers';
import { label } from '../../wording/form/labels';
import { say } from '../../wording/say';
import { InvalidInput } from './invalidInput';

/** The fields in 'Additional Fields' that name the brand or shop a customer or voucher belongs to. */
export const ownerFields = {
	brandId: {
		displayName: 'Brand ID',
		name: 'brandId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 5445',
		description:
			"The brand's ID at Alibaba (品牌ID). For the ID in your own system, use 'External Brand ID'.",
	},
	outBrandId: {
		displayName: 'External Brand ID',
		name: 'outBrandId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 24',
		description:
			"The brand's ID in your own system (外部品牌ID). Give this or 'Brand ID', not both.",
	},
	outShopId: {
		displayName: 'External Shop ID',
		name: 'outShopId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 6556',
		description: "The shop's ID in your own system (外部门店ID). Give this or 'Shop ID', not both.",
	},
	shopId: {
		displayName: 'Shop ID',
		name: 'shopId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 424',
		description:
			"The shop's ID at Alibaba (门店ID). For the ID in your own system, use 'External Shop ID'.",
	},
} satisfies Record<string, INodeProperties>;

/** The two fields for one brand or shop: by the platform's id and by the merchant's own. */
const TWINS = [
	['brandId', 'Brand ID', 'outBrandId', 'External Brand ID'],
	['shopId', 'Shop ID', 'outShopId', 'External Shop ID'],
] as const;

/** The brand and shop, by the platform's field names; '' where nothing is given. */
export interface Owner {
	brand_id: string;
	out_brand_id: string;
	shop_id: string;
	out_shop_id: string;
}

/** @throws InvalidInput when a brand or shop is given by both its IDs, or an ID cannot be one */
export function readOwner(fields: Record<string, unknown>): Owner {
	for (const [own, ownName, external, externalName] of TWINS) {
		if (readId(fields[own], ownName) !== '' && readId(fields[external], externalName) !== '') {
			const names = { own: label(ownName), external: label(externalName) };
			throw new InvalidInput(say('twoIds', names), ownName);
		}
	}
	return {
		brand_id: readPlatformId(fields.brandId, 'Brand ID'),
		out_brand_id: readId(fields.outBrandId, 'External Brand ID'),
		shop_id: readPlatformId(fields.shopId, 'Shop ID'),
		out_shop_id: readId(fields.outShopId, 'External Shop ID'),
	};
}
