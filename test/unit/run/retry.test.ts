import { Ledger } from '../../../nodes/AlibabaAlscVoucherSend/memory/ledger/ledger';
import { goOnWithRetry, RetryRefused } from '../../../nodes/AlibabaAlscVoucherSend/run/retry';

const NEVER = new AbortController().signal;

/** A ledger that execution 1 left behind, opened by a retry of it. */
function leftBehind(): () => Ledger {
	const context = {};
	Ledger.open(context, 0, '1');
	const stored = JSON.stringify(context);
	let executionId = 1;
	return () =>
		Ledger.open(JSON.parse(stored) as object as Record<string, unknown>, 0, `${++executionId}`);
}

/** The register as it sees one point. */
class OnePoint {
	private first?: string;
	/** What happens before it answers. */
	answering: () => Promise<void> = async () => {};

	readonly goOnFrom = async (_point: string, executionId: string): Promise<boolean> => {
		await this.answering();
		this.first ??= executionId;
		return this.first === executionId;
	};
}

describe('going on from where a failed execution stopped', () => {
	const goOn = async (ledger: Ledger, point: OnePoint, id: string) =>
		await goOnWithRetry(ledger, point, id, NEVER);

	it('the first goes on, every other one is told', async () => {
		const open = leftBehind();
		const point = new OnePoint();
		const ledgers = [open(), open(), open()];
		for (const [at, ledger] of ledgers.entries()) await goOn(ledger, point, `${at}`);
		expect(ledgers.map((ledger) => ledger.isRetriedElsewhere)).toEqual([false, true, true]);
	});

	it('two runs of the node in one execution go on together', async () => {
		const context = {};
		Ledger.open(context, 0, '1');
		const ledgers = [Ledger.open(context, 0, '2'), Ledger.open(context, 1, '2')];
		const point = new OnePoint();
		await Promise.all(ledgers.map(async (ledger) => await goOn(ledger, point, '2')));
		expect(ledgers.map((ledger) => ledger.isRetriedElsewhere)).toEqual([false, false]);
	});

	it('refuses when the register does not answer, and the next one goes on', async () => {
		const open = leftBehind();
		const point = new OnePoint();
		point.answering = async () => await Promise.reject(new Error('database is locked'));
		const refused = goOn(open(), point, '2');
		await expect(refused).rejects.toThrow(RetryRefused);
		await expect(refused).rejects.toMatchObject({
			words: { hint: expect.stringMatching(/database is locked/) },
		});
		point.answering = async () => {};
		const ledger = open();
		await goOn(ledger, point, '3');
		expect(ledger.isRetriedElsewhere).toBe(false);
	});
});
