import { language } from './language';

/** Texts that end without a full stop, one sentence after the other; the last stays as it is. */
export function sentences(...texts: readonly string[]): string {
	return texts.reduce((before, text) =>
		/[.!?。]$/.test(before)
			? whole(before, text)
			: `${before}${language() === 'zh' ? '。' : '. '}${text}`,
	);
}

/** Whole sentences, one after the other. */
export function whole(...texts: readonly string[]): string {
	return texts.join(language() === 'zh' ? '' : ' ');
}

/** What happened, and behind it why. */
export function because(what: string, why: string): string {
	return language() === 'zh' ? `${what}：${why}` : `${what}: ${why}`;
}

/** What stands in a row. */
export function listed(what: readonly string[]): string {
	return what.join(language() === 'zh' ? '，' : ', ');
}

/** A number as people read it. */
export function counted(count: number): string {
	return count.toLocaleString('en-US');
}

/** A text that goes on within a sentence; names and what is quoted keep their capitals. */
export function lowerFirst(text: string): string {
	return /^[A-Z][a-z]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
}
