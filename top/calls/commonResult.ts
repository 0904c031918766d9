import { readBoolean, readText, type JsonObject } from '../protocol/json';

/** The fields every `alibaba.alsc.crm.*` result carries besides its own. */
export interface CommonResult {
	bizSuccess?: boolean;
	resultCode: string;
	resultView: string;
	resultDesc: string;
}

export function readCommonResult(result: JsonObject): CommonResult {
	return {
		bizSuccess: readBoolean(result.biz_success),
		resultCode: readText(result.result_code) ?? '',
		resultView: readText(result.result_view) ?? '',
		resultDesc: readText(result.result_desc) ?? '',
	};
}

/** The platform took the call and the merchant's CRM declined it. */
export class BusinessRefusal extends Error {
	override name = 'BusinessRefusal';
	constructor(
		readonly result: CommonResult,
		readonly requestId: string,
	) {
		super([result.resultCode, result.resultDesc || result.resultView].filter(Boolean).join(' '));
	}
}
