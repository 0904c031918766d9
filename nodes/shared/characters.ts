import { phrase } from '../../wording/say';

/** Invisible signs: control, format and default-ignorable characters, and lone surrogates. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

const NAMES = {
	'`': 'backtick',
	"'": 'apostrophe',
	'"': 'quotationMark',
	'“': 'quotationMark',
	'”': 'quotationMark',
	'‘': 'apostrophe',
	'’': 'apostrophe',
	'=': 'equalsSign',
	'\t': 'tab',
	'\n': 'lineBreak',
	'\r': 'lineBreak',
	'\u00ad': 'softHyphen',
	'\u200b': 'zeroWidthSpace',
	'\ufeff': 'byteOrderMark',
} as const;

/** The first sign of a text that a person cannot see, if there is one. */
export function invisibleCharacter(text: string): string | undefined {
	return UNSEEN.exec(text)?.[0];
}

/** A sign as a person can look for it: its name, or itself; and its number where it cannot be seen. */
export function nameOfCharacter(sign: string): string {
	const isUnseen = UNSEEN.test(sign);
	const name = Object.hasOwn(NAMES, sign) ? NAMES[sign as keyof typeof NAMES] : undefined;
	if (isFullWidth(sign)) return phrase('fullWidthSign', { sign });
	if (!isUnseen) return name ? phrase(name) : phrase('someSign', { sign });
	const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
	return `${phrase(name ?? 'invisibleSign')} (U+${code})`;
}

/** Digits and letters as Chinese input methods write them. */
export function isFullWidth(sign: string): boolean {
	return sign >= '\uff01' && sign <= '\uff5e';
}
