import { List, Struct } from '../answer';

/** The paged result of the CRM's list methods. Pages count from 1; beyond the last they are empty. */
export function pageResult<T>(
	all: readonly T[],
	pageNo: number,
	pageSize: number,
	element: string,
	show: (entry: T) => Struct,
	successCode: string,
): Struct {
	const start = (pageNo - 1) * pageSize;
	const totalPages = Math.ceil(all.length / pageSize);
	return {
		biz_success: true,
		current_page: pageNo,
		has_next_page: pageNo < totalPages,
		page_size: pageSize,
		result_list: new List(element, all.slice(start, start + pageSize).map(show)),
		result_code: successCode,
		result_desc: '',
		result_view: '',
		total_page: totalPages,
		total_size: all.length,
	};
}
