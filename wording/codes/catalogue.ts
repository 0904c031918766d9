import { firstCovering } from '../../top/answerPattern';
import { mainCodes, unspecificCodes } from './mainCodes';
import { permissionSubCodes } from './permissionSubCodes';
import { requestSubCodes } from './requestSubCodes';
import { serviceSubCodes } from './serviceSubCodes';
import { throttlingCodes } from './throttlingCodes';
import type { Words } from '../words';
import type { CatalogueRow } from './row';

/** What to call an answer that no row covers. */
export const UNKNOWN_CODE: Words & { quote: boolean } = {
	quote: true,
	title: 'The platform answered with a code that this node does not know',
	hint: "Read the platform's own text in the details; with the request ID there, the platform's support can look the call up",
	titleZh: '平台返回了本节点不认识的错误码',
	hintZh: '请查看详情中平台的原文；把其中的 request_id 提供给平台技术支持即可查询这次调用',
};

/**
 * The words for the platform's `error_response`. The first row that fits decides, so the rows that
 * say most stand first: sub-codes, then main codes, then whole families of sub-codes, then the main
 * codes that say nothing without a sub-code.
 *
 * Sources: the platform's tables of main codes (doc 101617) and of isv and isp sub-codes, doc 108426
 * and the platform's support answers for throttling, and sub-codes seen in public answers.
 */
export const PLATFORM_CATALOGUE: readonly CatalogueRow[] = [
	...throttlingCodes,
	...permissionSubCodes,
	...requestSubCodes.specific,
	...serviceSubCodes,
	...mainCodes,
	...requestSubCodes.families,
	...unspecificCodes,
];

/** The row of the catalogue that covers an answer, if any does. */
export const catalogueRowFor = firstCovering(PLATFORM_CATALOGUE);
