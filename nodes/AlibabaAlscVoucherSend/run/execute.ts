import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { Accounts } from '../../shared/accounts';
import { cutSignal } from '../delivery/cutSignal';
import { Outage } from '../delivery/outage';
import { timings } from '../delivery/timings';
import { EarlierRequests } from '../delivery/lookUp/earlierRequests';
import { RunStop } from '../../shared/runStop';
import { Ledger } from '../memory/ledger/ledger';
import { progressTeller } from '../../shared/progress';
import { goesOnAfterFailure, startWords, toNodeError, toOutput } from '../../shared/failing';
import { writeExecutionData } from '../reporting/executionData';
import { outcomeJson } from '../reporting/outcomeItem';
import { createParameterReader, usesSendOnceKey } from '../reading/parameterReader';
import { readSettings } from '../reading/settings';
import { openRegister } from '../memory/register/openRegister';
import { RegisterProblem } from '../../shared/registerDatabase/registerProblem';
import type { FailureWords } from '../../../wording/describeFailure';
import { sentences } from '../../../wording/join';
import { phrase } from '../../../wording/say';
import { Preparation } from './preparation';
import { refuseN8nStoreInQueueMode } from './queueMode';
import type { RunReport } from '../reporting/runReport';
import { SendOnceWindow } from './sendOnceWindow';
import { goOnWithRetry, RetryRefused } from './retry';
import { goOnWords, retryPlaceOf, type RetryPlace } from './retryPlace';
import {
	dryRunHint,
	dryRunOfRetry,
	keysNotSettledHint,
	registerHint,
	stopDescription,
	summaryHint,
} from '../reporting/summary';
import { VoucherRun } from './voucherRun';

/** Runs the node: one voucher request per input item, one output item per input item. */
export async function executeVoucherSend(
	context: IExecuteFunctions,
): Promise<INodeExecutionData[][]> {
	if (context.getInputData().length === 0) return [[]];
	const nodeContext = context.getContext('node');
	// First, because opening it stores the seed that a retry needs, even if nothing else succeeds.
	const runIndex = Number(context.getWorkflowDataProxy(0).$runIndex);
	const ledger = Ledger.open(nodeContext, runIndex, context.getExecutionId());
	try {
		return await executeWith(context, ledger);
	} finally {
		ledger.release();
	}
}

async function executeWith(
	context: IExecuteFunctions,
	ledger: Ledger,
): Promise<INodeExecutionData[][]> {
	const itemCount = context.getInputData().length;
	const node = context.getNode();
	const continueOnFail = goesOnAfterFailure(context);
	let run: VoucherRun;
	try {
		run = await prepareRun(context, node, ledger, continueOnFail);
	} catch (error) {
		const inDoubt = Ledger.hasEntries(context.getContext('node'));
		const words = beginWords(error, inDoubt ? retryPlaceOf(context) : undefined);
		// Under "continue" the engine passes the input on as if it had been sent when a node throws.
		if (continueOnFail) return toOutput(context, refuseAll(itemCount, words, inDoubt));
		throw toNodeError(node, words);
	}
	const report = await run.run();
	try {
		tell(context, report, ledger);
		if (run.sendOnceProblem) context.addExecutionHints?.(keysNotSettledHint(run.sendOnceProblem));
		if (run.registerAdvice) context.addExecutionHints?.(registerHint(run.registerAdvice));
	} catch (error) {
		// Hints and custom data are extras: the items are returned even if n8n refuses them.
		context.logger?.warn(`The counts could not be shown: ${String(error)}`);
	}

	if (report.firstFailure && !continueOnFail) {
		const { itemIndex, words } = report.firstFailure;
		const isForAll =
			itemCount > 1 && report.counts.sent === 0 && report.totals.onlyReason !== undefined;
		const description = stopDescription(words.hint, itemCount, report.counts, {
			knowsKeys: usesSendOnceKey(node) && !run.hasUnwrittenKeys,
			isRetriedElsewhere: ledger.isRetriedElsewhere,
			retryPlace: retryPlaceOf(context),
			isForAll,
			isCausedByItem: words.field !== undefined,
		});
		const shown = { ...words, hint: description };
		const error = toNodeError(node, shown, isForAll ? undefined : itemIndex);
		error.context.data = { counts: { ...report.counts }, items: report.failures };
		throw error;
	}
	if (report.dryRun && ledger.isRetriedExecution && !continueOnFail) {
		throw toNodeError(node, dryRunOfRetry(report.dryRun));
	}
	// A cancelled execution is stored with the ledger as it was at that moment.
	const cancelled = context.getExecutionCancelSignal()?.aborted === true;
	const { items } = report;
	if (!cancelled && !willRunAgain(node, items)) ledger.close();
	return toOutput(context, items);
}

