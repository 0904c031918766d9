import type { BusinessRefusal } from '../top/calls/commonResult';
import { describeFailure, type FailureWords } from './describeFailure';
import { inWords } from './say';
import type { Words } from './words';

/** The words for a CRM that looked and found nobody. */
export const CUSTOMER_NOT_FOUND: Words = {
	title: 'The CRM has no such customer',
	hint: "Check the value, and that 'Brand ID' or 'External Brand ID' and the shop in 'Additional Fields' are those the customer belongs to",
	titleZh: 'CRM 中没有这位顾客',
	hintZh: '请检查所填的值，以及「附加字段」中的「品牌 ID」或「外部品牌 ID」和门店是否为该顾客所属',
};

/** That it is the customer who is missing, and not the brand or the shop. */
const MISSING_CUSTOMER =
	/(顾客|会员|用户|客户).{0,6}(不存在|未找到|找不到|查无)|(未找到|找不到|查无|没有).{0,6}(顾客|会员|用户|客户)|(customer|member|user).{0,10}not.?(exist|found)/i;

/** Whether a refusal says that there is no such customer: a CRM may answer so, too. */
export function isNotFound({ result }: BusinessRefusal): boolean {
	const { resultCode, resultDesc, resultView } = result;
	return [resultCode, resultDesc, resultView].some((text) => MISSING_CUSTOMER.test(text));
}

/** @param refusal what the CRM said, when it said something */
export function customerNotFound(requestId: string, refusal?: BusinessRefusal): FailureWords {
	const { code, platformText } = refusal ? describeFailure(refusal, 'read') : {};
	return {
		...inWords(CUSTOMER_NOT_FOUND),
		...(code === undefined ? {} : { code }),
		...(platformText === undefined ? {} : { platformText }),
		gatewayRequestId: requestId || undefined,
	};
}
