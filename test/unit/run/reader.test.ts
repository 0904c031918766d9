import { EarlierRequests } from '../../../nodes/AlibabaAlscVoucherSend/delivery/lookUp/earlierRequests';
import { Endings } from '../../../nodes/AlibabaAlscVoucherSend/run/endings';
import type { Claimable, ItemState } from '../../../nodes/AlibabaAlscVoucherSend/run/itemState';
import { Reader } from '../../../nodes/AlibabaAlscVoucherSend/run/reader';
import { RunReport } from '../../../nodes/AlibabaAlscVoucherSend/reporting/runReport';
import type { RunSettings } from '../../../nodes/AlibabaAlscVoucherSend/reading/settings';
import { RunStop } from '../../../nodes/shared/runStop';
import { outcomesOf, workOf } from './works';

const SETTINGS = { maxVouchers: Infinity, dryRun: false, unknownOutcome: 'report' };
const REJECTED = { kind: 'rejected', attempts: 1, words: { message: 'no', hint: 'x' } } as const;

function readerOf(
	items: ItemState[],
	{ settings = {}, needsAll = false }: { settings?: Partial<RunSettings>; needsAll?: boolean } = {},
) {
	const report = new RunReport(items.length, settings.dryRun === true);
	const stop = new RunStop();
	const endings = new Endings({ report, stop, stopsAtFailure: false });
	const events: string[] = [];
	const reader = new Reader({
		itemCount: items.length,
		preparation: {
			needsAll,
			prepare: (index: number) => {
				events.push(`read ${index}`);
				return items[index];
			},
			showsUnrounded: false,
			refuse: (index: number) => items[index],
			findUnderAnotherKey: (all: readonly ItemState[]) => [...all],
		},
		delivery: {
			settings: { ...SETTINGS, ...settings } as RunSettings,
			stop,
			cancelSignal: new AbortController().signal,
			earlierRequests: new EarlierRequests(),
			appIdentity: 'app',
		},
		claims: {
			add: async ({ kind, work }: Claimable) => {
				if (!stop.reason) events.push(`${kind} ${work.item.itemIndex}`);
			},
			claimWaiting: async () => void events.push('claim'),
		},
		endings,
		dryRun: settings.dryRun
			? {
					add: ({ work }) => void events.push(`show ${work.item.itemIndex}`),
					finish: async () => void events.push('shown'),
				}
			: undefined,
		hasEarlierOutcomes: needsAll,
		vouchersOfOtherRuns: () => 0,
		isBusy: () => false,
	});
	return { reader, events, endings, report, stop };
}

const unsent = (index: number): ItemState => ({ kind: 'unsent', work: workOf(index) });

test('items are handed on as they are read', async () => {
	const { reader, events } = readerOf([unsent(0), unsent(1)]);
	await reader.read();
	expect(events).toEqual(['read 0', 'unsent 0', 'read 1', 'unsent 1', 'claim']);
});

test.each([
	['the sum must be known', { settings: { maxVouchers: 2 } }],
	['earlier tries are to be compared', { needsAll: true }],
])('all are read before any is handed on when %s', async (_name, options) => {
	const { reader, events } = readerOf([unsent(0), unsent(1)], options);
	await reader.read();
	expect(events.indexOf('unsent 0')).toBeGreaterThan(events.indexOf('read 1'));
});

test('nothing is handed on when more is asked for than Max Vouchers allows', async () => {
	const { reader, events, stop } = readerOf([unsent(0), unsent(1), unsent(2)], {
		settings: { maxVouchers: 2 },
	});
	await reader.read();
	expect(events.filter((event) => event.startsWith('unsent'))).toEqual([]);
	expect(stop.reason?.message).toMatch(/^All items together ask for 3 vouchers/);
});

test('reading stops when the run has', async () => {
	const { reader, events, stop } = readerOf([unsent(0), unsent(1)]);
	stop.request({ message: 'x', hint: 'y' });
	await reader.read();
	expect(events).toEqual(['claim']);
});

test('what is settled needs no sender, and what shares an outcome gets it at the end', async () => {
	const { reader, events, endings, report } = readerOf([
		{ kind: 'settled', work: workOf(0), outcome: REJECTED },
		{ kind: 'duplicate', work: workOf(1), of: 0 },
	]);
	await reader.read();
	endings.endTheRest();
	expect(events).toEqual(['read 0', 'read 1', 'claim']);
	expect(outcomesOf(report)).toEqual(['rejected', 'rejected']);
});

test('a dry run shows and hands on nothing', async () => {
	const { reader, events } = readerOf([unsent(0)], { settings: { dryRun: true } });
	await reader.read();
	expect(events).toEqual(['read 0', 'show 0', 'claim', 'shown']);
});
