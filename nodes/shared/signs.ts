/** Signs that nobody sees: control, format and default-ignorable characters, and halves of one. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

const NAMES: Readonly<Record<string, string>> = {
	'`': 'a backtick',
	"'": 'an apostrophe',
	'"': 'a quotation mark',
	'“': 'a quotation mark',
	'”': 'a quotation mark',
	'‘': 'an apostrophe',
	'’': 'an apostrophe',
	'=': 'an equals sign',
	'\t': 'a tab',
	'\n': 'a line break',
	'\r': 'a line break',
	'\u00ad': 'a soft hyphen',
	'\u200b': 'a zero-width space',
	'\ufeff': 'a byte order mark',
};

/** The first sign of a text that a person cannot see, if there is one. */
export function unseenSign(text: string): string | undefined {
	return UNSEEN.exec(text)?.[0];
}

/** A sign as a person can look for it: its name, or itself; and its number where it cannot be seen. */
export function nameOfSign(sign: string): string {
	const isUnseen = UNSEEN.test(sign);
	const name = NAMES[sign] ?? (isUnseen ? 'an invisible sign' : undefined);
	if (isFullWidth(sign)) return `the full-width sign "${sign}"`;
	if (!isUnseen) return name ?? `the sign "${sign}"`;
	const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
	return `${name} (U+${code})`;
}

/** Digits and letters as Chinese input methods write them. */
export function isFullWidth(sign: string): boolean {
	return sign >= '\uff01' && sign <= '\uff5e';
}
