import { isKept } from '../../../nodes/AlibabaAlscVoucherSend/run/retryPlace';

test.each([
	['trigger', {}, {}, true],
	['trigger', { saveDataErrorExecution: 'none' }, {}, false],
	['trigger', { saveDataErrorExecution: 'DEFAULT' }, {}, true],
	['webhook', {}, { EXECUTIONS_DATA_SAVE_ON_ERROR: 'none' }, false],
	['webhook', { saveDataErrorExecution: 'all' }, { EXECUTIONS_DATA_SAVE_ON_ERROR: 'none' }, true],
	['integrated', { saveDataErrorExecution: 'none' }, {}, false],
	['retry', {}, {}, true],
	['manual', {}, {}, true],
	['manual', { saveManualExecutions: false }, {}, false],
	['manual', { saveManualExecutions: 'DEFAULT' }, {}, true],
	['manual', {}, { EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'false' }, false],
	['manual', { saveDataErrorExecution: 'none' }, {}, true],
] as const)(
	'a failed execution is kept: mode %s, settings %j, n8n %j',
	(mode, settings, env, kept) => {
		expect(isKept(mode, settings, env)).toBe(kept);
	},
);
