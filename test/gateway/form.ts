import { isUtf8 } from 'node:buffer';

/** What is wrong with the bytes of a form; `name` is the parameter as far as it could be read. */
export interface FormFlaw {
	kind: 'percent-encoding' | 'not-utf8' | 'unescaped-byte' | 'empty-segment';
	name: string;
}

export interface Form {
	/** In the order received, duplicates included. */
	pairs: Array<[string, string]>;
	flaws: FormFlaw[];
}

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;

/** Printable ASCII that neither the form rules nor RFC 3986 let through without escaping. */
const UNSAFE = new Set([...'"<>\\^`{|}'].map((character) => character.charCodeAt(0)));

/**
 * Reads `application/x-www-form-urlencoded` bytes. A broken percent escape makes the parameter
 * disappear, as it does in the servlet containers behind the platform; everything else that a
 * careful client would not send is read with good will and reported as a flaw.
 */
export function parseForm(bytes: Buffer): Form {
	const form: Form = { pairs: [], flaws: [] };
	if (bytes.length === 0) return form;
	let start = 0;
	while (start <= bytes.length) {
		const next = bytes.indexOf(AMPERSAND, start);
		const end = next === -1 ? bytes.length : next;
		readPair(bytes.subarray(start, end), form);
		start = end + 1;
	}
	return form;
}

function readPair(segment: Buffer, form: Form): void {
	if (segment.length === 0) {
		form.flaws.push({ kind: 'empty-segment', name: '' });
		return;
	}
	const equals = segment.indexOf(EQUALS);
	const rawName = equals === -1 ? segment : segment.subarray(0, equals);
	const rawValue = equals === -1 ? segment.subarray(segment.length) : segment.subarray(equals + 1);
	const label = rawName.toString('latin1');
	const name = decode(rawName, label, form.flaws);
	const value = decode(rawValue, label, form.flaws);
	if (name !== undefined && value !== undefined) form.pairs.push([name, value]);
}

/** Returns a string of its own, so that nothing kept for the record holds on to a request body. */
function decode(raw: Buffer, name: string, flaws: FormFlaw[]): string | undefined {
	const out = Buffer.allocUnsafe(raw.length);
	let length = 0;
	let unescaped = false;
	for (let i = 0; i < raw.length; i++) {
		const byte = raw[i];
		if (byte === PERCENT) {
			const value = hexPair(raw[i + 1], raw[i + 2]);
			if (value === undefined) {
				flaws.push({ kind: 'percent-encoding', name });
				return undefined;
			}
			out[length++] = value;
			i += 2;
		} else if (byte === PLUS) {
			out[length++] = SPACE;
		} else {
			if (byte <= SPACE || byte >= 0x7f || UNSAFE.has(byte)) unescaped = true;
			out[length++] = byte;
		}
	}
	if (unescaped) flaws.push({ kind: 'unescaped-byte', name });
	const decoded = out.subarray(0, length);
	if (!isUtf8(decoded)) flaws.push({ kind: 'not-utf8', name });
	return decoded.toString('utf8');
}

function hexPair(high: number | undefined, low: number | undefined): number | undefined {
	const a = hexDigit(high);
	const b = hexDigit(low);
	return a === undefined || b === undefined ? undefined : a * 16 + b;
}

function hexDigit(byte: number | undefined): number | undefined {
	if (byte === undefined) return undefined;
	if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
	const lower = byte | 0x20;
	return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : undefined;
}
