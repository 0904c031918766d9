import { BusinessRefusal } from '../../../top/calls/commonResult';
import { TopPlatformError } from '../../../top/protocol/errors';
import { describeFailure, type FailureWords } from '../../../wording/describeFailure';
import { sentences } from '../../../wording/join';
import { phrase } from '../../../wording/say';
import type { TemplateOwner } from './templateOwner';

/** Why the templates could not be listed, and what to do instead. */
export function listingWords(error: unknown, owner: TemplateOwner): FailureWords {
	const words = describeFailure(error, 'read');
	const hasBrand = owner.brand_id !== undefined || owner.out_brand_id !== undefined;
	const hint = !hasBrand && mayLackTheBrand(error) ? phrase('giveBrandFirst') : words.hint;
	return { ...words, hint: sentences(hint, phrase('orById')) };
}

function mayLackTheBrand(error: unknown): boolean {
	if (error instanceof BusinessRefusal) return true;
	if (!(error instanceof TopPlatformError)) return false;
	const { code, subCode = '' } = error.failure;
	return [40, 41, 43].includes(code) || /^isv\.(missing|invalid)-paramete|not-exist/.test(subCode);
}
