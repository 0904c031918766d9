import {
	BusinessRefusal,
	judge,
	TopAbortedError,
	TopConfigurationError,
	TopConnectionError,
	TopLostAnswerError,
	TopPlatformError,
	TopUnreadableAnswerError,
	type ConfigurationProblem,
	type PlatformFailure,
} from '../top';
import { READ_DECLINED, SEND_DECLINED, sendDeclinedHint, UNEXPECTED } from './businessWords';
import { catalogueRowFor, UNKNOWN_CODE } from './codes/catalogue';
import { hideSecrets } from './hideSecrets';
import { because, sentences } from './join';
import { MESSAGES } from './messages';
import type { connections } from './messages/delivery';
import { inWords, phrase, type Said } from './say';
import { ABORTED_WORDS, LOST_WORDS, UNREADABLE_WORDS, UNWRITTEN_WORDS } from './transportCatalogue';
import { durationInWords } from './durationInWords';

/** What is shown of a failure to a person who does not program. */
export interface FailureWords {
	/** What happened. */
	message: string;
	/** What to do about it. */
	hint: string;
	/** The parameter that has to be put right, by its name in the form. */
	field?: string;
	/** The platform's or the CRM's code, or the system's, e.g. 25 or ECONNREFUSED. */
	code?: number | string;
	subCode?: string;
	/** The platform's own words. */
	platformText?: string;
	/** The id under which the platform logged the call. */
	gatewayRequestId?: string;
	/** The beginning of an answer that could not be read. */
	excerpt?: string;
}

/** What the call was for: a voucher that may now have been given, or a look-up that changes nothing. */
export type CallPurpose = 'send' | 'read';

const MOST_QUOTED_CHARACTERS = 200;

/**
 * Puts anything that was thrown by a call into words: what happened and what to do, with the
 * platform's code, text and request id beside them. It throws nothing, and no secret, session key or
 * signature is in what it returns.
 */
export function describeFailure(error: unknown, purpose: CallPurpose = 'send'): FailureWords {
	const words = withoutBlanks(wordsFor(error, purpose));
	const { evidence, throttle } = judge(error);
	const declined = error instanceof BusinessRefusal;
	if (evidence === 'lost' && !declined) {
		const ending = phrase(purpose === 'send' ? 'mayHaveBeenSent' : 'nothingChanged');
		return { ...words, hint: sentences(ending, words.hint) };
	}
	if (throttle && throttle.banSeconds > 1) {
		const wait = durationInWords(throttle.banSeconds);
		const message = phrase('bannedFor', { reason: words.message, wait });
		return { ...words, message };
	}
	return words;
}

function wordsFor(error: unknown, purpose: CallPurpose): FailureWords {
	if (error instanceof TopPlatformError) return platformWords(error.failure);
	if (error instanceof BusinessRefusal) return refusalWords(error, purpose);
	if (error instanceof TopConfigurationError) {
		return configurationWords(error.problem);
	}
	if (error instanceof TopConnectionError) {
		const { stage, systemCode, host = phrase('theGateway') } = error;
		const values = { host, reason: connectionReason(systemCode) };
		return { ...inWords(UNWRITTEN_WORDS[stage], values), code: systemCode };
	}
	if (error instanceof TopLostAnswerError) {
		return { ...inWords(LOST_WORDS[error.stage]), code: error.systemCode };
	}
	if (error instanceof TopUnreadableAnswerError) {
		const { message, hint } = inWords(UNREADABLE_WORDS[error.kind]);
		return {
			message: phrase('withHttpStatus', { what: message, status: error.httpStatus }),
			hint,
			excerpt: hideSecrets(error.excerpt),
		};
	}
	if (error instanceof TopAbortedError) {
		return inWords(ABORTED_WORDS[error.written ? 'after' : 'before']);
	}
	return { ...inWords(UNEXPECTED), excerpt: brief(String(error)) };
}

/** Why the app, the gateway's address or a number cannot be used. */
export function configurationWords({ kind, ...values }: ConfigurationProblem): Said {
	const { message, hint } = inWords(MESSAGES[kind], values);
	return { message: hideSecrets(message), hint };
}

function platformWords({ code, msg, subCode, subMsg, requestId }: PlatformFailure): FailureWords {
	const row = catalogueRowFor({ code, subCode }) ?? UNKNOWN_CODE;
	// Sub-codes may name the parameter behind a colon: isv.missing-parameter:voucher_num.
	const reason = subMsg || behindColon(subCode) || (row === UNKNOWN_CODE ? msg : '');
	const { message, hint } = inWords(row);
	return {
		message: row.quote && reason ? because(message, brief(reason)) : message,
		hint,
		code: Number.isFinite(code) ? code : undefined,
		subCode: subCode && brief(subCode),
		platformText: brief(joined(msg, subMsg)),
		gatewayRequestId: requestId,
	};
}

function refusalWords({ result, requestId }: BusinessRefusal, purpose: CallPurpose): FailureWords {
	const { message, hint } = inWords(purpose === 'send' ? SEND_DECLINED : READ_DECLINED);
	const said = joined(result.resultDesc, result.resultView);
	const reason = brief(result.resultDesc || result.resultView || result.resultCode);
	return {
		message: reason ? because(message, reason) : phrase('withoutReason', { what: message }),
		hint: (purpose === 'send' ? sendDeclinedHint(result) : undefined) ?? hint,
		code: brief(result.resultCode),
		platformText: brief(said),
		gatewayRequestId: requestId,
	};
}

/** The platform often says one thing in two fields. */
function joined(...texts: ReadonlyArray<string | undefined>): string {
	return [...new Set(texts.filter(Boolean))].join(': ');
}

/**
 * Why a connection failed. The codes of the system stay out of the text: n8n puts words of its own in the
 * place of a message that holds one.
 */
function connectionReason(systemCode: string): string {
	const id = CONNECTION_REASONS[systemCode];
	if (id) return phrase(id);
	return /^E[A-Z_]+$/.test(systemCode) ? phrase('connectionFailed') : systemCode;
}

const CONNECTION_REASONS: Readonly<Record<string, keyof typeof connections | undefined>> = {
	ECONNREFUSED: 'connectionRefused',
	ECONNRESET: 'connectionCut',
	ETIMEDOUT: 'noAnswerInTime',
	UND_ERR_CONNECT_TIMEOUT: 'noAnswerInTime',
	EHOSTUNREACH: 'noWayThere',
	ENETUNREACH: 'noWayThere',
	ENOTFOUND: 'nameUnknown',
	EAI_AGAIN: 'nameServiceSilent',
};

function behindColon(text = ''): string {
	const colon = text.indexOf(':');
	return colon === -1 ? '' : text.slice(colon + 1);
}

/** One line, no secrets, not longer than a person reads. */
function brief(text: string): string {
	const line = hideSecrets(text)
		.replace(/[\p{Cc}\s]+/gu, ' ')
		.trim();
	return line.length > MOST_QUOTED_CHARACTERS ? `${line.slice(0, MOST_QUOTED_CHARACTERS)}…` : line;
}

function withoutBlanks(words: FailureWords): FailureWords {
	const filled = Object.entries(words).filter(([, value]) => value !== undefined && value !== '');
	return Object.fromEntries(filled) as unknown as FailureWords;
}
