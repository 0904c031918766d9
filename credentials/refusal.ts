import { sentences } from '../wording/join';
import type { Said } from '../wording/say';

/** A request that is not signed. n8n shows the message of a credential only, so the hint stands in it, too. */
export function refusal({ message, hint }: Said): Error {
	return new Error(sentences(message, hint));
}
