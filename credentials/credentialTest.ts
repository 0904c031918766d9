import type { IAuthenticateRuleResponseSuccessBody, ICredentialTestRequest } from 'n8n-workflow';
import { PLATFORM_CATALOGUE, type CatalogueRow } from '../wording/platformCatalogue';
import { unspecificCodes } from '../wording/mainCodes';
import { serviceSubCodes } from '../wording/serviceSubCodes';
import { throttlingCodes } from '../wording/throttlingCodes';

interface TestWords {
	title: string;
	hint: string;
}

const NOT_THE_PLATFORM: TestWords = {
	title: 'Whatever answered at this address is not the Taobao Open Platform',
	hint: "Check 'Environment' and 'Gateway URL', and whether a proxy, firewall or login page stands between n8n and the gateway",
};

const UNKNOWN_REFUSAL: TestWords = {
	title: 'The platform declined, with a code that this package does not know',
	hint: "Check every field of the credential, and the app's state in the console of open.taobao.com",
};

const TEST_LATER = 'This says nothing about the credential: test it again later';
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
export const credentialTest: ICredentialTestRequest = {
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
		failsWhen('error_response.constructor', Object, UNKNOWN_REFUSAL),
		// No time in the answer.
		failsWhen('time_get_response.time', undefined, NOT_THE_PLATFORM),
	],
};

function isExactSubCode(row: CatalogueRow): row is CatalogueRow & { subCode: string } {
	return row.subCode !== undefined && !row.subCode.includes('*');
}

function wordsOf(row: CatalogueRow): TestWords {
	return SAY_NOTHING_ABOUT_THE_CREDENTIAL.has(row) ? { ...row, hint: TEST_LATER } : row;
}

function failsWhen(
	key: string,
	value: unknown,
	{ title, hint }: TestWords,
): IAuthenticateRuleResponseSuccessBody {
	return {
		type: 'responseSuccessBody',
		properties: { key, value, message: `${title}. ${hint}` },
	};
}