/** Reads what holds for the whole run; nothing is sent here. */
async function prepareRun(
	context: IExecuteFunctions,
	node: INode,
	ledger: Ledger,
	continueOnFail: boolean,
): Promise<VoucherRun> {
	const settings = readSettings(context);
	const accounts = await Accounts.open(context, settings);
	const cancelSignal = context.getExecutionCancelSignal() ?? new AbortController().signal;
	const usesKeys = usesSendOnceKey(node);
	if (usesKeys && !settings.dryRun) refuseN8nStoreInQueueMode(settings.register);
	const register = await openRegister(context, settings.register);
	if (ledger.isRetriedExecution && !settings.dryRun) {
		await goOnWithRetry(ledger, register, context.getExecutionId(), cancelSignal);
	}
	const stop = new RunStop();
	return new VoucherRun({
		itemCount: context.getInputData().length,
		input: settings.includeInputFields ? context.getInputData() : undefined,
		settings,
		continueOnFail,
		preparation: new Preparation(
			createParameterReader(context, node),
			settings.acceptRoundedIds,
			ledger,
			accounts.first,
		),
		ledger,
		accounts: accounts.varyByItem ? accounts : undefined,
		delivery: {
			...accounts.first,
			settings,
			cancelSignal,
			cutSignal: cutSignal(cancelSignal, timings.cutAfterMs),
			stop,
			outage: new Outage(stop),
			earlierRequests: new EarlierRequests(),
		},
		sendOnce: usesKeys ? new SendOnceWindow(register) : undefined,
		// A dry run sends nothing and is soon over.
		tellProgress: settings.dryRun ? () => {} : progressTeller(context),
	});
}

/** Shows the counts above the output and writes them into the execution's data. */
function tell(context: IExecuteFunctions, report: RunReport, ledger: Ledger): void {
	const { dryRun, totals } = report;
	context.addExecutionHints?.(dryRun ? dryRunHint(dryRun) : summaryHint(totals));
	if (!dryRun) writeExecutionData(context, totals, ledger);
}

/** With Retry On Fail the engine runs the node again when the first item it returns has failed. */
function willRunAgain(node: INode, items: INodeExecutionData[]): boolean {
	return node.retryOnFail === true && Boolean(items[0]?.json.error);
}

function refuseAll(itemCount: number, words: FailureWords, inDoubt: boolean): INodeExecutionData[] {
	const kind = inDoubt ? 'unknown' : 'not_sent';
	return Array.from({ length: itemCount }, (_, item) => ({
		json: outcomeJson({ kind, attempts: 0, words }, undefined, true),
		pairedItem: { item },
	}));
}

/**
 * Why the run cannot begin.
 *
 * @param place given when an earlier try of this execution has sent vouchers, or may have: where it is
 * remembered
 */
function beginWords(error: unknown, place: RetryPlace | undefined): FailureWords {
	const words = wordsOf(error);
	if (!place) return words;
	const earlier = phrase('earlierTry', { goOn: goOnWords(place) });
	return { ...words, hint: sentences(words.hint, earlier) };
}

function wordsOf(error: unknown): FailureWords {
	if (error instanceof RetryRefused) return error.words;
	if (error instanceof RegisterProblem) return { message: error.message, hint: error.hint };
	return startWords(error, phrase('nothingSentCheckCredential'));
}
