import { ExpressionError } from 'n8n-workflow';
import { TopError } from '../../top/protocol/errors';
import { describeFailure, type FailureWords } from '../../wording/describeFailure';
import { say } from '../../wording/say';
import { InvalidInput } from './invalidInput';

/** Why the parameters of an item, or its credential, could not be read. */
export function inputWords(error: unknown): FailureWords {
	if (error instanceof InvalidInput) return error.words;
	if (error instanceof TopError) return describeFailure(error);
	const parameter = error instanceof ExpressionError ? String(error.context.parameter ?? '') : '';
	const reason = error instanceof Error ? error.message : String(error);
	return parameter
		? say('expressionUnread', { reason, parameter })
		: say('parameterUnread', { reason });
}
