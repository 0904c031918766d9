import { PlatformError, argumentError } from './platformError';
import { ViolationKind } from './record';

/** A field of a request object, by the platform's field list. */
export interface Field {
	name: string;
	type: 'string' | 'integer' | 'boolean' | 'string[]';
	required?: boolean;
	/** Least value of a number. */
	least?: number;
	/** The values that the entries of a list may have. */
	among?: readonly string[];
}

/** The one parameter of a method that carries an object as JSON text. */
export interface ObjectParameter {
	name: string;
	fields: readonly Field[];
	/** The method cannot do without it. */
	required: boolean;
}

export type BusinessObject = Readonly<Record<string, string | number | boolean | string[]>>;

/** Reads the object of a call; `violate` hears of what the platform overlooks. */
export function readBusinessObject(
	parameter: ObjectParameter,
	text: string | undefined,
	withSubCodes: boolean,
	violate: (kind: ViolationKind, name: string) => void,
): { object: BusinessObject } | { error: PlatformError } {
	const refuse = (code: 40 | 41, path: string) => ({
		error: argumentError(code, path, withSubCodes),
	});
	if (text === undefined || text === '') {
		return parameter.required ? refuse(40, parameter.name) : { object: {} };
	}
	const parsed = parseObject(text);
	if (!parsed) return refuse(41, parameter.name);
	const object: Record<string, string | number | boolean | string[]> = {};
	for (const field of parameter.fields) {
		const path = `${parameter.name}.${field.name}`;
		const value = parsed[field.name];
		if (value === null) violate('null-field', field.name);
		if (value === '') violate('empty-field', field.name);
		const isEmptyList = Array.isArray(value) && value.length === 0;
		if (value === undefined || value === null || value === '' || (field.required && isEmptyList)) {
			if (field.required) return refuse(40, path);
			continue;
		}
		if (!fits(field, value)) return refuse(41, path);
		object[field.name] = value;
	}
	for (const name of Object.keys(parsed)) {
		if (!parameter.fields.some((field) => field.name === name)) violate('unknown-field', name);
	}
	return { object };
}

/** A string field of an object, empty when it is absent. */
export function text(object: BusinessObject, name: string): string {
	const value = object[name];
	return typeof value === 'string' ? value : '';
}

/** A number field of an object, or the default. */
export function number(object: BusinessObject, name: string, otherwise: number): number {
	const value = object[name];
	return typeof value === 'number' ? value : otherwise;
}

function parseObject(json: string): Record<string, unknown> | undefined {
	try {
		const parsed: unknown = JSON.parse(json);
		const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
		return isObject ? (parsed as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}

function fits(field: Field, value: unknown): value is string | number | boolean | string[] {
	switch (field.type) {
		case 'string':
			return typeof value === 'string';
		case 'boolean':
			return typeof value === 'boolean';
		case 'integer':
			return Number.isSafeInteger(value) && (value as number) >= (field.least ?? -Infinity);
		case 'string[]':
			return (
				Array.isArray(value) &&
				value.every((entry) => typeof entry === 'string' && (field.among?.includes(entry) ?? true))
			);
	}
}
