import type { IHttpRequestOptions } from 'n8n-workflow';
import { say } from '../wording/say';
import { refusal } from './refusal';

/**
 * A request as n8n hands it to a credential: the current form (`url`, `body`, `qs`) or the older one
 * (`uri`, `form`, `formData`), which the HTTP Request node still uses.
 */
export type OutgoingRequest = Omit<IHttpRequestOptions, 'url'> & {
	url?: unknown;
	uri?: unknown;
	form?: unknown;
	formData?: unknown;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	rejectUnauthorized?: boolean;
};

/**
 * The TOP parameters of a request, wherever its author put them: in the address, the query, the form
 * or the body. Where one name stands in several places, the body has the last word. Values that are
 * objects or lists become JSON text, as the platform wants them.
 *
 * @throws Error when the body is something other than named values
 */
export function requestParameters(request: OutgoingRequest, target: URL): Record<string, string> {
	return {
		...Object.fromEntries(target.searchParams),
		...namedTexts(request.qs),
		...namedTexts(request.formData),
		...namedTexts(request.form),
		...namedTexts(request.body),
	};
}

function namedTexts(source: unknown): Record<string, string> {
	if (source === undefined || source === null || source === '') return {};
	if (typeof source === 'string') return parseText(source);
	if (source instanceof URLSearchParams) return Object.fromEntries(source);
	if (!isPlainObject(source)) throw notNamedValues();
	return Object.fromEntries(
		Object.entries(source).map(([name, value]) => [name, asText(value)] as const),
	);
}

/** A body given as text is either JSON or already form-encoded. */
function parseText(text: string): Record<string, string> {
	if (!text.trimStart().startsWith('{')) return Object.fromEntries(new URLSearchParams(text));
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		throw notNamedValues();
	}
	return namedTexts(parsed);
}

function asText(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value !== 'object') return String(value);
	// A file of a multipart form: no method of this API takes one.
	if (!isPlainObject(value) && !Array.isArray(value)) throw notNamedValues();
	return JSON.stringify(value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	// Objects may come from another realm, with another Object.prototype; that one has no prototype itself.
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function notNamedValues(): Error {
	return refusal(say('notNamedValues'));
}
