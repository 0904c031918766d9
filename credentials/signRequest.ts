import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { quotableAddress } from '../top/protocol/address';
import { TopConfigurationError } from '../top/protocol/errors';
import { encodeForm, signParameters } from '../top/protocol/request';
import { SIGN_METHODS } from '../top/protocol/signature';
import { configurationWords } from '../wording/describeFailure';
import { label, type Label } from '../wording/form/labels';
import { say } from '../wording/say';
import { readCredential, type CredentialData } from './credentialData';
import { refusal } from './refusal';
import { requestParameters, type OutgoingRequest } from './requestParameters';

const FORM = 'application/x-www-form-urlencoded';
/** The credential test must not keep a person waiting for n8n's own five minutes. */
const TEST_TIMEOUT_MS = 15_000;

/**
 * Signs any TOP request. The result is a POST with all parameters in the form body, so that neither the
 * session key nor the signature stands in an address, which proxies write to their logs.
 *
 * It may be called again with its own result, as n8n does after an HTTP 401: the old signature and
 * time are replaced. The request that was passed in stays as it was.
 *
 * @param nowMs the time to sign for, epoch milliseconds
 * @throws Error when the request does not go to the credential's own gateway, names no method, or the
 * credential is incomplete; nothing leaves then
 */
export function signRequest(
	stored: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
	nowMs: number,
): IHttpRequestOptions {
	try {
		return sign(readCredential(stored), request, nowMs);
	} catch (error) {
		throw inWordsOfTheForm(error);
	}
}

function inWordsOfTheForm(error: unknown): unknown {
	if (!(error instanceof TopConfigurationError)) return error;
	return refusal(configurationWords(error.problem));
}

function sign(
	{ app, gateway }: CredentialData,
	request: OutgoingRequest,
	nowMs: number,
): IHttpRequestOptions {
	if (!app.appKey) throw missing('App Key');
	if (!app.appSecret) throw missing('App Secret');
	if (!SIGN_METHODS.includes(app.signMethod)) throw missing('Sign Method');

	const { url, uri, baseURL, headers } = request;
	const address = String(url ?? uri ?? '') || baseURL;
	const isCredentialTest = !address;
	const target = isCredentialTest ? gateway : resolveTarget(address, baseURL);
	if (!sameEndpoint(target, gateway)) throw strangeTarget(target, gateway);

	const parameters = requestParameters(request, target);
	if (!parameters.method) {
		throw refusal(say('noMethod'));
	}

	return {
		...onlyHowToAnswer(request),
		...(isCredentialTest ? { timeout: TEST_TIMEOUT_MS } : {}),
		[uri === undefined ? 'url' : 'uri']: gateway.href,
		method: 'POST',
		headers: { ...onlyWhatDescribesTheAnswer(headers), 'content-type': FORM },
		body: encodeForm(signParameters(app, parameters, nowMs)),
		// A redirect would carry the signed request to an address that was not checked.
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		maxRedirects: 0,
		// 'Ignore SSL Issues' would let any host between here and the gateway read the session key.
		skipSslCertificateValidation: false,
		rejectUnauthorized: true,
		// Without it n8n leaves the check to Node, where NODE_TLS_REJECT_UNAUTHORIZED can switch it off.
		agentOptions: { rejectUnauthorized: true },
	} as IHttpRequestOptions;
}

function resolveTarget(address: string, baseURL: string | undefined): URL {
	if (!URL.canParse(address, baseURL)) {
		throw refusal(say('noWebAddress', { address: quotableAddress(address) }));
	}
	return new URL(address, baseURL);
}

function sameEndpoint(target: URL, gateway: URL): boolean {
	return (
		target.origin === gateway.origin &&
		target.pathname === gateway.pathname &&
		!target.username &&
		!target.password
	);
}

function strangeTarget(target: URL, gateway: URL): Error {
	const addresses = { gateway: gateway.href, target: `${target.origin}${target.pathname}` };
	return refusal(say('strangeTarget', addresses));
}

/**
 * The options of a request that are kept, in n8n's two forms: how long to wait and how to return the answer.
 * All others are dropped, so that a user who may use the credential but not see it cannot choose where the
 * session key goes by a proxy, a certificate authority, a `Host` header or a TLS host name.
 */
const KEPT = new Set([
	'timeout',
	'abortSignal',
	// The administrator's list of hosts that the credential may be used for.
	'allowedDomains',
	'json',
	'encoding',
	'gzip',
	'useStream',
	'simple',
	'resolveWithFullResponse',
	'returnFullResponse',
	'ignoreHttpStatusErrors',
]);
const KEPT_HEADERS = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent']);

function onlyHowToAnswer(request: OutgoingRequest): OutgoingRequest {
	return Object.fromEntries(Object.entries(request).filter(([name]) => KEPT.has(name)));
}

function onlyWhatDescribesTheAnswer(headers: IHttpRequestOptions['headers'] = {}) {
	return Object.fromEntries(
		Object.entries(headers).filter(([name]) => KEPT_HEADERS.has(name.toLowerCase())),
	);
}

function missing(field: Label): Error {
	return refusal(say('notSetInCredential', { field: label(field) }));
}
