export { firstCovering, type AnswerPattern } from './answerPattern';
export { TopClient, type CallOptions, type TopClientOptions } from './client';
export {
	customerGet,
	CUSTOMER_GET,
	type CustomerGetAnswer,
	type CustomerGetRequest,
} from './calls/customerGet';
export { customerVoucherList, type CustomerVoucher } from './calls/customerVoucherList';
export { BusinessRefusal, type CommonResult } from './calls/commonResult';
export { timeGet } from './calls/timeGet';
export {
	voucherSend,
	VOUCHER_SEND,
	type VoucherSendAnswer,
	type VoucherSendRequest,
} from './calls/voucherSend';
export { voucherTemplateList, type VoucherTemplate } from './calls/voucherTemplateList';
export { EVIDENCE_RULES, judge, type Evidence, type Verdict } from './evidence';
export { pacerFor } from './pacing/registry';
export type { TopApp } from './protocol/app';
export * from './protocol/errors';
export { GATEWAYS, resolveGateway, type Environment } from './protocol/gateways';
export { signParameters } from './protocol/request';
export { canonicalString, createSigner, type SignMethod } from './protocol/signature';
export { formatTimestamp, parseTimestamp } from './protocol/timestamp';
export { closeDispatchers, type EgressFilter } from './transport/dispatchers';
