import type { FailureWords } from '../../../wording/describeFailure';

/** For an item whose vouchers were counted without a result; an earlier count is not repeated. */
export function checkedInVain(words: FailureWords, because: string): FailureWords {
	const hint = words.hint.split(CHECKED)[0];
	return { ...words, hint: `${hint}${CHECKED}${because}` };
}

/** For an item whose answer got lost and whose voucher was looked for and is not there. */
export function notThere(words: FailureWords): FailureWords {
	return {
		...words,
		hint: "The customer's vouchers were looked at, and this one is not among them: it was not sent. Run the item again",
	};
}

const CHECKED = '. Checked, but ';

/** For an item of which an attempt may have been executed. */
export function unknownWords(lost: FailureWords, later: FailureWords | undefined): FailureWords {
	const message = /may or may not have been sent/.test(lost.message)
		? lost.message
		: `The voucher may or may not have been sent: ${lowerFirst(lost.message)}`;
	return {
		...lost,
		message,
		...(later ? { hint: `${lost.hint}. A later attempt ended with: ${later.message}` } : {}),
	};
}

function lowerFirst(text: string): string {
	return /^[A-Z][a-z]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
}
