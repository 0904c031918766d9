import type { IAuthenticateRuleResponseSuccessBody, ICredentialTestRequest } from 'n8n-workflow';
import { PLATFORM_CATALOGUE } from '../wording/codes/catalogue';
import { unspecificCodes } from '../wording/codes/mainCodes';
import type { CatalogueRow } from '../wording/codes/row';
import { sentences } from '../wording/join';
import { inWords, phrase, say, type Said } from '../wording/say';
import { serviceSubCodes } from '../wording/codes/serviceSubCodes';
import { throttlingCodes } from '../wording/codes/throttlingCodes';

const SAY_NOTHING_ABOUT_THE_CREDENTIAL = new Set([
	...throttlingCodes,
	...serviceSubCodes,
	...unspecificCodes,
]);

/**
 * Asks the platform for its time (`taobao.time.get`): signed, and open to every app, so that it
 * passes for an app that has no voucher permission and fails for a wrong key, secret or clock.
 *
 * n8n fails the test for the first rule whose `value` is what stands under `key`, and passes it when
 * no rule does. The platform answers HTTP 200 whatever it says, so there is a rule for each code; the
 * two at the end catch every other answer, such as the login page of a captive portal.
 */
export function credentialTest(): ICredentialTestRequest {
	return {
		request: {
			// No address: the signing puts in the gateway of the credential that is tested.
			url: '',
			method: 'POST',
			body: { method: 'taobao.time.get' },
			// Without this, n8n would show the HTTP status instead of what the rules say.
			ignoreHttpStatusErrors: true,
		},
		rules: [
			...PLATFORM_CATALOGUE.filter(isExactSubCode).map((row) =>
				failsWhen('error_response.sub_code', row.subCode, wordsOf(row)),
			),
			...PLATFORM_CATALOGUE.filter((row) => row.subCode === undefined).flatMap((row) =>
				(row.codes ?? []).flatMap((code) => [
					failsWhen('error_response.code', code, wordsOf(row)),
					failsWhen('error_response.code', String(code), wordsOf(row)),
				]),
			),
			// Any object under `error_response`: its code is none of those above.
			failsWhen('error_response.constructor', Object, say('refusedWithUnknownCode')),
			// No time in the answer.
			failsWhen('time_get_response.time', undefined, say('notThePlatformHere')),
		],
	};
}

function isExactSubCode(row: CatalogueRow): row is CatalogueRow & { subCode: string } {
	return row.subCode !== undefined && !row.subCode.includes('*');
}

function wordsOf(row: CatalogueRow): Said {
	const said = inWords(row);
	if (!SAY_NOTHING_ABOUT_THE_CREDENTIAL.has(row)) return said;
	return { ...said, hint: phrase('testLater') };
}

function failsWhen(
	key: string,
	value: unknown,
	{ message, hint }: Said,
): IAuthenticateRuleResponseSuccessBody {
	return {
		type: 'responseSuccessBody',
		properties: { key, value, message: sentences(message, hint) },
	};
}
