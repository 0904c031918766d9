import type { TopApp } from './app';

/** Shorter ones cannot be told from ordinary text. */
const LEAST_CHARACTERS = 4;

/**
 * The name `sign` and whatever may stand between it and its value: in a form, in JSON, in XML, and the
 * first two once more url-encoded, escaped or written into a page.
 */
const SIGNATURE =
	/((?<![a-z])sign(?:=|%3D|>|(?:\\?"|%22|&quot;)(?:\s|%20|\+)*(?::|%3A)(?:\s|%20|\+)*(?:\\?"|%22|&quot;)))[0-9a-f]+/gi;

/**
 * Returns a function that hides this app's secret and session key, and any signature, in a text that
 * is going to be shown: a proxy's error page may quote the request it refused. What the text's end
 * cuts in two is hidden as well.
 */
export function createMask(app: TopApp): (text: string) => string {
	const secrets = [app.appSecret, app.sessionToken ?? '']
		.filter((secret) => secret.length >= LEAST_CHARACTERS)
		.flatMap(spellings)
		.sort((a, b) => b.length - a.length);
	const whole = new RegExp([...secrets.map(literally), '(?!)'].join('|'), 'gi');
	return (text) => hideCutSecret(text.replace(SIGNATURE, '$1***').replace(whole, '***'), secrets);
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
	return [...new Set(once.flatMap((text) => ENCODERS.map((encode) => encode(text))))];
}

function hideCutSecret(text: string, secrets: readonly string[]): string {
	let shown = text.length;
	for (const secret of secrets) {
		for (let length = secret.length - 1; length >= LEAST_CHARACTERS; length--) {
			if (!text.endsWith(secret.slice(0, length))) continue;
			shown = Math.min(shown, text.length - length);
			break;
		}
	}
	return shown === text.length ? text : `${text.slice(0, shown)}***`;
}

function literally(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
