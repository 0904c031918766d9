import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { Accounts } from '../shared/accounts';
import { phrase } from '../../wording/say';
import { goesOnAfterFailure, startWords, toNodeError, toOutput } from '../shared/failing';
import { progressTeller } from '../shared/progress';
import { readPaceSettings } from '../shared/settings';
import { LookUp } from './lookUp';
import { lookedUpJson } from './output';
import { questionReader } from './question';
import type { LookedUp } from './result';
import { lookUpHint } from './summary';

/** Runs the node: one customer looked up per input item, one output item per input item. */
export async function executeCustomerGet(
	context: IExecuteFunctions,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	const node = context.getNode();
	const continueOnFail = goesOnAfterFailure(context);
	let lookUp: LookUp;
	try {
		lookUp = await prepare(context, node, continueOnFail);
	} catch (error) {
		const words = startWords(error, phrase('checkCredential'));
		if (!continueOnFail) throw toNodeError(node, words);
		const all = items.map((): LookedUp => ({ result: { kind: 'not_asked', words } }));
		return toOutput(context, asItems(all));
	}
	const all = await lookUp.run();
	context.addExecutionHints?.(lookUpHint(all));
	const { stoppedBy } = lookUp;
	if (stoppedBy !== undefined) {
		const { result } = all[stoppedBy];
		if (result.kind !== 'found') throw toNodeError(node, result.words, stoppedBy);
	}
	return toOutput(context, asItems(all));
}

async function prepare(
	context: IExecuteFunctions,
	node: INode,
	continueOnFail: boolean,
): Promise<LookUp> {
	const settings = readPaceSettings(context);
	const accounts = await Accounts.open(context, settings);
	const { client, pacer } = accounts.forAll;
	return new LookUp({
		itemCount: context.getInputData().length,
		settings,
		continueOnFail,
		read: questionReader(context, node),
		client,
		pacer,
		cancelSignal: context.getExecutionCancelSignal() ?? new AbortController().signal,
		tellProgress: progressTeller(context),
	});
}

function asItems(all: readonly LookedUp[]): INodeExecutionData[] {
	return all.map((lookedUp, item) => ({ json: lookedUpJson(lookedUp), pairedItem: { item } }));
}
