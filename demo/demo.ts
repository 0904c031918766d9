import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { useProcessedData } from '../test/support/engine/engine';
import { loadPackage, REPOSITORY, type LoadedPackage } from '../test/support/engine/package';
import { FileProcessedData } from '../test/support/engine/processedData';
import { compare } from './comparison';
import { CustomerListError, readCustomerList, type CustomerList } from './customerList';
import { localCredential, openLocalGateway, stageMishaps } from './localGateway';
import { readOptions, USAGE, UsageError, type DemoOptions, type RealGateway } from './options';
import { readOutcomes, sendable, vouchersIn } from './outcomes';
import { withProgress } from './progress';
import { agreed, realCredential } from './realGateway';
import { openReport } from './report';
import { send } from './sending';
import { countTable, differenceTable, gatewayTable, lookTable } from './tables';
import type { NodeOptions } from './workflow';

/** What both kinds of run need. */
interface Job {
	options: DemoOptions;
	list: CustomerList;
	loaded: LoadedPackage;
	node: NodeOptions;
}

/** What the node would send. */
interface Preview {
	/** One for each row. */
	answers: IDataObject[];
	/** Those of the rows that can be sent. */
	requests: IDataObject[];
	code: number;
}

/** npm starts scripts in the package's folder; paths are meant from where the user stands. */
const FOLDER = process.env.INIT_CWD ?? process.cwd();

/** Returns the exit code. */
async function main(): Promise<number> {
	const options = readOptions(process.argv.slice(2), FOLDER);
	if (options.help) {
		say(USAGE);
		return 0;
	}
	const list = readCustomerList(
		options.items ?? join(REPOSITORY, 'examples', 'customers.csv'),
		options.template,
	);
	const node: NodeOptions = {
		maxConcurrency: options.concurrency,
		maxRequestsPerSecond: options.maxPerSecond,
	};
	const loaded = await loadPackage();
	say(`\nThe package is loaded as n8n does it. ${list.name}: ${plural(list.rows.length, 'row')}.`);
	const job: Job = { options, list, loaded, node };
	return options.gateway ? await sendForReal(job, options.gateway) : await sendLocally(job);
}

async function sendLocally({ options, list, loaded, node }: Job): Promise<number> {
	const gateway = await openLocalGateway();
	try {
		const credentials = localCredential(gateway) as ICredentialDataDecryptedObject;
		const preview = await look({ options, list, loaded, node }, credentials);
		if (options.dryRun) return preview.code;
		const mishaps = stageMishaps(gateway, preview.requests);
		say(`\nA gateway runs on this machine; no real voucher is sent. To make it like life:`);
		for (const mishap of mishaps) say(`  · ${mishap}`);

		say('\nSending …');
		const report = openReport(options.report ?? join(FOLDER, 'demo-report.csv'), false);
		const answers = await sendWhatCan({ options, list, loaded, node }, preview, credentials);
		const outcomes = readOutcomes(list, answers);
		report.write(list, outcomes);
		say(`\n${countTable(outcomes)}\n${lookTable(outcomes, report.file)}`);
		say(`\n${gatewayTable(gateway.stats())}`);
		say(`Every row with its outcome: ${report.file}\n`);

		const differences = compare(outcomes, gateway.executed);
		if (differences.length > 0) {
			say(`✗ The report is wrong for ${plural(differences.length, 'customer')}:`);
			say(differenceTable(differences));
			return 1;
		}
		say('✓ What was reported is what the gateway holds, customer by customer.\n');
		return 0;
	} finally {
		await gateway.close();
	}
}

