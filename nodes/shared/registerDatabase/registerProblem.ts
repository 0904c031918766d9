/** Why the register cannot be used, in words for the one who set it up. */
export class RegisterProblem extends Error {
	override name = 'RegisterProblem';

	constructor(
		message: string,
		/** What to do about it. */
		readonly hint: string,
		/** Trying again in a moment may help. */
		readonly mayPass: boolean,
	) {
		super(message);
	}
}
