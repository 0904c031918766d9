import type { VoucherTemplate } from '../../../top/calls/voucherTemplateList';
import { counted } from '../../../wording/join';
import { phrase } from '../../../wording/say';
import { validity } from './validity';

/** Why the CRM will not give a template. */
export type Obstacle = 'deleted' | 'invalid' | 'expired' | 'outOfStock';

export interface TemplateFacts {
	obstacle?: Obstacle;
	/** Stock and validity in words, as far as the template says them. */
	facts: string[];
}

/** @param nowMs epoch milliseconds */
export function templateFacts(template: VoucherTemplate, nowMs: number): TemplateFacts {
	const { text: validityText, expired } = validity(template, nowMs);
	return {
		obstacle: obstacleOf(template, expired),
		facts: [stock(template), validityText].filter((fact) => fact !== ''),
	};
}

/** How many are left; `undefined` where the template does not say. */
export function stockOf({ inventory }: VoucherTemplate): number | undefined {
	// What a number below zero stands for is not documented.
	return inventory === undefined || inventory < 0 ? undefined : inventory;
}

function obstacleOf(template: VoucherTemplate, expired: boolean): Obstacle | undefined {
	if (template.deleted) return 'deleted';
	if (template.status === 'INVALID') return 'invalid';
	if (expired) return 'expired';
	return isOutOfStock(template) ? 'outOfStock' : undefined;
}

function isOutOfStock({ status, inventory }: VoucherTemplate): boolean {
	return status === 'NO_INVENTORY' || inventory === 0;
}

function stock(template: VoucherTemplate): string {
	const left = stockOf(template);
	if (isOutOfStock(template) || left === undefined) return '';
	return phrase('templateLeft', { count: counted(left) });
}
