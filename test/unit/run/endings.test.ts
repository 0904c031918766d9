import { Endings } from '../../../nodes/AlibabaAlscVoucherSend/run/endings';
import { RunReport } from '../../../nodes/AlibabaAlscVoucherSend/reporting/runReport';
import { RunStop } from '../../../nodes/shared/runStop';
import { outcomesOf, workOf } from './works';

function endingsOf(items: number, stopsAtFailure = false) {
	const report = new RunReport(items, false);
	const stop = new RunStop();
	return { report, stop, endings: new Endings({ report, stop, stopsAtFailure }) };
}

const REJECTED = { kind: 'rejected', attempts: 1, words: { message: 'no', hint: 'x' } } as const;
const DOUBT = { attempts: 1, words: { message: 'lost', hint: 'x' } };

test('what nothing has ended was not sent, with the reason of the run', () => {
	const { endings, report, stop } = endingsOf(2);
	stop.request({ message: 'the reason', hint: 'x' });
	endings.endTheRest();
	expect(report.items.map(({ json }) => json.error)).toEqual(['the reason', 'the reason']);
	expect(report.counts).toMatchObject({ not_sent: 2 });
});

test('what was in doubt and nothing has ended stays unknown', () => {
	const { endings, report } = endingsOf(3);
	endings.setFallback({ kind: 'inDoubt', work: workOf(0), earlier: DOUBT });
	endings.markInDoubt(workOf(1), DOUBT);
	endings.end(1, REJECTED, workOf(1));
	endings.endTheRest();
	expect(outcomesOf(report)).toEqual(['unknown', 'rejected', 'not_sent']);
});

test('the first failure ends the run where the node stops, and the others name it', () => {
	const { endings, report, stop } = endingsOf(2, true);
	endings.end(0, REJECTED, workOf(0));
	expect(stop.reason?.message).toBe(
		'Not sent, because the run stopped at the 1st item ([item 0] in n8n): no',
	);
	endings.endTheRest();
	expect(outcomesOf(report)).toEqual(['rejected', 'not_sent']);
	expect(endingsOf(1).stop.reason).toBeUndefined();
});

test('a duplicate shares the outcome of its original', () => {
	const { endings, report } = endingsOf(2);
	endings.setFallback({ kind: 'duplicate', work: workOf(1), of: 0 });
	endings.end(0, REJECTED, workOf(0));
	endings.endTheRest();
	expect(outcomesOf(report)).toEqual(['rejected', 'rejected']);
});
