import { PlatformError } from './platformError';
import { Scope } from './quota';
import { seededRandom } from './random';

/** Does the fault strike before the gateway has acted on the call, or after? */
export type Moment = 'before' | 'after';

/** Where the moment is free to choose. */
interface Strike {
	moment: Moment;
	/** Struck before acting, and yet the gateway acts, that much later. */
	actsLaterMs?: number;
}

/** Answers honestly; in a script, a call that goes well. With `delayMs`, one that takes long. */
interface Nothing {
	do: 'nothing';
}

/** The platform refuses, or loses the answer of the service behind it; see `ispErrors`. */
interface PlatformFailure extends PlatformError, Strike {
	do: 'platform-error';
	/** Default 200, as with everything the platform answers. */
	httpStatus?: number;
}

/** A result of the business behind the gateway, whatever it is; false twice unless told otherwise. */
interface BusinessAnswer extends Strike {
	do: 'business-answer';
	result?: boolean;
	biz_success?: boolean;
	result_code?: string;
	result_desc?: string;
}

/** A ban begins with this call, which is not executed. Default: the app's quota for the day. */
interface BanFault {
	do: 'ban';
	seconds: number;
	scope?: Scope;
	subCode?: string;
}

/** The connection ends, by RST (default) or FIN. `mid-body`: in the middle of an honest answer. */
interface Cut {
	do: 'cut';
	how?: 'reset' | 'end';
	moment: Moment | 'mid-body';
	actsLaterMs?: number;
}

/** Never answers; the connection stays open. */
interface Silence extends Strike {
	do: 'silence';
}

/** An honest answer in small pieces, 16 bytes each unless told otherwise. */
interface Drip {
	do: 'drip';
	bytes?: number;
	everyMs: number;
}

/** `content-length`: less arrives than was announced. `json`: complete HTTP, half a document. */
interface Truncate {
	do: 'truncate';
	how: 'content-length' | 'json';
}

/** A proxy's error page, 502 unless told otherwise. */
interface HtmlPage extends Strike {
	do: 'html';
	status?: number;
}

/** A login page with status 200, from a network that never let the call through. */
interface CaptivePortal {
	do: 'captive-portal';
}

/** 302 to another host unless told otherwise. */
interface Redirect extends Strike {
	do: 'redirect';
	status?: number;
	location?: string;
}

/** Well-formed JSON of so many bytes; chunked unless announced by content-length. */
interface Huge extends Strike {
	do: 'huge';
	bytes: number;
	announced?: boolean;
	/** Sent compressed: small on the wire, huge when unpacked. */
	gzip?: boolean;
}

interface Empty extends Strike {
	do: 'empty';
	status?: number;
}

/** Any text; the default is neither JSON nor XML. */
interface Text extends Strike {
	do: 'text';
	body?: string;
	status?: number;
	contentType?: string;
}

/** A success, but in the wrapper of another method. */
interface OtherMethod extends Strike {
	do: 'other-method';
	method?: string;
}

type AnyFault =
	| Nothing
	| PlatformFailure
	| BusinessAnswer
	| BanFault
	| Cut
	| Silence
	| Drip
	| Truncate
	| HtmlPage
	| CaptivePortal
	| Redirect
	| Huge
	| Empty
	| Text
	| OtherMethod;

/** What goes wrong with a call; `delayMs` before it does. */
export type Fault = AnyFault & { delayMs?: number };

/** What is known of a call when its fault is chosen: it has passed every check and the quota. */
export interface Subject {
	method: string;
	appKey: string;
	customerId: string;
	voucherId: string;
	requestId: string;
	/** 1 for the first call with this request_id. */
	attempt: number;
}

/** All given conditions must hold; a list means any of its members. */
export interface When {
	method?: string | string[];
	appKey?: string | string[];
	customerId?: string | string[];
	voucherId?: string | string[];
	requestId?: string | string[];
	attempt?: number | number[];
}

interface Selection {
	when?: When;
	/** Only these of the matching calls, counted from 1. */
	call?: number | number[];
	/** Every n-th of the matching calls. */
	every?: number;
	/** This share of the matching calls, by a generator seeded with `seed`. */
	probability?: number;
	seed?: number;
	/** At most so often. */
	times?: number;
}

export interface FaultRule extends Selection {
	fault: Fault;
}

/** Faults for the matching calls in order, one each; a script at its end does nothing more. */
export interface FaultScript extends Selection {
	script: Fault[];
	/** Begin again at the end. */
	repeat?: boolean;
}

/** A rule in force. */
export interface ActiveFault {
	/** How often it has struck. */
	readonly struck: number;
	remove(): void;
}

/**
 * The rules in force, for the calls that pass every check and the quota. Each rule counts every call
 * that matches it; the first one that strikes wins.
 */
export class FaultPlan {
	private rules: Rule[] = [];

	add(definition: FaultRule | FaultScript): ActiveFault {
		const rule = new Rule(definition, () => {
			this.rules = this.rules.filter((other) => other !== rule);
		});
		this.rules.push(rule);
		return rule;
	}

	clear(): void {
		this.rules = [];
	}

	choose(subject: Subject): Fault | undefined {
		let chosen: Fault | undefined;
		for (const rule of this.rules) {
			if (rule.counts(subject)) chosen ??= rule.strike();
		}
		return chosen;
	}
}

class Rule implements ActiveFault {
	struck = 0;
	private matched = 0;
	private readonly random: () => number;
	private readonly matches: (subject: Subject) => boolean;
	private readonly isCall: (call: number) => boolean;

	constructor(
		private readonly definition: FaultRule | FaultScript,
		readonly remove: () => void,
	) {
		this.random = seededRandom(definition.seed ?? 1);
		this.matches = matcher(definition.when ?? {});
		this.isCall = oneOf(definition.call);
	}

	/** Is it this rule's turn? */
	counts(subject: Subject): boolean {
		if (!this.matches(subject)) return false;
		const { every = 1, probability } = this.definition;
		this.matched++;
		if (!this.isCall(this.matched) || this.matched % every !== 0) return false;
		return probability === undefined || this.random() < probability;
	}

	strike(): Fault | undefined {
		const { definition } = this;
		if (this.struck >= (definition.times ?? Infinity)) return undefined;
		const fault =
			'fault' in definition
				? definition.fault
				: definition.script[
						definition.repeat ? this.struck % definition.script.length : this.struck
					];
		if (fault) this.struck++;
		return fault;
	}
}

/** Prepared once per rule, so that a list of thousands of ids costs a call no more than one id. */
function matcher(when: When): (subject: Subject) => boolean {
	const method = oneOf(when.method);
	const appKey = oneOf(when.appKey);
	const customerId = oneOf(when.customerId);
	const voucherId = oneOf(when.voucherId);
	const requestId = oneOf(when.requestId);
	const attempt = oneOf(when.attempt);
	return (subject) =>
		method(subject.method) &&
		appKey(subject.appKey) &&
		customerId(subject.customerId) &&
		voucherId(subject.voucherId) &&
		requestId(subject.requestId) &&
		attempt(subject.attempt);
}

function oneOf<T>(wanted: T | T[] | undefined): (value: T) => boolean {
	if (wanted === undefined) return () => true;
	const set = new Set(Array.isArray(wanted) ? wanted : [wanted]);
	return (value) => set.has(value);
}