async function sendForReal(job: Job, gateway: RealGateway): Promise<number> {
	const { options, list } = job;
	const credentials = await realCredential(gateway);
	const preview = await look(job, credentials);
	if (options.dryRun || preview.requests.length === 0) return preview.code;
	const vouchers = vouchersIn(preview.requests);
	const customers = new Set(preview.requests.map(({ customer_id }) => customer_id)).size;
	say(`
Gateway   ${gateway.url || gateway.environment}
App key   ${gateway.appKey}
To send   ${plural(vouchers, 'voucher')} to ${plural(customers, 'customer')}
`);
	if (!(await agreed(vouchers, gateway.confirmed))) {
		say('Nothing was sent.');
		return 1;
	}
	const node: NodeOptions = { ...job.node, maxVouchers: vouchers };
	if (options.once) {
		await useProcessedData(new FileProcessedData(options.once));
		node.sendOnceKey = '={{ $json.customer_id }} {{ $json.voucher_id }}';
	}
	const report = openReport(options.report ?? join(FOLDER, reportName(new Date())), true);
	const answers = await sendWhatCan({ ...job, node }, preview, credentials);
	const outcomes = readOutcomes(list, answers);
	report.write(list, outcomes);
	say(`\n${countTable(outcomes)}\n${lookTable(outcomes, report.file)}`);
	say(`Every row with its outcome: ${report.file}`);
	say(
		'What the gateway holds cannot be looked into from here; compare the report with the CRM where it matters.\n',
	);
	return outcomes.every(({ kind }) => kind === 'sent') ? 0 : 1;
}

/** Has the node check the list and say what it would send: a dry run, in which nothing is sent. */
async function look(
	{ list, loaded, node, options }: Job,
	credentials: ICredentialDataDecryptedObject,
): Promise<Preview> {
	const answers = await send(loaded, {
		rows: list.rows,
		credentials,
		node: { ...node, dryRun: true },
	});
	const requests = sendable(answers);
	const cannot = answers.length - requests.length;
	say(
		`${plural(requests.length, 'row')} can be sent, ${cannot} cannot. ${requests.length > 0 ? 'The first one:' : ''}`,
	);
	if (requests.length > 0) say(`  ${JSON.stringify(withoutMarks(requests[0]))}`);
	if (options.dryRun || options.gateway) {
		const outcomes = readOutcomes(list, answers).filter(({ hint }) => hint !== '');
		if (outcomes.length > 0) say(lookTable(outcomes, list.name));
	}
	if (options.dryRun) say('Dry run: nothing was sent.\n');
	return { answers, requests, code: cannot === 0 && requests.length > 0 ? 0 : 1 };
}

/**
 * Sends the rows that the look found good.
 *
 * @returns an answer for every row; for the others the one of the look, which says why they cannot be sent
 */
async function sendWhatCan(
	{ list, loaded, node }: Job,
	{ answers }: Preview,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject[]> {
	const rows = list.rows.filter((_, at) => answers[at].dry_run === true);
	const sent = await withProgress(rows.length, () =>
		send(loaded, { rows, credentials, node, cancel: cancelOnSignal() }),
	);
	const next = sent.values();
	return answers.map((answer) =>
		answer.dry_run === true ? (next.next().value as IDataObject) : answer,
	);
}

/** The business object; its request id is made anew for every run. */
function withoutMarks(request: IDataObject): IDataObject {
	const {
		dry_run: _mark,
		checked: _,
		not_checked: __,
		request_id: _ofThisRun,
		...business
	} = request;
	return business;
}

/** Ctrl-C cancels as n8n's stop button does: the report is still written. A second one ends at once. */
function cancelOnSignal(): AbortSignal {
	const controller = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			say('\nStopping; the report follows …');
			controller.abort();
		});
	}
	return controller.signal;
}

function reportName(now: Date): string {
	return `voucher-report-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.csv`;
}

function plural(count: number, noun: string): string {
	return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		const expected = error instanceof UsageError || error instanceof CustomerListError;
		const { message, stack } = error instanceof Error ? error : new Error(String(error));
		process.stderr.write(`${expected ? message : (stack ?? message)}\n`);
		process.exitCode = expected ? 2 : 1;
	},
);
