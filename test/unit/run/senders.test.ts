import { Concurrency } from '../../../nodes/shared/concurrency';
import type { DeliveryContext } from '../../../nodes/AlibabaAlscVoucherSend/delivery/context';
import { EarlierRequests } from '../../../nodes/AlibabaAlscVoucherSend/delivery/lookUp/earlierRequests';
import { Outage } from '../../../nodes/AlibabaAlscVoucherSend/delivery/outage';
import type { LedgerEntry } from '../../../nodes/AlibabaAlscVoucherSend/memory/ledger/entries';
import { Endings } from '../../../nodes/AlibabaAlscVoucherSend/run/endings';
import { RunReport } from '../../../nodes/AlibabaAlscVoucherSend/reporting/runReport';
import { Senders } from '../../../nodes/AlibabaAlscVoucherSend/run/senders';
import { RunStop } from '../../../nodes/shared/runStop';
import { closeDispatchers } from '../../../top';
import { Pacer } from '../../../top/pacing/pacer';
import { startGateway, type Gateway } from '../../gateway';
import { clientFor } from '../top/support/testClient';
import { outcomesOf, workOf } from './works';

let gateway: Gateway;
beforeAll(async () => {
	gateway = await startGateway({ https: false });
});
beforeEach(() => gateway.reset());
afterAll(async () => {
	await closeDispatchers();
	await gateway.close();
});

const ITEMS = 12;
const COUNT = 4;

function sendersWith(record: (itemKey: string, entry: LedgerEntry) => void = () => {}) {
	const stop = new RunStop();
	const report = new RunReport(ITEMS, false);
	const endings = new Endings({ report, stop, stopsAtFailure: false });
	const delivery = {
		client: clientFor(gateway.url),
		pacer: new Pacer(),
		settings: {
			unknownOutcome: 'report',
			maxAttempts: 1,
			maxRequestsPerSecond: Infinity,
			maxThrottleWaitMs: 0,
		},
		cancelSignal: new AbortController().signal,
		stop,
		outage: new Outage(stop),
		appIdentity: 'app',
		earlierRequests: new EarlierRequests(),
	} as unknown as DeliveryContext;
	const senders = new Senders({
		delivery,
		concurrency: new Concurrency(COUNT, COUNT),
		queueLength: () => ITEMS,
		ledger: { record },
		claims: { maySend: () => true, recordEnding: () => {} },
		endings,
	});
	const sendAll = async () => {
		for (let index = 0; index < ITEMS; index++) {
			void senders.put({ kind: 'unsent', work: workOf(index) });
		}
		senders.close();
		await senders.run();
		endings.endTheRest();
	};
	return { senders, report, stop, sendAll };
}

test('every item is sent once, at most so many at a time', async () => {
	gateway.settings.latencyMs = 5;
	const { sendAll, report } = sendersWith();
	await sendAll();
	expect(report.counts).toMatchObject({ sent: ITEMS });
	expect(gateway.executed).toHaveLength(ITEMS);
	expect(gateway.stats().requests.peak).toBeLessThanOrEqual(COUNT);
});

test.each([
	['the first time', 1],
	['every time', Infinity],
])(
	'when the ledger fails %s, nothing more leaves and no request goes unreported',
	async (_, most) => {
		gateway.settings.latencyMs = 5;
		let failures = 0;
		const { sendAll, report, stop } = sendersWith((itemKey) => {
			if (itemKey === 'key-1' && ++failures <= most) throw new RangeError('too deep');
		});
		await sendAll();
		expect(outcomesOf(report)[1]).toBe('unknown');
		expect(stop.reason?.message).toMatch(/^Not sent, because the run stopped at the 2nd item/);
		expect(report.counts.sent + report.counts.unknown).toBe(gateway.executed.length);
		expect(gateway.executed.length).toBeLessThan(ITEMS);
	},
);

test('an item in doubt that is held back is sent when all others have gone', async () => {
	const { senders, report } = sendersWith();
	await senders.put({
		kind: 'inDoubt',
		work: workOf(0),
		earlier: { attempts: 1, words: { message: 'lost', hint: 'x' } },
	});
	await senders.put({ kind: 'unsent', work: workOf(1) });
	await senders.putHeldBack();
	senders.close();
	await senders.run();
	expect(outcomesOf({ items: report.items.slice(0, 2) } as RunReport)).toEqual(['unknown', 'sent']);
});
