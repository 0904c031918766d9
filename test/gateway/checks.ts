import { parseGmt8 } from './clock';
import { Method, methods } from './methods';
import { Parameters } from './parameters';
import { PlatformError, argumentError, platformError } from './platformError';
import { Call, Received } from './record';
import { Settings } from './settings';
import { SIGN_METHODS, expectedSign, isSignMethod } from './signature';
import { App, World } from './world';

/** A call on its way through the checks; each check may rely on what those before it found. */
export interface Judged {
	readonly httpMethod: string;
	readonly parameters: Parameters;
	readonly call: Call;
	readonly now: number;
	readonly world: World;
	readonly settings: Settings;
	readonly received: Received;
	method?: Method;
	app?: App;
}

type Check = (judged: Judged) => PlatformError | undefined;

/** The public parameters, documented ones only. */
const PUBLIC = new Set([
	'method',
	'app_key',
	'session',
	'timestamp',
	'v',
	'sign_method',
	'sign',
	'format',
	'simplify',
	'partner_id',
	'target_app_key',
]);

/**
 * In this order. The platform publishes the codes but not the order; this one goes from what the
 * gateway needs in order to read the call, over who is calling, to what the caller may do.
 */
const CHECKS: readonly Check[] = [
	checkHttpMethod,
	checkEncoding,
	checkFormat,
	checkMethod,
	checkAppKey,
	checkTimestamp,
	checkVersion,
	checkSignMethod,
	checkSignature,
	checkIpWhitelist,
	checkPermission,
	checkSession,
];

/** Runs the checks of the public parameters; the first refusal ends it. */
export function judgePublicParameters(judged: Judged): PlatformError | undefined {
	for (const check of CHECKS) {
		const error = check(judged);
		if (error) return error;
	}
	for (const name of judged.parameters.values.keys()) {
		if (!PUBLIC.has(name) && name !== judged.method?.parameter?.name) {
			judged.received.violate(judged.call, 'unknown-parameter', name);
		}
	}
	return undefined;
}

/** A parameter sent without a value counts as missing. */
function value(judged: Judged, name: string): string | undefined {
	return judged.parameters.values.get(name) || undefined;
}

function checkHttpMethod({ httpMethod }: Judged) {
	return httpMethod === 'POST' || httpMethod === 'GET' ? undefined : platformError(9);
}

function checkEncoding({ parameters }: Judged) {
	return parameters.utf8 ? undefined : platformError(47);
}

function checkFormat(judged: Judged) {
	const format = value(judged, 'format');
	return format === undefined || format === 'xml' || format === 'json'
		? undefined
		: platformError(23);
}

function checkMethod(judged: Judged) {
	const name = value(judged, 'method');
	if (name === undefined) return platformError(21, undefined, 'http传入的参数加入method字段');
	judged.method = methods.get(name);
	// The known name, not the received copy: a record of 100,000 calls then holds it once.
	judged.call.method = judged.method?.name ?? name;
	return judged.method ? undefined : platformError(22);
}

function checkAppKey(judged: Judged) {
	const key = value(judged, 'app_key');
	if (key === undefined) return platformError(28);
	judged.app = judged.world.apps.get(key);
	judged.call.appKey = judged.app?.key ?? key;
	judged.call.session = value(judged, 'session') ?? '';
	return judged.app ? undefined : platformError(29, 'isv.appkey-not-exists');
}

function checkTimestamp(judged: Judged) {
	const text = value(judged, 'timestamp');
	if (text === undefined) return platformError(30);
	judged.call.timestamp = text;
	let moment = parseGmt8(text);
	if (moment === undefined && /^\d{13}$/.test(text)) {
		// An official SDK sends epoch milliseconds; no document allows it.
		judged.received.violate(judged.call, 'undocumented-timestamp', 'timestamp');
		moment = Number(text);
	}
	const { now, settings } = judged;
	if (moment !== undefined && Math.abs(moment - now) <= settings.timestampWindowMs)
		return undefined;
	return platformError(31);
}

function checkVersion(judged: Judged) {
	const version = value(judged, 'v');
	if (version === undefined) return platformError(32);
	if (!/^\d+\.\d+$/.test(version)) return platformError(33);
	return version === '2.0' ? undefined : platformError(34);
}

/** The code table has none for sign_method of its own; it is a required argument like others. */
function checkSignMethod(judged: Judged) {
	const signMethod = value(judged, 'sign_method');
	if (signMethod === undefined) {
		return argumentError(40, 'sign_method', judged.settings.argumentSubCodes);
	}
	judged.call.signMethod = SIGN_METHODS.find((known) => known === signMethod) ?? signMethod;
	return isSignMethod(signMethod)
		? undefined
		: argumentError(41, 'sign_method', judged.settings.argumentSubCodes);
}

function checkSignature(judged: Judged) {
	const sign = value(judged, 'sign');
	if (sign === undefined) return platformError(24);
	judged.call.sign = sign;
	const { app, call, parameters } = judged;
	if (!app || !isSignMethod(call.signMethod)) return platformError(25);
	const expected = expectedSign(parameters.values, app.secret, call.signMethod);
	return sign === expected ? undefined : platformError(25);
}

function checkIpWhitelist({ app }: Judged) {
	return app?.ipBlocked ? platformError(11, 'isv.permission-ip-whitelist-limit') : undefined;
}

function checkPermission({ app, method }: Judged) {
	if (!method || !app?.permissions || method.open || app.permissions.includes(method.name)) {
		return undefined;
	}
	return platformError(11, 'isv.permission-api-package-limit', 'scope ids is 381');
}

function checkSession(judged: Judged) {
	const { app, method } = judged;
	const session = value(judged, 'session');
	if (session !== undefined) {
		return app?.sessions?.includes(session)
			? undefined
			: platformError(27, 'invalid-sessionkey', 'SessionKey非法');
	}
	const needed = app?.sessionNeeded;
	const demanded = Array.isArray(needed)
		? needed.includes(method?.name ?? '')
		: needed && !method?.open;
	return demanded ? platformError(26) : undefined;
}
