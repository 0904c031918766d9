import type { IExecuteFunctions } from 'n8n-workflow';
import { DEFAULT_MAX_CONCURRENCY } from '../properties';
import { InvalidInput } from '../../shared/invalidInput';

/** What to do when a request left and its answer did not arrive. */
export type UnknownOutcomePolicy = 'report' | 'verify' | 'resend';

/** The options that hold for a whole run. */
export interface RunSettings {
	maxConcurrency: number;
	/** Infinity when the user set no limit. */
	maxRequestsPerSecond: number;
	maxAttempts: number;
	timeoutMs: number;
	maxThrottleWaitMs: number;
	unknownOutcome: UnknownOutcomePolicy;
	dryRun: boolean;
	/** Infinity when the user set no cap. */
	maxVouchers: number;
	acceptRoundedIds: boolean;
}

const POLICIES: readonly string[] = ['report', 'verify', 'resend'];

/**
 * Reads the options that hold for a whole run, from the first item.
 *
 * @throws InvalidInput for a value out of its range
 */
export function readSettings(context: IExecuteFunctions): RunSettings {
	const parameter = (path: string, fallback: number | boolean | string): unknown =>
		context.getNodeParameter(path, 0, fallback);

	const number = (
		path: string,
		field: string,
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
		throw new InvalidInput(
			`'${field}' must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}`,
			`Correct '${field}'`,
			field,
		);
	};

	const flag = (path: string, field: string): boolean => {
		const value = parameter(path, false);
		if (value === true || value === 'true') return true;
		if (value === false || value === 'false') return false;
		throw new InvalidInput(`'${field}' must be true or false`, `Correct '${field}'`, field);
	};

	const policy = String(parameter('options.unknownOutcome', 'report'));
	if (!POLICIES.includes(policy)) {
		throw new InvalidInput(
			`'If the Answer Gets Lost' must be report, verify or resend`,
			"Choose one of the listed ways in 'If the Answer Gets Lost'",
			'If the Answer Gets Lost',
		);
	}

	return {
		maxConcurrency: number(
			'options.maxConcurrency',
			'Max Concurrency',
			DEFAULT_MAX_CONCURRENCY,
			[1, 256],
		),
		maxRequestsPerSecond:
			number('options.maxRequestsPerSecond', 'Max Requests per Second', 0, [0, 100_000], false) ||
			Infinity,
		maxAttempts: number('options.maxAttempts', 'Max Attempts', 4, [1, 20]),
		timeoutMs: number('options.timeout', 'Timeout (Ms)', 30_000, [100, 3_600_000]),
		maxThrottleWaitMs:
			number('options.maxThrottleWait', 'Max Throttle Wait (Seconds)', 120, [0, 86_400], false) *
			1000,
		unknownOutcome: policy as UnknownOutcomePolicy,
		dryRun: flag('options.dryRun', 'Dry Run'),
		maxVouchers: number('maxVouchers', 'Max Vouchers', 0, [0, Number.MAX_SAFE_INTEGER]) || Infinity,
		acceptRoundedIds: flag('options.acceptRoundedIds', 'Accept IDs Ending in 000'),
	};
}
