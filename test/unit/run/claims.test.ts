import type { DeliveryContext } from '../../../nodes/AlibabaAlscVoucherSend/delivery/context';
import { Claims } from '../../../nodes/AlibabaAlscVoucherSend/run/claims';
import { Endings } from '../../../nodes/AlibabaAlscVoucherSend/run/endings';
import type {
	Claimable,
	ItemState,
	Sendable,
} from '../../../nodes/AlibabaAlscVoucherSend/run/itemState';
import { RunReport } from '../../../nodes/AlibabaAlscVoucherSend/reporting/runReport';
import type { SendOnceWindow } from '../../../nodes/AlibabaAlscVoucherSend/run/sendOnceWindow';
import { RunStop } from '../../../nodes/shared/runStop';
import { outcomesOf, workOf } from './works';

/** A window of keys that answers every claim as it is told. */
function claimsWith(answer: (item: Claimable) => ItemState, isRetriedElsewhere = false) {
	const report = new RunReport(4, false);
	const stop = new RunStop();
	const endings = new Endings({ report, stop, stopsAtFailure: false });
	const sent: number[] = [];
	const noted: string[] = [];
	const asked: number[][] = [];
	const window = {
		size: 2,
		holds: () => false,
		maySend: () => true,
		claim: async (items: Claimable[]) => {
			asked.push(items.map(({ work }) => work.item.itemIndex));
			return items.map(answer);
		},
		recordEnding: (_work: unknown, { kind }: { kind: string }) => void noted.push(kind),
		flush: async () => {},
		finish: async () => {},
		close: () => {},
	};
	const delivery = { stop, settings: { unknownOutcome: 'report' } } as unknown as DeliveryContext;
	const claims = new Claims({
		window: window as unknown as SendOnceWindow,
		delivery,
		endings,
		isRetriedElsewhere,
		send: async ({ work }: Sendable) => void sent.push(work.item.itemIndex),
		sendHeldBack: async () => {},
	});
	return { claims, endings, report, stop, sent, noted, asked, window };
}

const unsent = (index: number): Claimable => ({ kind: 'unsent', work: workOf(index, 'key') });
const asIs = (item: Claimable): ItemState => item;

test('items wait until a window is full, and go on when their keys are claimed', async () => {
	const { claims, sent, asked } = claimsWith(asIs);
	await claims.add(unsent(0));
	expect([sent, asked]).toEqual([[], []]);
	await claims.add(unsent(1));
	await claims.add(unsent(2));
	expect([sent, asked]).toEqual([[0, 1], [[0, 1]]]);
	await claims.claimWaiting();
	expect([sent, asked]).toEqual([
		[0, 1, 2],
		[[0, 1], [2]],
	]);
});

test('an item without a key is not kept waiting', async () => {
	const { claims, sent } = claimsWith(asIs);
	await claims.add({ kind: 'unsent', work: workOf(0) });
	expect(sent).toEqual([0]);
});

test('a key that was sent before settles its item', async () => {
	const { claims, sent, report, endings } = claimsWith(({ work }) => ({
		kind: 'settled',
		work,
		outcome: { kind: 'sent', attempts: 0, proof: { by: 'sendOnceKey' } },
	}));
	await claims.add(unsent(0));
	await claims.claimWaiting();
	endings.endTheRest();
	expect(sent).toEqual([]);
	expect(outcomesOf(report)[0]).toBe('sent');
});

test('when claiming fails the run ends, and nothing of it leaves', async () => {
	const { claims, sent, stop } = claimsWith(() => {
		throw new Error('database is locked');
	});
	await claims.add(unsent(0));
	await claims.claimWaiting();
	await claims.add(unsent(1));
	await claims.claimWaiting();
	expect(sent).toEqual([]);
	expect(stop.reason?.message).toMatch(/database is locked/);
});

test('what another retry may have sent is unknown, and its key is not called sent', async () => {
	const { claims, sent, report, noted, endings } = claimsWith(asIs, true);
	await claims.add(unsent(0));
	await claims.claimWaiting();
	endings.endTheRest();
	expect(sent).toEqual([]);
	expect(outcomesOf(report)[0]).toBe('unknown');
	expect(noted).toEqual(['not_sent']);
});

test('a lapsed claim lets nothing leave and ends the run', () => {
	const { claims, window, stop } = claimsWith(asIs);
	window.maySend = () => false;
	expect(claims.maySend(workOf(0, 'key'))).toBe(false);
	expect(stop.reason?.message).toMatch(/^Nothing more is sent/);
});

test('a database that fails at the end is told of, and fails nothing', async () => {
	const { claims, window } = claimsWith(asIs);
	window.finish = async () => await Promise.reject(new Error('the database went away'));
	await claims.finish();
	expect(claims.problem).toMatchObject({ message: 'the database went away' });
});

test('the next keys are claimed while half of a window is left', () => {
	const { claims } = claimsWith(asIs);
	expect(claims.leftWhenClaiming).toBe(1);
});
