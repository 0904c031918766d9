/** Settings that may be changed while the gateway runs; each is read anew for every call. */
export interface Settings {
	/** Added to this machine's clock: the gateway judges timestamps by its own clock. */
	clockOffsetMs: number;
	/** How far a timestamp may be from the gateway's clock, in either direction. */
	timestampWindowMs: number;
	/** Time that every call takes; the gateway acts after half of it. */
	latencyMs: number;
	/** Up to this much more, evenly spread by a seeded generator. */
	latencyJitterMs: number;
	/** Time until a sent voucher shows up in customer.voucher.list. */
	voucherLagMs: number;
	/** customer.voucher.list and its order: the platform documents none. */
	voucherOrder: 'newest-first' | 'oldest-first';
	/** Compress when the client offers it. */
	gzip: boolean;
	booleansAs: 'boolean' | 'string';
	/** `documented`: as the field list says (customer_id a bare number, voucher ids strings). */
	idsAs: 'documented' | 'number' | 'string';
	/** Answers seen in public carry no sub_code with code 40 and 41; the sub-code table has them. */
	argumentSubCodes: boolean;
	/** result_code of a success: undocumented for voucher.send, and different between sister calls. */
	successCode: string;
	jsonContentType: string;
	/** False: every answer closes its connection. */
	keepAlive: boolean;
	/** Templates that are not in the world: sendable without limits, or refused. */
	unknownTemplates: 'accept' | 'refuse';
	/** customer.get for somebody who is no customer: a record without a customer, or a refusal. */
	unknownCustomers: 'none' | 'refuse';
	/** Calls kept one by one; later ones are only counted. */
	keepCalls: number;
}

export const defaultSettings: Readonly<Settings> = {
	clockOffsetMs: 0,
	timestampWindowMs: 10 * 60_000,
	latencyMs: 0,
	latencyJitterMs: 0,
	voucherLagMs: 0,
	voucherOrder: 'newest-first',
	gzip: true,
	booleansAs: 'boolean',
	idsAs: 'documented',
	argumentSubCodes: true,
	successCode: '',
	jsonContentType: 'application/json;charset=UTF-8',
	keepAlive: true,
	unknownTemplates: 'accept',
	unknownCustomers: 'none',
	keepCalls: 1_000_000,
};
