import type { TopApp } from './app';

/** Hides one app's secrets in texts that came from elsewhere. */
export interface Mask {
	/** Whether a text may hold a secret, or the beginning or end of one. Cheap: called for every answer. */
	readonly concerns: (text: string) => boolean;
	readonly hide: (text: string) => string;
}

/** Shorter secrets cannot be told from ordinary text, and are not hidden. */
const LEAST_CHARACTERS = 4;
/**
 * In an id, a code or a time, a shorter match with a secret is taken for chance. If such a value were
 * masked, a voucher that was given would not be found again.
 */
const LEAST_IN_A_NAME = 8;
const NAME = /^[\w.:\- ]*$/;

/**
 * The name `sign` and whatever may stand between it and its value: in a form, in JSON, in XML, and the
 * first two once more url-encoded, escaped or written into a page.
 */
const SIGNATURE =
	/((?<![a-z])sign(?:=|%3D|>|(?:\\?"|%22|&quot;)(?:\s|%20|\+){0,20}(?::|%3A)(?:\s|%20|\+){0,20}(?:\\?"|%22|&quot;)))[0-9a-f]+/gi;

/**
 * Makes what hides an app's secret and session key, and any signature, in a text that is going to be
 * shown: the CRM or a proxy's error page may quote the request it refused. What a text's beginning or
 * end cuts in two is hidden as well.
 */
export function createMask(app: TopApp): Mask {
	const secrets = [app.appSecret, app.sessionToken ?? '']
		.filter((secret) => secret.length >= LEAST_CHARACTERS)
		.flatMap(spellings)
		.sort((a, b) => b.length - a.length);
	const anyOf = (texts: readonly string[]) =>
		[...new Set(texts)].map(literally).join('|') || '(?!)';
	const concerning = new RegExp(
		`sign|${anyOf(secrets.flatMap((secret) => [headOf(secret), tailOf(secret)]))}`,
		'i',
	);
	const whole = new RegExp(anyOf(secrets), 'gi');
	const inNames = new RegExp(
		[
			anyOf(secrets.filter(({ length }) => length >= LEAST_IN_A_NAME)),
			`^(?:${anyOf(secrets)})$`,
		].join('|'),
		'gi',
	);
	const concerns = (text: string) => concerning.test(text);
	const hide = (text: string) => {
		if (!concerns(text)) return text;
		const isName = NAME.test(text);
		const shown = text.replace(SIGNATURE, '$1***').replace(isName ? inNames : whole, '***');
		return hideTail(hideHead(shown, secrets, isName), secrets);
	};
	return { concerns, hide };
}

const ENCODERS: ReadonlyArray<(text: string) => string> = [
	(text) => text,
	encodeURIComponent,
	(text) => new URLSearchParams({ '': text }).toString().slice(1),
	(text) => JSON.stringify(text).slice(1, -1),
];

/** The ways in which a page may write a value it was sent: encoded, and encoded once more. */
function spellings(secret: string): string[] {
	const once = ENCODERS.map((encode) => encode(secret.toWellFormed()));
	const twice = once.flatMap((text) => ENCODERS.map((encode) => encode(text)));
	return [...new Set(twice.map(inSmallLetters))];
}

/** The end of a text may hold the beginning of a secret, down to {@link LEAST_CHARACTERS} of it. */
function hideHead(text: string, secrets: readonly string[], isName: boolean): string {
	let shown = text.length;
	for (const secret of secrets) {
		const least = isName ? leastInAName(secret) : LEAST_CHARACTERS;
		const start = Math.max(0, text.length - secret.length);
		const end = inSmallLetters(text.slice(start));
		let at = end.indexOf(headOf(secret));
		while (at !== -1 && !secret.startsWith(end.slice(at))) at = end.indexOf(headOf(secret), at + 1);
		if (at !== -1 && end.length - at >= least) shown = Math.min(shown, start + at);
	}
	return shown === text.length ? text : `${text.slice(0, shown)}***`;
}

/** The beginning of a text may hold the end of a secret. */
function hideTail(text: string, secrets: readonly string[]): string {
	let hidden = 0;
	for (const secret of secrets) {
		const beginning = inSmallLetters(text.slice(0, secret.length));
		const tail = tailOf(secret);
		let at = beginning.lastIndexOf(tail);
		while (at !== -1 && !secret.endsWith(beginning.slice(0, at + tail.length))) {
			at = at === 0 ? -1 : beginning.lastIndexOf(tail, at - 1);
		}
		if (at !== -1) hidden = Math.max(hidden, at + tail.length);
	}
	return hidden === 0 ? text : `***${text.slice(hidden)}`;
}

function headOf(secret: string): string {
	return secret.slice(0, LEAST_CHARACTERS);
}

function tailOf(secret: string): string {
	return secret.slice(-leastInAName(secret));
}

/** Of a secret shorter than sixteen characters, half is enough to be hidden: it tells too much. */
function leastInAName({ length }: string): number {
	return Math.max(LEAST_CHARACTERS, Math.min(LEAST_IN_A_NAME, Math.ceil(length / 2)));
}

/** Of ASCII only, so that every character stays in its place. */
function inSmallLetters(text: string): string {
	return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function literally(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
