import { Struct, Value } from '../answer';
import { BusinessObject, ObjectParameter } from '../businessObject';
import { Call } from '../record';
import { Settings } from '../settings';
import { Executions, Vouchers } from '../vouchers';
import { App, World } from '../world';

/** What a method works on. */
export interface MethodContext {
	readonly world: World;
	readonly executions: Executions;
	readonly vouchers: Vouchers;
	readonly settings: Settings;
	readonly app: App;
	readonly call: Call;
	readonly object: BusinessObject;
	/** Epoch milliseconds on the gateway's clock, at the moment of acting. */
	readonly now: number;
}

/** A method of the platform. */
export interface Method {
	readonly name: string;
	readonly parameter?: ObjectParameter;
	/** Needs neither permission package nor session. */
	readonly open?: boolean;
	/** Acts, and returns the members of the response wrapper. */
	act(context: MethodContext): Struct;
}

/** `taobao.time.get` → `time_get_response`: a leading `taobao.` is dropped, dots become underscores. */
export function wrapperName(method: string): string {
	return `${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`;
}

/** Answers of the shop business behind the gateway; its codes are not documented. */
export function businessResult(ok: boolean, result_code: string, result_desc: string): Struct {
	return { result: ok, result_code, result_view: result_desc, biz_success: ok, result_desc };
}

/** An id as the documents type it, unless the settings say otherwise. */
export function idValue(
	id: string,
	documented: 'string' | 'number',
	idsAs: Settings['idsAs'],
): Value {
	const type = idsAs === 'documented' ? documented : idsAs;
	return type === 'number' && /^(0|[1-9]\d*)$/.test(id) ? BigInt(id) : id;
}
