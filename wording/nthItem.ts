import { language } from './language';
import { phrase } from './say';

/** An item as people count, and as n8n's editor names it. */
export function nthItem(index: number): string {
	const nth = language() === 'zh' ? String(index + 1) : ordinal(index + 1);
	return phrase('nthItem', { nth, index });
}

const PLURAL = new Intl.PluralRules('en', { type: 'ordinal' });
const ENDINGS: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };

function ordinal(count: number): string {
	return `${count.toLocaleString('en-US')}${ENDINGS[PLURAL.select(count)] ?? 'th'}`;
}
