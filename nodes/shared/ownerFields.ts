import type { INodeProperties } from 'n8n-workflow';
import { readId, readPlatformId } from './identifiers';
import { label } from '../../wording/form/labels';
import { say } from '../../wording/say';
import { InvalidInput } from './invalidInput';

/** The fields that say whose customer or voucher it is, in 'Additional Fields'. */
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

/** Pairs of ids for one thing: the platform's own and the merchant's. */
const TWINS = [
	['brandId', 'Brand ID', 'outBrandId', 'External Brand ID'],
	['shopId', 'Shop ID', 'outShopId', 'External Shop ID'],
] as const;

/** Whose customer or voucher it is, by the platform's field names; '' where nothing is given. */
export interface Owner {
	brand_id: string;
	out_brand_id: string;
	shop_id: string;
	out_shop_id: string;
}

/** @throws InvalidInput when a thing is named by two IDs, or by something that is none */
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
