import type { FailureWords } from '../../wording/describeFailure';
import { label, type Label } from '../../wording/form/labels';
import { say, type MessageId, type Said, type ValuesOf } from '../../wording/say';

/** A parameter cannot be used as it is; nothing was sent for the item. */
export class InvalidInput extends Error {
	override name = 'InvalidInput';
	/** What to do about it. */
	readonly hint: string;

	constructor(
		{ message, hint }: Said,
		/** The parameter, by its English name in the form. */
		private readonly field: Label,
	) {
		super(message);
		this.hint = hint;
	}

	get words(): FailureWords {
		const { message, hint } = this;
		return { message, hint, field: label(this.field) };
	}
}

/** The values that a message about a field needs beside the field's name. */
type OtherValues<Id extends MessageId> =
	ValuesOf<Id> extends [values: infer Values]
		? Exclude<keyof Values, 'field'> extends never
			? []
			: [values: Omit<Values, 'field'>]
		: [];

/** A field that cannot be used as it is, in the table's words; `{field}` is its name in the form. */
export function invalid<Id extends MessageId>(
	id: Id,
	field: Label,
	...others: OtherValues<Id>
): InvalidInput {
	const [other] = others as readonly object[];
	const values = { ...other, field: label(field) };
	return new InvalidInput(say(id, ...([values] as unknown as ValuesOf<Id>)), field);
}
