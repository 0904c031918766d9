import type { FailureWords } from '../../../wording/describeFailure';
import { lowerFirst, sentences } from '../../../wording/join';
import { phrase } from '../../../wording/say';

/** For an item whose vouchers were counted without a result; an earlier count is not repeated. */
export function checkedInVain(words: FailureWords, because: string): FailureWords {
	const [hint] = words.hint.split(sentences('', phrase('checkedInVain', { because: '' })));
	return { ...words, hint: sentences(hint, phrase('checkedInVain', { because })) };
}

/** For an item whose answer got lost and whose voucher was looked for and is not there. */
export function notThere(words: FailureWords): FailureWords {
	return { ...words, hint: phrase('notThere') };
}

/** For an item of which an attempt may have been executed. */
export function unknownWords(lost: FailureWords, later: FailureWords | undefined): FailureWords {
	const beginning = phrase('mayOrMayNot', { reason: '' });
	const message = lost.message.startsWith(beginning)
		? lost.message
		: phrase('mayOrMayNot', { reason: lowerFirst(lost.message) });
	if (!later) return { ...lost, message };
	const ended = phrase('laterAttempt', { reason: later.message });
	return { ...lost, message, hint: sentences(lost.hint, ended) };
}
