import { voucherTemplateList } from '../../../top/calls/voucherTemplateList';
import type { TopClient } from '../../../top/client';
import { describeFailure } from '../../../wording/describeFailure';
import { readingCall, type ReadingContext } from '../../shared/readingCall';
import { stockOf, templateFacts, type Obstacle } from './templateFacts';
import type { TemplateOwner } from './templateOwner';

/** What the list of templates says of one of them. */
export type TemplateFinding =
	| {
			kind: 'found';
			name: string;
			/** Why the CRM will not give it. */
			obstacle?: Obstacle;
			/** Stock and validity in words. */
			facts: string[];
			/** How many are left, where the template says it. */
			stock?: number;
	  }
	/** The list does not hold it. */
	| { kind: 'missing' }
	/** The list could not be read, which says nothing of the template. */
	| { kind: 'unread'; because: string };

/** Looks a template up in the list; it does not fail, since an app may send without reading the list. */
export async function lookAtTemplate(
	context: ReadingContext & { client: TopClient },
	owner: TemplateOwner,
	id: string,
	cancelSignal: AbortSignal,
): Promise<TemplateFinding> {
	const { client } = context;
	const request = { ...owner, voucher_template_id: id, page_no: 1, page_size: 1 };
	try {
		const { entries } = await readingCall(
			context,
			async () => await voucherTemplateList(client, request, { signal: cancelSignal }),
		);
		const template = entries.find((entry) => entry.id === id);
		if (!template) return { kind: 'missing' };
		const { name } = template;
		return {
			kind: 'found',
			name,
			...templateFacts(template, client.now()),
			stock: stockOf(template),
		};
	} catch (error) {
		return { kind: 'unread', because: describeFailure(error, 'read').message };
	}
}
