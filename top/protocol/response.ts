import { TopPlatformError, TopUnreadableAnswerError, type UnreadableKind } from './errors';
import { harmless } from './incoming';
import {
	isJsonObject,
	isNestedDeeperThan,
	mayBeNestedDeeperThan,
	parseJson,
	readBoolean,
	readNumber,
	readText,
	type JsonObject,
	type JsonValue,
} from './json';
import type { Mask } from './mask';

/** An HTTP answer as it came from the wire. */
export interface HttpAnswer {
	status: number;
	/** The `content-type` header, or ''. */
	contentType: string;
	/** The body as text; `undefined` when it was larger than the cap. */
	body: string | undefined;
}

/** The platform's answer to one call. */
export interface TopAnswer {
	/** What stands inside the method's wrapper. */
	content: JsonObject;
	/** The id under which the platform logged the call; '' when it sent none. */
	requestId: string;
	/** The whole answer. */
	raw: JsonObject;
}

const EXCERPT_CHARACTERS = 120;
/**
 * The platform's answers have about six levels. n8n, the ledger and JSON.stringify walk through them by
 * recursion, and some thousands of levels would exceed the stack.
 */
const MOST_LEVELS = 64;

/**
 * The key an answer is wrapped in: the method without a leading `taobao.`, dots as underscores,
 * `_response` at the end.
 */
export function responseKey(method: string): string {
	let key = responseKeys.get(method);
	if (key === undefined) {
		key = `${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`;
		responseKeys.set(method, key);
	}
	return key;
}

/** Kept by method: V8 finds a property much faster by the same text than by one that was just built. */
const responseKeys = new Map<string, string>();

/**
 * Reads the platform's answer out of an HTTP answer. The body decides, whatever the HTTP status:
 * `error_response` arrives with 200.
 *
 * @param mask hides secrets in all that comes in
 * @throws TopPlatformError for an `error_response`
 * @throws TopUnreadableAnswerError for anything that is not the platform's answer to this method, or
 * contradicts itself
 */
export function readAnswer(method: string, answer: HttpAnswer, mask: Mask): TopAnswer {
	if (answer.body === undefined) throw unreadable('oversized', answer, mask);
	const raw = parseOrUndefined(answer.body);
	if (!isJsonObject(raw)) throw unreadable(strangeKind(answer, raw), answer, mask);
	if (mayBeNestedDeeperThan(MOST_LEVELS, answer.body) && isNestedDeeperThan(MOST_LEVELS, raw)) {
		throw unreadable('nested', answer, mask);
	}

	const shown = harmless(raw, answer.body, mask);
	const failure = shown.error_response;
	const content = shown[responseKey(method)];
	if (isJsonObject(failure)) {
		if (contradicts(failure, shown)) throw unreadable('contradictory', answer, mask);
		throw platformError(failure);
	}
	if (!isJsonObject(content)) {
		throw unreadable(isRedirect(answer) ? 'redirect' : 'wrong-method', answer, mask);
	}
	if (isSomething(failure)) throw unreadable('contradictory', answer, mask);
	return { content, requestId: readText(content.request_id) ?? '', raw: shown };
}

/**
 * Whether an answer says more than that the call failed. An `error_response` comes alone; beside a
 * method's wrapper, or a success, it proves nothing, and above all not that nothing was executed.
 */
function contradicts(failure: JsonObject, answer: JsonObject): boolean {
	const { error_response: _failure, ...beside } = answer;
	return (
		Object.values(beside).some((value) => typeof value === 'object' && value !== null) ||
		saysYes(beside) ||
		saysYes(failure)
	);
}

function saysYes({ result, biz_success: bizSuccess }: JsonObject): boolean {
	return readBoolean(result) === true || readBoolean(bizSuccess) === true;
}

function isSomething(value: JsonValue | undefined): boolean {
	return value !== undefined && value !== null;
}

function parseOrUndefined(body: string): JsonValue | undefined {
	try {
		return parseJson(body);
	} catch {
		return undefined;
	}
}

/** What an answer is that is no JSON object. */
function strangeKind(answer: HttpAnswer, raw: JsonValue | undefined): UnreadableKind {
	if (isRedirect(answer)) return 'redirect';
	if (answer.body?.trim() === '') return 'empty';
	return raw === undefined && looksLikeHtml(answer) ? 'html' : 'not-json';
}

function isRedirect({ status }: HttpAnswer): boolean {
	return status >= 300 && status < 400;
}

function platformError(failure: JsonObject): TopPlatformError {
	const text = (field: string) => readText(failure[field]) || undefined;
	return new TopPlatformError({
		code: readNumber(failure.code) ?? Number.NaN,
		msg: text('msg') ?? '',
		subCode: text('sub_code'),
		subMsg: text('sub_msg'),
		requestId: text('request_id'),
	});
}

function looksLikeHtml(answer: HttpAnswer): boolean {
	return (
		/html/i.test(answer.contentType) || /^\s*<(!doctype|html|head|body)/i.test(answer.body ?? '')
	);
}

const WHAT_CAME: Readonly<Record<UnreadableKind, string>> = {
	empty: 'an empty answer',
	html: 'a web page',
	'not-json': 'text that is not JSON',
	oversized: 'an answer far larger than any the platform sends',
	nested: 'an answer nested deeper than any the platform sends',
	redirect: 'a redirect to another address',
	contradictory: 'an error and something else in one answer',
	'wrong-method': 'JSON that is not the answer to this call',
	unclear: 'an answer that says neither yes nor no',
};

function unreadable(
	kind: UnreadableKind,
	answer: HttpAnswer,
	mask: Mask,
): TopUnreadableAnswerError {
	return new TopUnreadableAnswerError(
		kind,
		answer.status,
		`Instead of the platform's answer came ${WHAT_CAME[kind]} (HTTP ${answer.status})`,
		excerpt(answer.body ?? '', mask),
	);
}

/** The first characters of a text on one line, with secrets masked before anything is cut. */
export function excerpt(text: string, mask: Mask): string {
	const line = mask
		.hide(text.slice(0, EXCERPT_CHARACTERS * 20))
		// eslint-disable-next-line no-control-regex
		.replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ')
		.trim();
	if (line.length <= EXCERPT_CHARACTERS) return line;
	return `${line.slice(0, EXCERPT_CHARACTERS).toWellFormed()}…`;
}
