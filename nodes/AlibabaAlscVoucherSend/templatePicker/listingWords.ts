import { BusinessRefusal } from '../../../top/calls/commonResult';
import { TopPlatformError } from '../../../top/protocol/errors';
import type { TemplateOwner } from './templateOwner';
import { describeFailure, type FailureWords } from '../../../wording/describeFailure';

const ASK_FOR_THE_BRAND =
	"Enter 'Brand ID' or 'External Brand ID' in 'Additional Fields' first (and the shop, if the platform asks for it): templates are listed per brand";
const BY_ID = "Or choose 'By ID' and enter the template's ID, which the CRM's back office shows";

/** Why the templates could not be listed, and what to do instead. */
export function listingWords(error: unknown, owner: TemplateOwner): FailureWords {
	const words = describeFailure(error, 'read');
	const hasBrand = owner.brand_id !== undefined || owner.out_brand_id !== undefined;
	const hint = !hasBrand && mayLackTheBrand(error) ? ASK_FOR_THE_BRAND : words.hint;
	return { ...words, hint: `${hint}. ${BY_ID}` };
}

function mayLackTheBrand(error: unknown): boolean {
	if (error instanceof BusinessRefusal) return true;
	if (!(error instanceof TopPlatformError)) return false;
	const { code, subCode = '' } = error.failure;
	return [40, 41, 43].includes(code) || /^isv\.(missing|invalid)-paramete|not-exist/.test(subCode);
}
