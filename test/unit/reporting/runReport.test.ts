import type { Outcome } from '../../../nodes/AlibabaAlscVoucherSend/delivery/outcome';
import { RunReport } from '../../../nodes/AlibabaAlscVoucherSend/reporting/runReport';
import { workOf } from '../run/works';

describe('how far a run has come', () => {
	it('keeps what was sent before apart from what is sent now', () => {
		const report = new RunReport(10, false);
		const byKey: Outcome = { kind: 'sent', attempts: 0, proof: { by: 'sendOnceKey' } };
		const words = { message: 'no stock', hint: '' };
		report.add(0, byKey, workOf(0, 'spring'), undefined, true);
		report.add(1, byKey, workOf(1, 'spring'), undefined, false);
		report.add(2, byKey, workOf(2, 'spring'), undefined, false);
		report.add(3, { kind: 'rejected', attempts: 1, words }, workOf(3), undefined, false);

		expect(report.progress).toEqual({
			ended: 4,
			kinds: ['1 sent', '2 sent before', '1 rejected'],
		});
	});
});
