import { counted } from '../../../wording/join';
import { phrase } from '../../../wording/say';

const ONE = { voucher: 'oneVoucher', customer: 'oneCustomer', item: 'oneItem' } as const;
const MANY = { voucher: 'manyVouchers', customer: 'manyCustomers', item: 'manyItems' } as const;

/** E.g. "1 voucher", "2,000 vouchers". */
export function howMany(count: number, what: keyof typeof ONE): string {
	return count === 1 ? phrase(ONE[what]) : phrase(MANY[what], { count: counted(count) });
}
