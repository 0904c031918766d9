import type { INodeListSearchItems } from 'n8n-workflow';
import type { VoucherTemplate } from '../../../top/calls/voucherTemplateList';
import { validity } from './validity';

const TYPES: Readonly<Record<string, string>> = {
	GIFT: 'gift voucher',
	DISCOUNT: 'discount voucher',
	CASH: 'cash voucher',
};

/**
 * How one template stands in the list: its name, type, stock and validity; a template that cannot be
 * given says so first.
 *
 * @param nowMs epoch milliseconds
 */
export function templateEntry(template: VoucherTemplate, nowMs: number): INodeListSearchItems {
	const { text: validityText, expired } = validity(template, nowMs);
	const obstacle = obstacleOf(template, expired);
	const facts = [
		TYPES[template.type] ?? template.type.toLowerCase(),
		stock(template),
		validityText,
		`ID ${template.id}`,
	].filter(Boolean);
	return {
		name: `${obstacle ? `[${obstacle}] ` : ''}${template.name || 'Unnamed'} · ${facts.join(' · ')}`,
		value: template.id,
		description: obstacle ? `${obstacle}: the CRM will not give it` : undefined,
	};
}

function obstacleOf(template: VoucherTemplate, expired: boolean): string {
	if (template.deleted) return 'Deleted';
	if (template.status === 'INVALID') return 'No longer valid';
	if (expired) return 'Expired';
	return isOutOfStock(template) ? 'Out of stock' : '';
}

function isOutOfStock({ status, inventory }: VoucherTemplate): boolean {
	return status === 'NO_INVENTORY' || inventory === 0;
}

function stock(template: VoucherTemplate): string {
	const { inventory } = template;
	// What a number below zero stands for is not documented.
	if (isOutOfStock(template) || inventory === undefined || inventory < 0) return '';
	return `${inventory} left`;
}
