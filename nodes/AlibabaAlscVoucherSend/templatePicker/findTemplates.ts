import { BusinessRefusal } from '../../../top/calls/commonResult';
import type { Page } from '../../../top/calls/pages';
import { voucherTemplateList, type VoucherTemplate } from '../../../top/calls/voucherTemplateList';
import type { TopClient } from '../../../top/client';
import type { TemplateOwner } from './templateOwner';

export interface FoundTemplates {
	templates: VoucherTemplate[];
	/** The platform's page to go on with; none when there are no more. */
	nextPage?: number;
}

const PAGE_SIZE = 50;
/** With this many matches the list is full enough to show. */
const ENOUGH_MATCHES = 20;
/** How many pages one look-up reads while it has matches to show, and while it has none. */
const MOST_PAGES = 10;
const MOST_PAGES_WITHOUT_MATCH = 40;

/**
 * Finds voucher templates whose name contains `filter` in any case, or whose ID it is. The platform
 * cannot search by name, so pages are read until there are enough matches; the rest is left to the
 * next call.
 *
 * @throws what the client throws, and BusinessRefusal
 */
export async function findTemplates(
	client: TopClient,
	owner: TemplateOwner,
	filter: string,
	startPage = '1',
): Promise<FoundTemplates> {
	const firstPage = Math.max(1, Number.parseInt(startPage, 10) || 1);
	const list = async (page: number): Promise<Page<VoucherTemplate>> =>
		await voucherTemplateList(client, { ...owner, page_no: page, page_size: PAGE_SIZE });

	if (filter === '') {
		const { entries, hasNextPage } = await list(firstPage);
		return { templates: withId(entries), nextPage: hasNextPage ? firstPage + 1 : undefined };
	}

	const isId = /^\d+$/.test(filter);
	const byId = isId && firstPage === 1 ? await findById(client, owner, filter) : [];
	const matches = new Map(byId.map((template) => [template.id, template]));
	const wanted = filter.toLowerCase();
	for (let page = firstPage; ; page++) {
		const { entries, hasNextPage } = await list(page);
		for (const template of withId(entries)) {
			const isMatch = template.name.toLowerCase().includes(wanted) || template.id === filter;
			if (isMatch) matches.set(template.id, template);
		}
		const templates = [...matches.values()];
		if (!hasNextPage) return { templates };
		const pagesRead = page - firstPage + 1;
		if (
			templates.length >= ENOUGH_MATCHES ||
			pagesRead >= (templates.length > 0 ? MOST_PAGES : MOST_PAGES_WITHOUT_MATCH)
		) {
			return { templates, nextPage: page + 1 };
		}
	}
}

async function findById(
	client: TopClient,
	owner: TemplateOwner,
	id: string,
): Promise<VoucherTemplate[]> {
	const request = { ...owner, voucher_template_id: id, page_no: 1, page_size: 1 };
	const { entries } = await voucherTemplateList(client, request).catch(noSuchTemplate);
	return entries.filter((template) => template.id === id);
}

/** The digits are no ID and may be part of a name. If listing itself is refused, so is the next call. */
function noSuchTemplate(error: unknown): Page<VoucherTemplate> {
	if (error instanceof BusinessRefusal) return { entries: [], hasNextPage: false };
	throw error;
}

function withId(templates: VoucherTemplate[]): VoucherTemplate[] {
	return templates.filter(({ id }) => id !== '');
}
