import type { IExecuteFunctions } from 'n8n-workflow';
import { invalid } from '../../shared/invalidInput';
import { readPaceSettings, settingReaders, type PaceSettings } from '../../shared/settings';

/** What to do when a request left and its answer did not arrive. */
export type UnknownOutcomePolicy = 'report' | 'verify' | 'resend';

/** The options that hold for a whole run. */
export interface RunSettings extends PaceSettings {
	maxAttempts: number;
	unknownOutcome: UnknownOutcomePolicy;
	dryRun: boolean;
	/** Infinity when the user set no cap. */
	maxVouchers: number;
	acceptRoundedIds: boolean;
	includeInputFields: boolean;
}

const POLICIES: readonly string[] = ['report', 'verify', 'resend'];

/**
 * Reads the options that hold for a whole run, from the first item.
 *
 * @throws InvalidInput for a value out of its range
 */
export function readSettings(context: IExecuteFunctions): RunSettings {
	const { parameter, number, flag } = settingReaders(context);
	const policy = String(parameter('options.unknownOutcome', 'report'));
	if (!POLICIES.includes(policy)) {
		throw invalid('unknownOutcomeUnknown', 'If the Answer Gets Lost');
	}

	return {
		...readPaceSettings(context),
		maxAttempts: number('options.maxAttempts', 'Max Attempts', 4, [1, 20]),
		unknownOutcome: policy as UnknownOutcomePolicy,
		dryRun: flag('options.dryRun', 'Dry Run'),
		maxVouchers: number('maxVouchers', 'Max Vouchers', 0, [0, Number.MAX_SAFE_INTEGER]) || Infinity,
		includeInputFields: flag('options.includeInputFields', 'Include Input Fields'),
		acceptRoundedIds: flag('options.acceptRoundedIds', 'Accept IDs Ending in 000'),
	};
}
