import type { TopApp } from './app';
import { canonicalString, compareNames, createSigner } from './signature';
import { formatTimestamp } from './timestamp';

/** Business parameters of one call: form field name to the exact text that is signed and sent. */
export type BusinessParameters = Readonly<Record<string, string>>;

/** Builds the signed form body of one call at a moment given in epoch milliseconds. */
export type FormBuilder = (business: BusinessParameters, nowMs: number) => string;

/**
 * The public parameters of a call (doc 101617), unsigned. Everything but the timestamp is the same
 * for all calls of one method by one app.
 */
export function publicParameters(
	app: TopApp,
	method: string,
	nowMs: number,
): Record<string, string> {
	return {
		method,
		app_key: app.appKey,
		...(app.sessionToken ? { session: app.sessionToken } : {}),
		timestamp: formatTimestamp(nowMs),
		v: '2.0',
		format: 'json',
		sign_method: app.signMethod,
	};
}

/**
 * Completes and signs the parameters of one call: adds the public ones, which have the last word,
 * drops empty values and an old `sign`, adds the new one. For callers that hold parameters rather than
 * a prepared method, such as the credential.
 */
export function signParameters(
	app: TopApp,
	parameters: Readonly<Record<string, string>>,
	nowMs: number,
): Record<string, string> {
	const complete = { ...parameters, ...publicParameters(app, parameters.method ?? '', nowMs) };
	const filled = Object.entries(complete)
		.filter(([name, value]) => name !== '' && name !== 'sign' && value !== '')
		.map(([name, value]) => [name.toWellFormed(), value.toWellFormed()] as const);
	const sign = createSigner(
		app.appSecret,
		app.signMethod,
	)(canonicalString(Object.fromEntries(filled)));
	return Object.fromEntries([...filled, ['sign', sign]]);
}

/** `application/x-www-form-urlencoded`, UTF-8: each value is encoded once, after signing. */
export function encodeForm(parameters: Readonly<Record<string, string>>): string {
	return Object.entries(parameters)
		.map(([name, value]) => encodeField(name, value))
		.join('&');
}

function encodeField(name: string, value: string): string {
	return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}

/** A piece of what is signed and sent: the same for every call, or filled in by each. */
type Segment = { canonical: string; form: string } | { open: string };

/**
 * Prepares one method for one app: the parameters that never vary are sorted, joined and encoded
 * once, so that a call only fills in its business parameters and the timestamp. What it signs and
 * sends is what {@link signParameters} would.
 *
 * @param businessNames the form fields this method may carry
 */
export function prepareMethod(
	app: TopApp,
	method: string,
	businessNames: readonly string[],
): FormBuilder {
	const signer = createSigner(app.appSecret, app.signMethod);
	const known = new Map(Object.entries(publicParameters(app, method, 0)));
	const names = new Set([...known.keys(), ...businessNames]);
	const segments = [...names]
		.filter((name) => name !== '' && name !== 'sign' && known.get(name) !== '')
		.sort(compareNames)
		.map((name): Segment => {
			const value = name === 'timestamp' ? undefined : known.get(name)?.toWellFormed();
			if (value === undefined) return { open: name };
			return { canonical: name + value, form: encodeField(name, value) };
		});

	let second = Number.NaN;
	let timestamp = '';

	return (business, nowMs) => {
		const nowSecond = Math.floor(nowMs / 1000);
		if (nowSecond !== second) {
			second = nowSecond;
			timestamp = formatTimestamp(nowMs);
		}
		let canonical = '';
		let form = '';
		for (const segment of segments) {
			if ('form' in segment) {
				canonical += segment.canonical;
				form += `${segment.form}&`;
				continue;
			}
			const name = segment.open;
			const raw = name === 'timestamp' ? timestamp : ownText(business, name);
			if (raw === '') continue;
			// A lone surrogate has no UTF-8 form: sign and send the same replacement character.
			const value = raw.toWellFormed();
			canonical += name + value;
			form += `${encodeField(name, value)}&`;
		}
		return `${form}sign=${signer(canonical)}`;
	};
}

function ownText(business: BusinessParameters, name: string): string {
	return Object.hasOwn(business, name) ? business[name] : '';
}
