import { counted } from './join';
import { language } from './language';
import { MESSAGES, PHRASES } from './messages';
import type { Phrase, Words } from './words';

/** What happened and what to do about it, in the language of this n8n. */
export interface Said {
	message: string;
	hint: string;
}

type MessageId = keyof typeof MESSAGES;
type PhraseId = keyof typeof PHRASES;

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
	? Name | Names<Rest>
	: never;
type ValuesFor<Text extends string> = [Names<Text>] extends [never]
	? []
	: [values: Readonly<Record<Names<Text>, string | number>>];

/** The names of a message's placeholders, with their values; nothing where it has none. */
export type ValuesOf<Id extends MessageId> = ValuesFor<(typeof MESSAGES)[Id]['title' | 'hint']>;
export type { MessageId };

/** One of the package's own messages, with what varies put in. */
export function say<Id extends MessageId>(id: Id, ...[values]: ValuesOf<Id>): Said {
	return inWords(MESSAGES[id], values);
}

/** A part of a message, or a line of its own. */
export function phrase<Id extends PhraseId>(
	id: Id,
	...[values]: ValuesFor<(typeof PHRASES)[Id]['en']>
): string {
	return inLanguage(PHRASES[id], values);
}

type CountPhraseId = {
	[Id in PhraseId]: ValuesFor<(typeof PHRASES)[Id]['en']> extends [
		values: Readonly<Record<'count', string | number>>,
	]
		? Id
		: never;
}[PhraseId];

/** How many of each kind there are, e.g. "996 sent", "3 rejected"; kinds that did not occur are left out. */
export function countsOfKinds(kinds: ReadonlyArray<readonly [number, CountPhraseId]>): string[] {
	return kinds
		.filter(([count]) => count > 0)
		.map(([count, id]) => inLanguage(PHRASES[id], { count: counted(count) }));
}

/** Any row of a table of words, in the language of this n8n. */
export function inWords(words: Words, values: Values = {}): Said {
	const [title, hint] =
		language() === 'zh' ? [words.titleZh, words.hintZh] : [words.title, words.hint];
	return { message: filled(title, values), hint: filled(hint, values) };
}

export function inLanguage(text: Phrase, values: Values = {}): string {
	return filled(text[language()], values);
}

type Values = Readonly<Record<string, string | number>>;

function filled(text: string, values: Values): string {
	return text.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
		Object.hasOwn(values, name) ? String(values[name]) : placeholder,
	);
}
