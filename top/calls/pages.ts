import type { TopAnswer } from '../protocol/response';
import { isJsonObject, readBoolean, readList, readNumber, type JsonObject } from '../protocol/json';
import { BusinessRefusal, readCommonResult } from './commonResult';

/** One page of a `CommonPageResult`. */
export interface Page<T> {
	entries: T[];
	hasNextPage: boolean;
	/** How many entries there are on all pages, when the platform says so. */
	totalSize?: number;
}

/**
 * Reads a page.
 *
 * @throws BusinessRefusal when the CRM declined to list
 */
export function readPage<T>(answer: TopAnswer, readEntry: (entry: JsonObject) => T): Page<T> {
	const result = isJsonObject(answer.content.result) ? answer.content.result : {};
	const common = readCommonResult(result);
	if (common.bizSuccess !== true) throw new BusinessRefusal(common, answer.requestId);
	const currentPage = readNumber(result.current_page);
	const totalPage = readNumber(result.total_page);
	return {
		entries: readList(result.result_list).filter(isJsonObject).map(readEntry),
		hasNextPage:
			readBoolean(result.has_next_page) ??
			(currentPage !== undefined && totalPage !== undefined && currentPage < totalPage),
		totalSize: readNumber(result.total_size),
	};
}
