import { Multimap } from './multimap';

/** What the gateway executed: one voucher.send that took effect. The truth that reports are held against. */
export interface Execution {
	n: number;
	customer_id: string;
	voucher_id: string;
	voucher_num: number;
	/** Empty when the call carried none. */
	request_id: string;
	app_key: string;
	/** Epoch milliseconds on the gateway's clock. */
	at: number;
	/** 1 for the first call with this request_id, 2 for the next… */
	attempt: number;
	/** `n` of the call that did it. */
	call: number;
}

export type VoucherStatus = 'NORMAL' | 'ISUSED' | 'DELETED';

/** Vouchers given to one customer at one moment; their instance ids are consecutive. */
interface Grant {
	template: string;
	at: number;
	first: number;
	count: number;
}

/** One voucher in a customer's hands. */
export interface Voucher {
	voucher_id: string;
	voucher_template_id: string;
	at: number;
	status: VoucherStatus;
}

/** Instance ids look like real ones: above 2^53, so that nobody gets away with a double. */
const FIRST_VOUCHER = 7_104_300_007_405_429_232n;

/** All vouchers that customers hold, from whatever request. */
export class Vouchers {
	private readonly grants = new Multimap<Grant>();
	private readonly held = new Map<string, number>();
	private readonly statuses = new Map<string, VoucherStatus>();
	private issued = 0;

	/** Returns the id of the first new voucher; the others follow it. */
	grant(customer: string, template: string, count: number, at: number): string {
		const grant: Grant = { template, at, first: this.issued, count };
		this.issued += count;
		this.grants.add(customer, grant);
		const key = `${customer}\n${template}`;
		this.held.set(key, (this.held.get(key) ?? 0) + count);
		return voucherId(grant.first);
	}

	countHeld(customer: string, template: string): number {
		return this.held.get(`${customer}\n${template}`) ?? 0;
	}

	setStatus(voucher: string, status: VoucherStatus): void {
		this.statuses.set(voucher, status);
	}

	/** A customer's vouchers given no later than `until`, oldest first. */
	of(customer: string, until: number): Voucher[] {
		const grants = this.grants.get(customer).filter((grant) => grant.at <= until);
		grants.sort((a, b) => a.at - b.at || a.first - b.first);
		return grants.flatMap((grant) =>
			Array.from({ length: grant.count }, (_, i) => {
				const voucher_id = voucherId(grant.first + i);
				const status = this.statuses.get(voucher_id) ?? 'NORMAL';
				return { voucher_id, voucher_template_id: grant.template, at: grant.at, status };
			}),
		);
	}

	clear(): void {
		this.grants.clear();
		this.held.clear();
		this.statuses.clear();
		this.issued = 0;
	}
}

function voucherId(sequence: number): string {
	return (FIRST_VOUCHER + BigInt(sequence)).toString();
}

/** Every execution in order, found again by request id or by customer and template. */
export class Executions {
	readonly all: Execution[] = [];
	vouchers = 0;
	private readonly byRequest = new Multimap<Execution>();
	private readonly byTarget = new Multimap<Execution>();

	add(execution: Execution): void {
		this.all.push(execution);
		this.vouchers += execution.voucher_num;
		if (execution.request_id) this.byRequest.add(execution.request_id, execution);
		this.byTarget.add(`${execution.customer_id}\n${execution.voucher_id}`, execution);
	}

	ofRequest(requestId: string): readonly Execution[] {
		return this.byRequest.get(requestId);
	}

	of(customer: string, template: string): readonly Execution[] {
		return this.byTarget.get(`${customer}\n${template}`);
	}

	clear(): void {
		this.all.length = 0;
		this.vouchers = 0;
		this.byRequest.clear();
		this.byTarget.clear();
	}
}
