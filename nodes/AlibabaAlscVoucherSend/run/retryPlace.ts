import type { IExecuteFunctions, IWorkflowSettings, WorkflowExecuteMode } from 'n8n-workflow';
import { phrase } from '../../../wording/say';

/**
 * Where n8n keeps a failed execution, and with it the ledger of what it sent, for a person who wants to go on.
 *
 * - `here`: its own 'Retry' goes on
 * - `inSubWorkflow`: the same; but the 'Retry' of the workflow that called it starts this one anew
 * - `nowhere`: n8n does not keep it, so there is no 'Retry'
 */
export type RetryPlace = 'here' | 'inSubWorkflow' | 'nowhere';

export function retryPlaceOf(context: IExecuteFunctions): RetryPlace {
	const settings = context.getWorkflowSettings?.() ?? {};
	const mode = context.getMode();
	if (!isKept(mode, settings, process.env)) return 'nowhere';
	return mode === 'integrated' ? 'inSubWorkflow' : 'here';
}

/** Whether n8n keeps a failed execution: the workflow's settings decide, and where they do not, n8n's. */
export function isKept(
	mode: WorkflowExecuteMode,
	{ saveManualExecutions, saveDataErrorExecution }: IWorkflowSettings,
	environment: NodeJS.ProcessEnv,
): boolean {
	if (mode === 'manual') {
		if (typeof saveManualExecutions === 'boolean') return saveManualExecutions;
		return environment.EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS?.toLowerCase() !== 'false';
	}
	if (saveDataErrorExecution === 'all' || saveDataErrorExecution === 'none') {
		return saveDataErrorExecution === 'all';
	}
	return environment.EXECUTIONS_DATA_SAVE_ON_ERROR !== 'none';
}

/** How to go on when vouchers have been sent, or may have. */
export function goOnWords(place: RetryPlace): string {
	switch (place) {
		case 'here':
			return phrase('goOnHere');
		case 'inSubWorkflow':
			return phrase('goOnInSubWorkflow');
		case 'nowhere':
			return phrase('goOnNowhere');
	}
}

/** The same where the cause is in an item: a retry takes the list as it was, and would stop there again. */
export function goOnPastItemWords(place: RetryPlace): string {
	switch (place) {
		case 'here':
			return phrase('goOnPastItemHere');
		case 'inSubWorkflow':
			return phrase('goOnPastItemInSubWorkflow');
		case 'nowhere':
			return phrase('goOnNowhere');
	}
}
