import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { readCredential } from '../../credentials/credentialData';
import type { TopClient } from '../../top/client';
import type { Pacer } from '../../top/pacing/pacer';
import { pacerFor } from '../../top/pacing/registry';
import type { PaceStore } from '../../top/pacing/sharedPace';
import { connect, type ConnectionOptions } from './connection';
import { variesByItem } from './credentialExpressions';
import { openPaceStore } from './registerDatabase/registerOption';
import type { PaceSettings } from './settings';
import { invalid } from './invalidInput';

export const CREDENTIAL_TYPE = 'alibabaAlscApi';

/** An app at a gateway: what a credential comes to. */
export interface Account {
	client: TopClient;
	/** Shared by all runs of this process that use the app. */
	pacer: Pacer;
	/** Gateway and app key. */
	appIdentity: string;
}

/**
 * The accounts of a run. A credential with an expression may come out differently for each item, so it is
 * asked for item by item then. Otherwise it is asked for once, because asking costs a database query.
 */
export class Accounts {
	private readonly known = new Map<string, Account>();

	private constructor(
		private readonly context: IExecuteFunctions,
		private readonly options: ConnectionOptions,
		/** Whether each item may have an account of its own. */
		readonly varyByItem: boolean,
		/** The account of the first item; of all items unless they vary. */
		readonly first: Account,
		private readonly paceStore: PaceStore | undefined,
	) {}

	/**
	 * @throws Error when a credential is incomplete or cannot be read
	 */
	static async open(context: IExecuteFunctions, settings: PaceSettings): Promise<Accounts> {
		const options: ConnectionOptions = {
			timeoutMs: settings.timeoutMs,
			maxConnections: settings.concurrency.most,
			egressFilter: context.helpers.getSecureEgressFilter?.(),
		};
		const paceStore = await openPaceStore(context, settings.register);
		const credential = await context.getCredentials(CREDENTIAL_TYPE, 0);
		const first = makeAccount(credential, options, paceStore);
		const isForMany = context.getInputData().length > 1;
		const vary = isForMany && (await variesByItem(context, CREDENTIAL_TYPE, credential));
		const accounts = new Accounts(context, options, vary, first, paceStore);
		accounts.known.set(JSON.stringify(credential), first);
		return accounts;
	}

	/** The account of all items, for a node that cannot tell them apart. */
	get forAll(): Account {
		if (!this.varyByItem) return this.first;
		throw invalid('credentialVaries', 'Credential');
	}

	/**
	 * The account of one item.
	 *
	 * @throws Error when its credential is incomplete or its expressions fail
	 */
	async of(itemIndex: number): Promise<Account> {
		if (!this.varyByItem) return this.first;
		const credential = await this.context.getCredentials(CREDENTIAL_TYPE, itemIndex);
		const name = JSON.stringify(credential);
		const account = this.known.get(name) ?? makeAccount(credential, this.options, this.paceStore);
		this.known.set(name, account);
		return account;
	}
}

function makeAccount(
	stored: ICredentialDataDecryptedObject,
	options: ConnectionOptions,
	paceStore: PaceStore | undefined,
): Account {
	const credential = readCredential(stored);
	const { app, gateway } = credential;
	return {
		client: connect(credential, options),
		pacer: pacerFor(gateway.origin, app.appKey, paceStore),
		appIdentity: `${app.appKey}@${gateway.host}`,
	};
}
