import { Struct, toJson, toXml } from './answer';
import { Parameters } from './parameters';
import { PlatformError, errorStruct } from './platformError';
import { Settings } from './settings';
import { wrapperName } from './methods';

/** An HTTP answer before it is encoded. */
export interface Page {
	status: number;
	contentType: string;
	body: string;
	location?: string;
}

/** The form in which a caller asked for its answer: XML unless it says otherwise. */
export interface AnswerForm {
	json: boolean;
	/** Only in JSON: members at the root, lists as arrays. An `error_response` stays wrapped. */
	simplify: boolean;
}

export function answerForm({ values }: Parameters): AnswerForm {
	const json = values.get('format') === 'json';
	return { json, simplify: json && values.get('simplify') === 'true' };
}

/** A method's answer, with the gateway's request id inside the wrapper. */
export function answerPage(
	method: string,
	members: Struct,
	requestId: string,
	form: AnswerForm,
	settings: Settings,
): Page {
	const content: Struct = { ...members, request_id: requestId };
	const name = wrapperName(method);
	return form.json && form.simplify
		? jsonPage(content, true, settings)
		: documentPage(name, content, form, settings);
}

/** A refusal by the platform. It arrives with HTTP status 200 like everything else. */
export function errorPage(
	error: PlatformError,
	requestId: string,
	form: AnswerForm,
	settings: Settings,
): Page {
	return documentPage('error_response', errorStruct(error, requestId), form, settings);
}

function documentPage(name: string, content: Struct, form: AnswerForm, settings: Settings): Page {
	if (form.json) return jsonPage({ [name]: content }, false, settings);
	const body = `<?xml version="1.0" encoding="utf-8" ?>${toXml(name, content)}<!--top127000000001-->`;
	return { status: 200, contentType: 'text/xml;charset=UTF-8', body };
}

function jsonPage(content: Struct, simplify: boolean, settings: Settings): Page {
	const body = toJson(content, { simplify, booleansAs: settings.booleansAs });
	return { status: 200, contentType: settings.jsonContentType, body };
}

export function htmlPage(status: number, title: string, text: string): Page {
	return {
		status,
		contentType: 'text/html; charset=utf-8',
		body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>\n`,
	};
}
