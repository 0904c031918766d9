import { customerGet } from './customerGet';
import { customerVoucherList } from './customerVoucherList';
import type { Method } from './method';
import { timeGet } from './timeGet';
import { voucherSend } from './voucherSend';
import { voucherTemplateList } from './voucherTemplateList';

export { wrapperName } from './method';
export type { Method, MethodContext } from './method';

/** Every method that this gateway serves, by its full name. */
export const methods: ReadonlyMap<string, Method> = new Map(
	[timeGet, voucherSend, voucherTemplateList, customerVoucherList, customerGet].map((method) => [
		method.name,
		method,
	]),
);
