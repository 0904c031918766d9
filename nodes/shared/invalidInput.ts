import type { FailureWords } from '../../wording/describeFailure';

/** A parameter cannot be used as it is; nothing was sent for the item. */
export class InvalidInput extends Error {
	override name = 'InvalidInput';

	constructor(
		message: string,
		/** What to do about it. */
		readonly hint: string,
		/** The display name of the parameter. */
		readonly field: string,
	) {
		super(message);
	}

	get words(): FailureWords {
		const { message, hint, field } = this;
		return { message, hint, field };
	}
}
