import './userFolder';
import { Container } from '@n8n/di';
import { ErrorReporter, PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { join } from 'node:path';
import { helperNodeTypes } from './helperNodes';

export const PACKAGE_NAME = 'n8n-nodes-alibaba-alsc';
export const VOUCHER_NODE_TYPE = `${PACKAGE_NAME}.alibabaAlscVoucherSend`;
export const CUSTOMER_NODE_TYPE = `${PACKAGE_NAME}.alibabaAlscCustomerGet`;
export const REPOSITORY = join(__dirname, '..', '..', '..');

/** What n8n knows after it has loaded a package. */
export interface LoadedPackage {
	nodeTypes: INodeTypes;
	credentialTypes: Map<string, ICredentialType>;
}

/**
 * Loads the built package from its package.json with n8n's own loader, beside the few helper nodes the
 * tests build workflows from.
 */
export async function loadPackage(directory = REPOSITORY): Promise<LoadedPackage> {
	// The engine logs every error a node throws; the tests assert on the errors themselves.
	Container.get(ErrorReporter).error = () => {};
	const loader = new PackageDirectoryLoader(directory);
	await loader.loadAll();
	const types = new Map<string, INodeType | IVersionedNodeType>(Object.entries(helperNodeTypes));
	for (const [name, { type }] of Object.entries(loader.nodeTypes)) {
		types.set(`${PACKAGE_NAME}.${name}`, type);
	}
	const byName = (name: string) => {
		const type = types.get(name);
		if (!type) throw new Error(`Unrecognized node type: ${name}`);
		return type;
	};
	return {
		nodeTypes: {
			getByName: byName,
			getByNameAndVersion: (name, version) =>
				NodeHelpers.getVersionedNodeType(byName(name), version),
			getKnownTypes: () => ({}),
		},
		credentialTypes: new Map(
			Object.entries(loader.credentialTypes).map(([name, { type }]) => [name, type]),
		),
	};
}
