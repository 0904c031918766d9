import { configuration, credential, credentialParts } from './credential';
import { customerLine } from './customers';
import { answers, connections, doubts } from './delivery';
import { fieldParts, fields, mobileNumbers, settings } from './fields';
import { ids, kinds } from './ids';
import { register, registerTest } from './register';
import { reporting } from './reporting';
import { retries, retryParts, runParts, wholeRun } from './run';
import { keyLines, keys, sameItemParts, sameItems } from './sendOnce';
import { templateList, templateParts, templates } from './templates';

/** Everything that the package says by itself, by its id; a file for each subject. */
export const MESSAGES = {
	...ids,
	...fields,
	...mobileNumbers,
	...settings,
	...sameItems,
	...keys,
	...register,
	...retries,
	...wholeRun,
	...templates,
	...credential,
	...configuration,
} as const;

/** Parts of messages, and lines that have no hint. */
export const PHRASES = {
	...kinds,
	...fieldParts,
	...sameItemParts,
	...keyLines,
	...registerTest,
	...retryParts,
	...runParts,
	...templateParts,
	...reporting,
	...doubts,
	...connections,
	...answers,
	...credentialParts,
	...customerLine,
	...templateList,
} as const;
