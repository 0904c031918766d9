import { sentences } from '../wording/join';
import type { Said } from '../wording/say';

/** The error for a request that is not signed. n8n shows only its message, so the hint is part of that. */
export function refusal({ message, hint }: Said): Error {
	return new Error(sentences(message, hint));
}
