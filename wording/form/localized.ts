import { language } from '../language';
import { CREDENTIAL_TEXTS } from './credentialTexts';
import { CUSTOMER_GET_TEXTS } from './customerGetTexts';
import { LABELS } from './labels';
import { SHARED_TEXTS } from './sharedTexts';
import { VOUCHER_SEND_TEXTS } from './voucherSendTexts';

/** Every text of the forms, by its English. */
export const FORM_TEXTS: Readonly<Record<string, string>> = {
	...LABELS,
	...SHARED_TEXTS,
	...VOUCHER_SEND_TEXTS,
	...CUSTOMER_GET_TEXTS,
	...CREDENTIAL_TEXTS,
};

/** What people see of a description; everything else of it is a contract with saved workflows. */
const SHOWN = ['displayName', 'description', 'placeholder', 'hint', 'subtitle', 'errorMessage'];

/**
 * The description of a node or a credential in the language of this n8n. English stays in the
 * descriptions themselves, because n8n's lint rules read it there.
 */
export function localized<Description>(description: Description): Description {
	return language() === 'zh' ? (inChinese(description) as Description) : description;
}

function inChinese(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(inChinese);
	// Functions and what n8n made of a class stay what they are.
	if (typeof value !== 'object' || value === null || value instanceof RegExp) return value;
	const isChoice = 'name' in value && 'value' in value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]: [string, unknown]) => {
			const isShown = SHOWN.includes(name) || (isChoice && name === 'name');
			return [name, isShown && typeof inner === 'string' ? chineseFor(inner) : inChinese(inner)];
		}),
	);
}

function chineseFor(text: string): string {
	if (Object.hasOwn(FORM_TEXTS, text)) return FORM_TEXTS[text];
	return text.replace(/^e\.g\. /, '例如 ');
}
