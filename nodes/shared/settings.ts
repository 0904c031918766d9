import type { IExecuteFunctions } from 'n8n-workflow';
import type { Label } from '../../wording/form/labels';
import { invalid } from './invalidInput';
import { DEFAULT_MAX_CONCURRENCY, MOST_CONCURRENCY_UNASKED } from './paceOptions';
import type { RegisterKind } from './registerDatabase/registerOption';
import { refuseOneExpression } from './wholeCollection';

/** How fast a run may go, how long it waits, and with whom it shares the pace. */
export interface PaceSettings {
	/** How many requests may be in flight at first, and what their number may grow to by itself. */
	concurrency: { first: number; most: number };
	/** Infinity when the user set no limit. */
	maxRequestsPerSecond: number;
	timeoutMs: number;
	maxThrottleWaitMs: number;
	register: RegisterKind;
}

/**
 * Reads the options about pace, from the first item.
 *
 * @throws InvalidInput for a value out of its range
 */
export function readPaceSettings(context: IExecuteFunctions): PaceSettings {
	const { parameter, number } = settingReaders(context);
	const isOwn = parameter('options.maxConcurrency', '') !== '';
	const maxConcurrency = number(
		'options.maxConcurrency',
		'Max Concurrency',
		DEFAULT_MAX_CONCURRENCY,
		[1, 256],
	);
	return {
		register: registerKind(parameter('options.register', 'n8n')),
		concurrency: { first: maxConcurrency, most: isOwn ? maxConcurrency : MOST_CONCURRENCY_UNASKED },
		maxRequestsPerSecond:
			number('options.maxRequestsPerSecond', 'Max Requests per Second', 0, [0, 100_000], false) ||
			Infinity,
		timeoutMs: number('options.timeout', 'Timeout (Ms)', 30_000, [100, 3_600_000]),
		maxThrottleWaitMs:
			number('options.maxThrottleWait', 'Max Throttle Wait (Seconds)', 120, [0, 86_400], false) *
			1000,
	};
}

function registerKind(given: unknown): RegisterKind {
	if (given === 'n8n' || given === 'postgres') return given;
	throw invalid('registerUnknown', 'Register');
}

/** Readers of what holds for a whole run; they throw InvalidInput for a value out of its range. */
export function settingReaders(context: IExecuteFunctions) {
	refuseOneExpression(context.getNode(), 'options', 'Options');
	const parameter = (path: string, fallback: number | boolean | string): unknown =>
		context.getNodeParameter(path, 0, fallback);

	const number = (
		path: string,
		field: Label,
		fallback: number,
		[least, most]: [number, number],
		whole = true,
	): number => {
		const given = parameter(path, fallback);
		// An expression that finds nothing must not pass for 0, which would mean "no limit".
		const value =
			typeof given === 'number' || (typeof given === 'string' && given.trim() !== '')
				? Number(given)
				: Number.NaN;
		if (
			Number.isFinite(value) &&
			value >= least &&
			value <= most &&
			(!whole || Number.isInteger(value))
		) {
			return value;
		}
		const message = whole ? 'wholeNumberOutOfRange' : 'numberOutOfRange';
		throw invalid(message, field, { least, most });
	};

	const flag = (path: string, field: Label): boolean => {
		const value = parameter(path, false);
		if (value === true || value === 'true') return true;
		if (value === false || value === 'false') return false;
		throw invalid('notTrueOrFalse', field);
	};

	return { parameter, number, flag };
}
