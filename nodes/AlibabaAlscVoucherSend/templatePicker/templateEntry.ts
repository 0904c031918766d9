import type { INodeListSearchItems } from 'n8n-workflow';
import type { VoucherTemplate } from '../../../top/calls/voucherTemplateList';
import { because } from '../../../wording/join';
import { phrase } from '../../../wording/say';
import { templateFacts, type Obstacle } from './templateFacts';

const TYPES: Readonly<Record<string, 'giftVoucher' | 'discountVoucher' | 'cashVoucher'>> = {
	GIFT: 'giftVoucher',
	DISCOUNT: 'discountVoucher',
	CASH: 'cashVoucher',
};

const MARKS = {
	deleted: 'markDeleted',
	invalid: 'markInvalid',
	expired: 'markExpired',
	outOfStock: 'markOutOfStock',
} as const satisfies Record<Obstacle, string>;

/**
 * How templates stand in the list. n8n saves the name with the workflow, where stock would soon be untrue
 * and a long text is cut: so it is the template's name only, with what is needed to choose the right one.
 * A template that cannot be given says so first, and two of the same name have their IDs. What else is
 * known is the description.
 *
 * @param nowMs epoch milliseconds
 */
export function templateEntries(
	templates: readonly VoucherTemplate[],
	nowMs: number,
): INodeListSearchItems[] {
	const names = templates.map(({ name }) => name);
	return templates.map((template) => {
		const { obstacle, facts } = templateFacts(template, nowMs);
		const mark = obstacle && phrase(MARKS[obstacle]);
		const type = TYPES[template.type];
		const isAlone = names.indexOf(template.name) === names.lastIndexOf(template.name);
		return {
			name: [
				mark && `[${mark}]`,
				template.name || phrase('unnamedTemplate'),
				!isAlone && `· ID ${template.id}`,
			]
				.filter(Boolean)
				.join(' '),
			value: template.id,
			description: [
				mark && because(mark, phrase('willNotBeGiven')),
				type ? phrase(type) : template.type.toLowerCase(),
				...facts,
				`ID ${template.id}`,
			]
				.filter(Boolean)
				.join(' · '),
		};
	});
}
