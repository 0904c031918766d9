import { Agent, Dispatcher, request } from 'undici';
import { formatGmt8 } from './clock';
import { SignMethod, expectedSign } from './signature';
import { exampleApp } from './world';

export interface CallOptions {
	secret?: string;
	signMethod?: SignMethod;
	/** Set after signing: what a careless or hostile client would send. */
	unsigned?: Record<string, string>;
	/** Taken out after signing. */
	without?: string[];
	headers?: Record<string, string>;
	httpMethod?: Dispatcher.HttpMethod;
	/** Where the parameters travel. */
	place?: 'body' | 'query';
	contentType?: string;
	dispatcher?: Dispatcher;
}

export interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
	bytes: Buffer;
}

/** A connection per call, so that one test's cut connection never reaches the next. */
export const lonely = () => new Agent({ pipelining: 0 });

/**
 * Calls a gateway as a client in good order would; the options say what to do wrong. It signs with the
 * gateway's own checker, which the published vectors vouch for.
 */
export async function callGateway(
	url: string,
	parameters: Record<string, string>,
	options: CallOptions = {},
): Promise<Answer> {
	const form = signedForm(parameters, options);
	const inQuery = options.place === 'query';
	const dispatcher = options.dispatcher ?? lonely();
	try {
		const response = await request(inQuery ? `${url}?${form}` : url, {
			method: options.httpMethod ?? 'POST',
			headers: {
				...(inQuery ? {} : { 'content-type': options.contentType ?? FORM }),
				...options.headers,
			},
			body: inQuery ? undefined : form,
			dispatcher,
		});
		const bytes = Buffer.from(await response.body.arrayBuffer());
		const { statusCode: status, headers } = response;
		return { status, headers, text: bytes.toString('utf8'), bytes };
	} finally {
		if (!options.dispatcher) await dispatcher.destroy();
	}
}

const FORM = 'application/x-www-form-urlencoded;charset=utf-8';

/** The url-encoded form of a call, signed. */
export function signedForm(parameters: Record<string, string>, options: CallOptions = {}): string {
	const all: Record<string, string> = {
		app_key: exampleApp.key,
		timestamp: formatGmt8(Date.now()),
		format: 'json',
		v: '2.0',
		sign_method: options.signMethod ?? 'hmac-sha256',
		...parameters,
	};
	const secret = options.secret ?? exampleApp.secret;
	const signMethod = options.signMethod ?? 'hmac-sha256';
	all.sign = expectedSign(Object.entries(all), secret, signMethod);
	Object.assign(all, options.unsigned);
	for (const name of options.without ?? []) delete all[name];
	return new URLSearchParams(all).toString();
}

/** The parameters of a voucher.send; fields may be of any type, to try wrong ones. */
export function voucherSendParameters(
	fields: Record<string, unknown> = {},
): Record<string, string> {
	const object = { customer_id: '5757', voucher_id: '3243421', voucher_num: 1, ...fields };
	return {
		method: 'alibaba.alsc.crm.voucher.send',
		param_voucher_send_open_req: JSON.stringify(object),
	};
}
