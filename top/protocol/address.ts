const MOST_QUOTED_CHARACTERS = 200;

/**
 * An address as a message may quote it: without user name, password, query and fragment. It need not be
 * one that can be parsed. Everything before an `@` counts as user name and password; a `?` or `#` before
 * the `@` may be part of the password, so nothing is quoted then.
 */
export function quotableAddress(text: string): string {
	const [scheme] = /^https?:\/\//i.exec(text) ?? [''];
	const [address] = text.slice(scheme.length).split(/[?#]/, 1);
	const afterUser = text.lastIndexOf('@') - scheme.length + 1;
	if (afterUser > address.length) return `${scheme}…`;
	return `${scheme}${address.slice(Math.max(0, afterUser))}`.slice(0, MOST_QUOTED_CHARACTERS);
}
