import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	exampleApp,
	sampleTemplates,
	startGateway,
	type Gateway,
	type GatewayOptions,
} from '../../gateway';
import { ensureInstalled } from './installations';
import { startMain, type Instance } from './instance';
import { installAsN8nDoes, packPackage } from './packageInstall';
import type { N8nRelease } from './releases';
import { N8nRest, type SavedCredential } from './rest';

export const CREDENTIAL_TYPE = 'alibabaAlscApi';

/** A real n8n with this package installed as users install it, and the gateway it sends to. */
export interface Workbench {
	instance: Instance;
	/** Logged in as the owner. */
	n8n: N8nRest;
	gateway: Gateway;
	/** For the gateway's example app. */
	credential: SavedCredential;
	/** What a credential for the gateway's example app holds. */
	credentialData: Record<string, string>;
	packageFolder: string;
	close(): Promise<void>;
}

export interface WorkbenchOptions {
	env?: Record<string, string>;
	gateway?: GatewayOptions;
	/** The package to install; without it the one built from this repository. */
	tarball?: string;
}

/** Starts a fresh n8n of the release named, with an owner and one credential. */
export async function openWorkbench(
	release: N8nRelease,
	options: WorkbenchOptions = {},
): Promise<Workbench> {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-bench-'));
	const closers: Array<() => Promise<void> | void> = [
		() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
	];
	const close = async () => {
		for (const closer of closers.splice(0).reverse()) await closer();
	};
	try {
		const installation = await ensureInstalled(release);
		const tarball = options.tarball ?? process.env.PACKED_TARBALL ?? (await packPackage(folder));
		const packageFolder = await installAsN8nDoes(tarball, folder, installation);
		const gateway = await startGateway({
			templates: [...sampleTemplates],
			https: false,
			...options.gateway,
		});
		closers.push(() => gateway.close());
		const instance = await startMain({ installation, userFolder: folder, env: options.env });
		closers.push(() => instance.stop());

		const n8n = new N8nRest(instance.url);
		await n8n.setUpOwner();
		const credentialData = credentialFor(gateway);
		const credential = await n8n.createCredential('ALSC', CREDENTIAL_TYPE, credentialData);
		return { instance, n8n, gateway, credential, credentialData, packageFolder, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** What a credential for the gateway's example app holds. */
export function credentialFor({ url }: Gateway): Record<string, string> {
	return {
		appKey: exampleApp.key,
		appSecret: exampleApp.secret,
		environment: 'custom',
		gatewayUrl: url,
		signMethod: 'hmac-sha256',
	};
}
