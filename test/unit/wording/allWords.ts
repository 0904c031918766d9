import { READ_DECLINED, SEND_DECLINED, UNEXPECTED } from '../../../wording/businessWords';
import { PLATFORM_CATALOGUE, UNKNOWN_CODE } from '../../../wording/codes/catalogue';
import { CUSTOMER_NOT_FOUND } from '../../../wording/customerWords';
import {
	ABORTED_WORDS,
	LOST_WORDS,
	UNREADABLE_WORDS,
	UNWRITTEN_WORDS,
} from '../../../wording/transportCatalogue';
import type { Words } from '../../../wording/words';

/** The words for everything that the platform, the CRM or the network says. */
export const allWords: readonly Words[] = [
	...PLATFORM_CATALOGUE,
	UNKNOWN_CODE,
	SEND_DECLINED,
	READ_DECLINED,
	CUSTOMER_NOT_FOUND,
	UNEXPECTED,
	...Object.values(UNWRITTEN_WORDS),
	...Object.values(LOST_WORDS),
	...Object.values(UNREADABLE_WORDS),
	...Object.values(ABORTED_WORDS),
];
