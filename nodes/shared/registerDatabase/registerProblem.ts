import type { Said } from '../../../wording/say';

/** The register cannot be used; the words are for the person who set it up. */
export class RegisterProblem extends Error {
	override name = 'RegisterProblem';
	/** What to do about it. */
	readonly hint: string;

	constructor(
		{ message, hint }: Said,
		/** Trying again in a moment may help. */
		readonly mayPass: boolean,
	) {
		super(message);
		this.hint = hint;
	}
}
