import { NodeApiError, type ILoadOptionsFunctions, type INodeListSearchResult } from 'n8n-workflow';
import { readCredential } from '../../../credentials/credentialData';
import { connect } from '../../shared/connection';
import { findTemplates } from './findTemplates';
import { listingWords } from './listingWords';
import { templateEntries } from './templateEntry';
import { templateOwner } from './templateOwner';

/** Short, because a person waits for the list to open. */
const TIMEOUT_MS = 15_000;
const MAX_CONNECTIONS = 2;

/**
 * Fills the list of 'Voucher Template': voucher templates of the brand or shop that stands in
 * 'Additional Fields', a page at a time, those with `filter` in their name or as their ID.
 *
 * @param paginationToken the number of the platform's page to go on with
 * @throws NodeApiError whenever the platform refuses: an empty list would hide why
 */
export async function searchVoucherTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const owner = templateOwner(this.getCurrentNodeParameter('additionalFields'));
	try {
		const client = connect(readCredential(await this.getCredentials('alibabaAlscApi')), {
			timeoutMs: TIMEOUT_MS,
			maxConnections: MAX_CONNECTIONS,
			egressFilter: this.helpers.getSecureEgressFilter?.(),
		});
		const found = await findTemplates(client, owner, filter?.trim() ?? '', paginationToken);
		return {
			results: templateEntries(found.templates, client.now()),
			paginationToken: found.nextPage?.toString(),
		};
	} catch (error) {
		const { message, hint } = listingWords(error, owner);
		throw new NodeApiError(this.getNode(), { message }, { message, description: hint });
	}
}
