import { phrase } from '../../wording/say';
import { invisibleCharacter, nameOfCharacter } from './characters';

const MOST_NAMES = 8;
const MOST_CHARACTERS = 40;

/**
 * What the names of the input's columns say about a field that was not found: a name carries a sign that
 * nobody sees, or the file was read in the wrong encoding; else which columns there are.
 */
export function aboutColumns(names: readonly string[]): string {
	const odd = names.find((name) => invisibleCharacter(name) !== undefined);
	if (odd !== undefined) {
		const sign = nameOfCharacter(invisibleCharacter(odd) ?? '');
		return phrase('columnWithUnseenSign', { name: odd.slice(0, MOST_CHARACTERS), sign });
	}
	const garbled = names.find((name) => name.includes('\ufffd'));
	if (garbled !== undefined) {
		return phrase('columnGarbled', { name: garbled.slice(0, MOST_CHARACTERS) });
	}
	if (names.length === 0) return '';
	const shown = names.slice(0, MOST_NAMES).map((name) => `"${name.slice(0, MOST_CHARACTERS)}"`);
	return phrase('columnsThere', {
		names: `${shown.join(', ')}${names.length > MOST_NAMES ? ' …' : ''}`,
	});
}
