import { Struct } from './answer';

/** The members of an `error_response`; `request_id` is added when it is sent. */
export interface PlatformError {
	code: number;
	msg: string;
	sub_code?: string;
	sub_msg?: string;
}

/**
 * The platform's own codes. The wording of 7, 11, 21, 25, 28, 29, 40 and 41 is that of answers seen
 * in public; the others follow the published table of codes.
 */
const MESSAGES = {
	7: 'App Call Limited',
	9: 'Http action not allowed',
	11: 'Insufficient isv permissions',
	15: 'Remote service error',
	21: 'Missing method',
	22: 'Invalid method',
	23: 'Invalid format',
	24: 'Missing signature',
	25: 'Invalid signature',
	26: 'Missing session',
	27: 'Invalid session',
	28: 'Missing app key',
	29: 'Invalid app Key',
	30: 'Missing timestamp',
	31: 'Invalid timestamp',
	32: 'Missing version',
	33: 'Invalid version',
	34: 'Unsupported version',
	40: 'Missing required arguments',
	41: 'Invalid arguments',
	47: 'Invalid encoding',
	50: 'Remote service error',
} as const;

export type PlatformCode = keyof typeof MESSAGES;

export function platformError(
	code: PlatformCode,
	sub_code?: string,
	sub_msg?: string,
): PlatformError {
	const error: PlatformError = { code, msg: MESSAGES[code] };
	if (sub_code !== undefined) error.sub_code = sub_code;
	if (sub_msg !== undefined) error.sub_msg = sub_msg;
	return error;
}

/** Codes 40 and 41 name the argument by its path, e.g. `search_option.biz_type`. */
export function argumentError(code: 40 | 41, path: string, withSubCode: boolean): PlatformError {
	const error: PlatformError = { code, msg: `${MESSAGES[code]}:${path}` };
	if (withSubCode) {
		error.sub_code = code === 40 ? 'isv.missing-parameter' : 'isv.invalid-parameter';
		error.sub_msg = code === 40 ? `缺少必选参数：${path}` : `非法参数：${path}`;
	}
	return error;
}

/**
 * Failures behind the gateway, by sub-code, for use as faults: `{ do: 'platform-error', ...ispErrors[…] }`.
 * The platform gives each of them, but the throttle, before the service has executed a call or after.
 */
export const ispErrors = {
	'isp.remote-service-timeout': platformError(15, 'isp.remote-service-timeout', '远程服务调用超时'),
	'isp.remote-service-error': platformError(15, 'isp.remote-service-error', '远程服务调用异常'),
	'isp.top-remote-service-timeout': platformError(
		15,
		'isp.top-remote-service-timeout',
		'API服务商调用超时',
	),
	'isp.remote-connection-timeout': platformError(
		15,
		'isp.remote-connection-timeout',
		'远程连接超时',
	),
	'isp.remote-connection-error': platformError(15, 'isp.remote-connection-error', '远程连接错误'),
	'isp.top-remote-connection-timeout': platformError(
		15,
		'isp.top-remote-connection-timeout',
		'API服务商连接超时',
	),
	'isp.top-remote-connection-error': platformError(
		15,
		'isp.top-remote-connection-error',
		'API服务商连接错误',
	),
	'isp.service-unavailable': platformError(15, 'isp.service-unavailable', '服务不可用'),
	'isp.top-remote-service-unavailable': platformError(
		15,
		'isp.top-remote-service-unavailable',
		'调用后端服务抛异常，服务不可用',
	),
	'isp.crm-service-unavailable': platformError(15, 'isp.crm-service-unavailable', '服务不可用'),
	'isp.call-limited': platformError(15, 'isp.call-limited', '服务调用超限'),
	'isp.unknown-error': platformError(15, 'isp.unknown-error', '未知错误'),
	'isp.null-pointer-exception': platformError(15, 'isp.null-pointer-exception', '空指针异常'),
	'isp.top-parse-error': platformError(15, 'isp.top-parse-error', '后端服务解析错误'),
	'isp.top-mapping-parse-error': platformError(
		15,
		'isp.top-mapping-parse-error',
		'后端服务映射解析错误',
	),
} as const satisfies Record<string, PlatformError>;

/** The documented example of a failed voucher.send. */
export const invalidParameter = platformError(50, 'isv.invalid-parameter', '非法参数');

export function errorStruct(error: PlatformError, requestId: string): Struct {
	const struct: Struct = { code: error.code, msg: error.msg };
	if (error.sub_code !== undefined) struct.sub_code = error.sub_code;
	if (error.sub_msg !== undefined) struct.sub_msg = error.sub_msg;
	struct.request_id = requestId;
	return struct;
}
