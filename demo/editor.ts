import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	exampleApp,
	sampleBrand,
	sampleCustomers,
	serveControl,
	type Gateway,
} from '../test/gateway';
import { readExamples, withCredential } from '../test/n8n/support/examples';
import { canListen } from '../test/n8n/support/freePort';
import { ensureInstalled } from '../test/n8n/support/installations';
import { startMain, type Instance } from '../test/n8n/support/instance';
import { installAsN8nDoes, packPackage } from '../test/n8n/support/packageInstall';
import { CURRENT } from '../test/n8n/support/releases';
import { N8nRest, OWNER, type SavedCredential } from '../test/n8n/support/rest';
import { localCredential, openPractice } from './localGateway';
import { watchGateway } from './gatewayWatch';

const PORT = Number(process.env.PORT ?? 5678);
const CRM_KEY = { name: 'X-Crm-Key', value: 'only-the-crm-knows' };
const PAGE_LOGIN = { user: 'campaign', password: 'open-sesame' };

/**
 * `npm start`: a real n8n editor with this package installed as users install it, an account, the
 * credentials and the example workflows, and a gateway on this machine. Every start is a fresh one.
 */
async function main(): Promise<void> {
	// First: if something answers there, it is another n8n, which must not be touched.
	if (!(await canListen(PORT))) {
		throw new Error(
			`Port ${PORT} is taken, perhaps by another n8n. Nothing was set up. Name another port: PORT=${PORT + 1} npm start`,
		);
	}
	const folder = mkdtempSync(join(tmpdir(), 'n8n-editor-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	onSignal(() => process.exit());

	const installation = await ensureInstalled(CURRENT);
	say('Packing this package and installing it as n8n does …');
	const tarball = await packPackage(folder);
	await installAsN8nDoes(tarball, folder, installation);

	const { gateway, mishaps } = await openPractice();
	const control = await serveControl(gateway);
	say('Starting n8n …');
	const editor = await startMain({ installation, userFolder: folder, port: PORT });
	onSignal(async () => {
		say('Stopping …');
		await editor.stop();
		await control.close();
		await gateway.close();
		process.exit();
	});

	const examples = await furnish(editor, gateway);
	say(welcome({ editor, gateway, examples, mishaps, control: control.url }));
	watchGateway(gateway, say);
}

interface Furnished {
	editor: Instance;
	gateway: Gateway;
	/** The workflows that stand in the editor. */
	examples: string[];
	/** What will happen at the gateway, in words. */
	mishaps: string[];
	/** Where the gateway takes commands. */
	control: string;
}

function welcome({ editor, gateway, examples, mishaps, control }: Furnished): string {
	const strike = (fault: object) =>
		`${control}/fault -d '${JSON.stringify([{ times: 1, fault }])}'`;
	return `
  n8n ${CURRENT.n8n} with Alibaba ALSC Voucher Send is running.

  Open      ${editor.url}/home/workflows
  E-mail    ${OWNER.email}
  Password  ${OWNER.password}
  Gateway   ${gateway.url} (on this machine; no real voucher is sent)

  To make a credential yourself: App Key ${exampleApp.key}, App Secret ${exampleApp.secret},
  Environment Custom, and the gateway above. It knows the brand ${sampleBrand} with the shop 424, the
  customers of examples/customers.csv and examples/phone-numbers.csv, and a few templates, one of them out
  of stock; all else it refuses. And to make it like life, once each:
${mishaps.map((mishap) => `    · ${mishap}`).join('\n')}

  Examples
${examples.map((name) => `    · ${name}`).join('\n')}

  The campaigns ask for a list: take examples/customers.csv or examples/phone-numbers.csv. Their page opens with user
  "${PAGE_LOGIN.user}" and password "${PAGE_LOGIN.password}". The CRM webhook is published; play the CRM with

    curl ${editor.url}/webhook/alsc-voucher -H '${CRM_KEY.name}: ${CRM_KEY.value}' \\
      -H 'Content-Type: application/json' -d '{ "order_id": "A-1001", "customer_id": "${sampleCustomers[0].customer_id}" }'

  Disturb the gateway, execute a workflow, and see what the node makes of it. Each command answers with a
  number or "null":

    too many calls for 20 seconds   curl ${strike(BAN)}
    the next answer gets lost       curl ${strike({ do: 'cut', moment: 'after' })}
    off                             curl ${control}/stopListening
    on again                        curl ${control}/listenAgain
    nothing goes wrong any more     curl ${control}/clearFaults

  Ctrl-C stops everything. What the gateway receives is shown here:
`;
}

const BAN = {
	do: 'ban',
	seconds: 20,
	scope: 'api',
	subCode: 'accesscontrol.limited-by-api-access-count',
};

// Returns the names of the workflows that now stand in the editor.
async function furnish(editor: Instance, gateway: Gateway): Promise<string[]> {
	const n8n = new N8nRest(editor.url);
	await n8n.setUpOwner();
	const credentials: SavedCredential[] = [
		await n8n.createCredential('Alibaba ALSC account', 'alibabaAlscApi', localCredential(gateway)),
		await n8n.createCredential('CRM key', 'httpHeaderAuth', CRM_KEY),
		await n8n.createCredential('Campaign page', 'httpBasicAuth', PAGE_LOGIN),
	];
	const names: string[] = [];
	for (const [file, example] of readExamples()) {
		const saved = await n8n.createWorkflow(credentials.reduce(withCredential, example));
		if (file === 'crm-webhook') await n8n.activateWorkflow(saved);
		names.push(saved.name);
	}
	return names;
}

// The latest handler alone counts: there is more to stop the longer the start has gone on.
function onSignal(stop: () => void | Promise<void>): void {
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.removeAllListeners(signal);
		process.once(signal, () => void stop());
	}
}

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
