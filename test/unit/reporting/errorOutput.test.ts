import type { INodeExecutionData } from 'n8n-workflow';
import { markFailures, needsMark } from '../../../nodes/shared/errorOutput';

describe('the error output of older n8n', () => {
	it.each([
		['1.120.31', true],
		['2.0.0', true],
		['2.35.3', true],
		['2.36.0', false],
		['2.41.0', false],
		['3.0.0', false],
	])('n8n-workflow %s needs failed items to be marked: %s', (version, expected) => {
		expect(needsMark('continueErrorOutput', version)).toBe(expected);
		expect(needsMark('continueRegularOutput', version)).toBe(false);
		expect(needsMark(undefined, version)).toBe(false);
	});

	it('marks failed items so that the engine sees it, and its copy of them is whole', () => {
		const json = { error: 'Declined', details: { outcome: 'rejected', attempts: 1 } };
		const first: INodeExecutionData = {
			json: { customer_id: 'c1', result: true },
			pairedItem: { item: 0 },
		};
		const second: INodeExecutionData = { json, pairedItem: { item: 1 } };

		markFailures([first, second]);

		expect(first.error).toBeUndefined();
		expect(second.error?.message).toBe('Declined');
		expect({ ...second }).toEqual({ json, pairedItem: { item: 1 } });
		expect({ ...second }.error).toBeUndefined();
	});
});
