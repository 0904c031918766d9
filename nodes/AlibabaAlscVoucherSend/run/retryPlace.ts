import type { IExecuteFunctions, IWorkflowSettings, WorkflowExecuteMode } from 'n8n-workflow';

/**
 * Where what a failed execution has sent is remembered, for a person who wants to go on with it.
 *
 * - `here`: its own 'Retry' goes on
 * - `inSubWorkflow`: the same, but who looks at the workflow that called it sees another 'Retry', which
 *   starts this one anew
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
			return "To go on, press 'Retry' on this execution in the 'Executions' tab: what was sent is not sent again.";
		case 'inSubWorkflow':
			return "To go on, press 'Retry' on the sub-workflow's own execution, in the 'Executions' tab of the sub-workflow: what was sent is not sent again. 'Retry' of the workflow that called it, and 'Retry On Fail' on the node that did, start it anew.";
		case 'nowhere':
			return "n8n does not keep this execution, so there is no 'Retry' that goes on with it. Let the workflow's settings save failed executions the next time, and look in the CRM who has the voucher.";
	}
}
