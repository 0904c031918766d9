import type { IncomingHttpHeaders } from 'node:http';

/** One call as it was received, kept small: hundreds of thousands of them fit in memory. */
export class Call {
	method = '';
	appKey = '';
	/** The merchant's authorization; '' when the call carries none. */
	session = '';
	customerId = '';
	voucherId = '';
	/** Of the business object, not the gateway's own. */
	requestId = '';
	timestamp = '';
	sign = '';
	signMethod = '';
	/** 0 when every check and the quota let it pass. */
	code = 0;
	subCode = '';
	/** `do` of the fault that struck, else empty. */
	fault = '';
	executed = false;
	/** 1 for the first call with this request_id. */
	attempt = 0;
	/** The whole honest answer was handed to the connection. */
	answered = false;

	constructor(
		/** Counted from 1. */
		readonly n: number,
		/** Epoch milliseconds on the gateway's clock. */
		readonly at: number,
		/** Number of the connection that brought it. */
		readonly connection: number,
	) {}
}

export type ViolationKind =
	| 'content-type'
	| 'percent-encoding'
	| 'not-utf8'
	| 'unescaped-byte'
	| 'empty-segment'
	| 'duplicate-parameter'
	| 'empty-parameter'
	| 'unknown-parameter'
	| 'query-parameter'
	| 'secret-in-url'
	| 'long-url'
	| 'undocumented-timestamp'
	| 'unknown-field'
	| 'null-field'
	| 'empty-field';

/** Something the platform may forgive, but that a careful client does not do. */
export interface Violation {
	call: number;
	kind: ViolationKind;
	/** The parameter or field, never its value. */
	name: string;
}

/** The last call as it came, for a look at its headers and parameters. */
export interface RawRequest {
	httpMethod: string;
	url: string;
	headers: IncomingHttpHeaders;
	body: Buffer;
	parameters: ReadonlyMap<string, string>;
}

/** Everything received so far. */
export class Received {
	readonly calls: Call[] = [];
	readonly violations: Violation[] = [];
	readonly refusedByCode: Record<number, number> = {};
	readonly faultsByKind: Record<string, number> = {};
	last: RawRequest | undefined;
	count = 0;
	accepted = 0;
	inFlight = 0;
	peakInFlight = 0;
	private readonly attempts = new Map<string, number>();

	/** Violations beyond this many are not kept one by one; by then a test has long failed. */
	private static readonly KEEP_VIOLATIONS = 10_000;

	begin(at: number, connection: number, keep: number): Call {
		const call = new Call(++this.count, at, connection);
		if (this.calls.length < keep) this.calls.push(call);
		return call;
	}

	violate(call: Call, kind: ViolationKind, name: string): void {
		if (this.violations.length < Received.KEEP_VIOLATIONS) {
			this.violations.push({ call: call.n, kind, name });
		}
	}

	/** Counts the calls made with one request id. */
	nextAttempt(requestId: string): number {
		if (requestId === '') return 1;
		const attempt = (this.attempts.get(requestId) ?? 0) + 1;
		this.attempts.set(requestId, attempt);
		return attempt;
	}

	arrive(): void {
		this.inFlight++;
		if (this.inFlight > this.peakInFlight) this.peakInFlight = this.inFlight;
	}

	clear(): void {
		this.calls.length = 0;
		this.violations.length = 0;
		for (const code of Object.keys(this.refusedByCode)) delete this.refusedByCode[Number(code)];
		for (const kind of Object.keys(this.faultsByKind)) delete this.faultsByKind[kind];
		this.last = undefined;
		this.count = 0;
		this.accepted = 0;
		this.peakInFlight = this.inFlight;
		this.attempts.clear();
	}
}
