/** One value of an answer, before it is known whether it travels as JSON or as XML. */
export type Value = string | number | boolean | bigint | List | Struct;

export interface Struct {
	[field: string]: Value;
}

/** A list knows the name of its elements: in XML and in full JSON they are wrapped in it. */
export class List {
	constructor(
		readonly element: string,
		readonly items: readonly Value[],
	) {}
}

export interface JsonStyle {
	/** Lists as plain arrays; otherwise `{"element":[…]}`, and `{}` when empty. */
	simplify: boolean;
	booleansAs: 'boolean' | 'string';
}

/** JSON text; a bigint becomes a bare number with all its digits. */
export function toJson(value: Value, style: JsonStyle): string {
	if (typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'boolean') {
		return style.booleansAs === 'string' ? `"${String(value)}"` : String(value);
	}
	if (typeof value === 'number' || typeof value === 'bigint') return String(value);
	if (value instanceof List) return listToJson(value, style);
	const members = Object.entries(value).map(
		([name, member]) => `${JSON.stringify(name)}:${toJson(member, style)}`,
	);
	return `{${members.join(',')}}`;
}

function listToJson(list: List, style: JsonStyle): string {
	const array = `[${list.items.map((item) => toJson(item, style)).join(',')}]`;
	if (style.simplify) return array;
	return list.items.length === 0 ? '{}' : `{${JSON.stringify(list.element)}:${array}}`;
}

/** One XML element with everything below it. */
export function toXml(name: string, value: Value): string {
	return `<${name}>${xmlContent(value)}</${name}>`;
}

function xmlContent(value: Value): string {
	if (value instanceof List) return value.items.map((item) => toXml(value.element, item)).join('');
	if (typeof value === 'object') {
		return Object.entries(value)
			.map(([name, member]) => toXml(name, member))
			.join('');
	}
	return escapeXml(String(value));
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** Everything but the characters that XML 1.0 can hold, escaped or not. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escapeXml(text: string): string {
	return text.replace(FORBIDDEN, '').replace(/[&<>\r]/g, (character) => ENTITIES[character] ?? '');
}
