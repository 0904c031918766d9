import { IncomingMessage } from 'node:http';
import { parseForm } from './form';
import { Call, Received } from './record';

/** The parameters of a call, from the URL's query and the body together. */
export interface Parameters {
	values: ReadonlyMap<string, string>;
	/** False when a name or value is not UTF-8, or the body says that it is in another charset. */
	utf8: boolean;
}

const SECRETS = new Set(['sign', 'session', 'app_key']);

/** A GET is allowed as long as the assembled URL stays below this many characters. */
const GET_URL_LIMIT = 1024;

/**
 * Reads the parameters as a servlet container does: first the query, then a form body; of a repeated
 * parameter the first counts; a body of any other content type holds no parameters at all.
 */
export async function readParameters(
	request: IncomingMessage,
	body: Buffer,
	call: Call,
	received: Received,
): Promise<Parameters> {
	const values = new Map<string, string>();
	let utf8 = true;
	const add = (name: string, value: string) => {
		if (values.has(name)) received.violate(call, 'duplicate-parameter', name);
		else values.set(name, value);
		if (value === '') received.violate(call, 'empty-parameter', name);
	};
	const addForm = (bytes: Buffer, onName?: (name: string) => void) => {
		const form = parseForm(bytes);
		for (const { kind, name } of form.flaws) {
			received.violate(call, kind, name);
			if (kind === 'not-utf8') utf8 = false;
		}
		for (const [name, value] of form.pairs) {
			onName?.(name);
			add(name, value);
		}
	};

	const url = request.url ?? '';
	const mark = url.indexOf('?');
	if (mark !== -1) {
		addForm(Buffer.from(url.slice(mark + 1), 'latin1'), (name) =>
			received.violate(call, SECRETS.has(name) ? 'secret-in-url' : 'query-parameter', name),
		);
		if (request.method === 'GET' && url.length >= GET_URL_LIMIT) {
			received.violate(call, 'long-url', 'GET');
		}
	}
	if (request.method !== 'POST') return { values, utf8 };

	const contentType = request.headers['content-type'] ?? '';
	const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase();
	if (mediaType === 'application/x-www-form-urlencoded') {
		const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1];
		if (charset !== undefined && charset.toLowerCase() !== 'utf-8') utf8 = false;
		addForm(body);
	} else if (mediaType === 'multipart/form-data') {
		for (const [name, value] of await multipart(contentType, body)) add(name, value);
	} else {
		received.violate(call, 'content-type', mediaType ?? '');
	}
	return { values, utf8 };
}

/** Files are left out, as they are from the signature. A body that is no multipart has no fields. */
async function multipart(contentType: string, body: Buffer): Promise<Array<[string, string]>> {
	try {
		const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
		return [...form].filter((field): field is [string, string] => typeof field[1] === 'string');
	} catch {
		return [];
	}
}
